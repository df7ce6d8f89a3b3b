"""Figures of the exercise, each drawn from what it shows.

Every function returns a matplotlib figure; the notebook shows it and describes it in words.
"""

import matplotlib.pyplot as plt
import numpy as np

from rnn_utils.network import rnn_forward

# Okabe and Ito's palette: told apart with any kind of colour vision.
BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#595959"
NEWLINE_SIGN = "\u21b5"


def _letter(character):
    return NEWLINE_SIGN if character == "\n" else character


def unrolled(name, sampling=False):
    """The network drawn once for each step over a name.

    Parameters
    ----------
    name : str
        A short name; it is drawn with a closing newline.
    sampling : bool
        False: training, the name is fed in. True: each letter that was drawn is fed back.

    Returns
    -------
    matplotlib.figure.Figure
    """
    steps = len(name) + 1
    inputs = ["0 (zeros)", *name]
    targets = [*name, "\n"]
    figure, axes = plt.subplots(figsize=(2.1 * steps + 1.2, 4.2))
    axes.set(xlim=(-1.2, steps - 0.3), ylim=(-0.55, 3.4), aspect="auto")
    axes.axis("off")
    arrow = {"arrowstyle": "-|>", "color": GREY, "linewidth": 1.4}

    def box(x, y, text, colour):
        axes.text(
            x, y, text, ha="center", va="center", color="white", fontsize=11,
            bbox={"boxstyle": "round,pad=0.45", "facecolor": colour, "edgecolor": "none"},
        )  # fmt: skip

    axes.text(-0.95, 1.4, "$a^{(0)} = 0$", ha="center", va="center", color=GREEN, fontsize=11)
    for t in range(steps):
        axes.annotate("", (t - 0.3, 1.4), (t - 0.68, 1.4), arrowprops=arrow)
        axes.annotate("", (t, 1.15), (t, 0.3), arrowprops=arrow)
        axes.annotate("", (t, 2.4), (t, 1.65), arrowprops=arrow)
        box(t, 0.05, rf"$x^{{({t})}}$ = {_letter(inputs[t])}", BLUE)
        box(t, 1.4, rf"$a^{{({t + 1})}}$", GREEN)
        box(t, 2.65, rf"$\hat{{y}}^{{({t + 1})}}$", ORANGE)
        goal = "drawn: " if sampling else "should be "
        axes.text(t, 3.15, goal + _letter(targets[t]), ha="center", fontsize=11)
        axes.text(t + 0.04, 0.72, "$W_{ax}$", fontsize=10, color=GREY)
        axes.text(t + 0.04, 2.0, "$W_{ya}$", fontsize=10, color=GREY)
        axes.text(t - 0.49, 1.5, "$W_{aa}$", fontsize=10, color=GREY, ha="center")
        if sampling and t + 1 < steps:
            axes.annotate(
                "", (t + 0.9, 0.34), (t + 0.28, 3.1), arrowprops={**arrow, "linestyle": "--"}
            )
    axes.text(-1.15, -0.45, "same weights at every step", fontsize=10, color=GREY, style="italic")
    figure.tight_layout()
    plt.close(figure)
    return figure


# The cliff: one sigmoid unit that feeds itself for 50 steps, after Pascanu, Mikolov and
# Bengio, "On the difficulty of training recurrent neural networks" (2013), figure 6.
STEPS, START, TARGET = 50, 0.5, 0.7


def cliff_loss(w, b):
    """Loss of one self-feeding unit after 50 steps: (a_50 - 0.7)^2.

    Parameters
    ----------
    w, b : float or ndarray
        Recurrent weight and bias, of one shape.

    Returns
    -------
    ndarray of float
        In the shape of `w` and `b`.
    """
    a = np.full(np.shape(w), START)
    for _ in range(STEPS):
        a = 1 / (1 + np.exp(-(w * a + b)))
    return (a - TARGET) ** 2


def cliff_gradient(w, b):
    """Derivatives of `cliff_loss` by w and b, carried forward with the state.

    Parameters
    ----------
    w, b : float
        Recurrent weight and bias.

    Returns
    -------
    ndarray of float, shape (2,)
    """
    a, da = START, np.zeros(2)
    for _ in range(STEPS):
        before = a
        a = 1 / (1 + np.exp(-(w * before + b)))
        da = a * (1 - a) * (np.array([before, 1.0]) + w * da)
    return 2 * (a - TARGET) * da


def cliff_descent(start, learning_rate, steps, limit=None):
    """Gradient descent on the cliff, with or without clipping.

    Parameters
    ----------
    start : tuple of float
        First (w, b).
    learning_rate : float
        Factor of the gradient.
    steps : int
        Number of updates.
    limit : float, optional
        Clip each derivative to [-limit, limit].

    Returns
    -------
    ndarray of float, shape (steps + 1, 2)
        The points (w, b) visited.
    """
    path = [np.array(start, dtype=float)]
    for _ in range(steps):
        gradient = cliff_gradient(*path[-1])
        if limit is not None:
            gradient = np.clip(gradient, -limit, limit)
        path.append(path[-1] - learning_rate * gradient)
    return np.array(path)


def cliff():
    """Descent on a loss with a cliff, without and with clipping.

    Returns
    -------
    matplotlib.figure.Figure
    """
    start, learning_rate, steps, limit = (4.5, -2.0), 0.1, 60, 1.0
    w, b = np.meshgrid(np.linspace(3.8, 5.6, 300), np.linspace(-2.9, 0.3, 300))
    figure, panels = plt.subplots(1, 2, figsize=(9.5, 4), sharex=True, sharey=True)
    titles = ("without clipping", f"each derivative clipped to [-{limit:g}, {limit:g}]")
    for axes, title, bound in zip(panels, titles, (None, limit), strict=True):
        surface = axes.contourf(w, b, cliff_loss(w, b), levels=18, cmap="cividis")
        path = cliff_descent(start, learning_rate, steps, bound)
        axes.plot(
            *path.T, "o-", color="white", markersize=4, linewidth=1.2, markeredgecolor="black"
        )
        axes.plot(*path[0], "s", color=ORANGE, markersize=9, markeredgecolor="black")
        axes.annotate("start", path[0], (8, 8), textcoords="offset points", color="white")
        axes.set(title=title, xlabel="recurrent weight w", xlim=(3.8, 5.6), ylim=(-2.9, 0.3))
        end = cliff_loss(*path[-1])
        note = f"loss after {steps} steps: {end:.3f}"
        axes.text(0.03, 0.93, note, transform=axes.transAxes, color="white")
    panels[0].set_ylabel("bias b")
    figure.colorbar(surface, ax=panels, label="loss", fraction=0.03)
    plt.close(figure)
    return figure


def next_letters(parameters, name, char_to_ix):
    """What a trained network expects at each step while it reads a name.

    Parameters
    ----------
    parameters : dict of str to ndarray
        The five arrays of the network.
    name : str
        A name in the vocabulary's letters.
    char_to_ix : dict of str to int
        The vocabulary.

    Returns
    -------
    matplotlib.figure.Figure
    """
    came = [char_to_ix[character] for character in name + "\n"]
    start = np.zeros((len(parameters["b"]), 1))
    _, (y_hat, *_) = rnn_forward([None, *came[:-1]], came, start, parameters)
    ordered = sorted(char_to_ix, key=char_to_ix.get)
    width, height = min(0.42 * len(came) + 2.2, 16), min(0.21 * len(ordered) + 1.2, 12)
    figure, axes = plt.subplots(figsize=(width, height))
    image = axes.imshow(y_hat.T, cmap="cividis", vmin=0, vmax=1, aspect="auto")
    dots = {"color": "white", "markeredgecolor": "black", "linestyle": "none", "marker": "o"}
    axes.plot(came, **dots, label="what came")
    axes.set_xticks(range(len(came)), ["start", *name])
    axes.set_yticks(range(len(ordered)), [_letter(character) for character in ordered], fontsize=8)
    axes.set(xlabel="just read", ylabel="next letter")
    axes.legend(loc="upper left", bbox_to_anchor=(0, 1.12), frameon=False)
    figure.colorbar(image, label="probability")
    figure.tight_layout()
    plt.close(figure)
    return figure
