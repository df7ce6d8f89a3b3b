"""Draw gradient descent on a loss with a cliff, with and without clipping."""

import numpy as np

from rnn_utils.figures import picture
from rnn_utils.figures.picture import BLUE, DARK, INK, ORANGE, WHITE

# The cliff: one recurrent sigmoid unit over 50 steps, after Pascanu, Mikolov and
# Bengio, "On the difficulty of training recurrent neural networks" (2013), figure 6.
STEPS, START, TARGET = 50, 0.5, 0.7
# The descents that the figure compares.
FIRST, RATE, UPDATES, LIMIT = (4.8, -1.3), 1.0, 30, 0.25
WEIGHTS, BIASES = (3.95, 5.05), (-2.5, 0.1)  # limits of the plot


def cliff_loss(w, b):
    """Return the loss of one recurrent unit after 50 steps: (a_50 - 0.7)^2.

    Parameters
    ----------
    w, b : float or ndarray
        Recurrent weight and bias, of equal shape.

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
    """Return the derivatives of `cliff_loss` by w and b, computed forward with the state.

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
    """Return the points of gradient descent on the cliff, with or without clipping.

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
        The points (w, b), the first one included.
    """
    path = [np.array(start, dtype=float)]
    for _ in range(steps):
        gradient = cliff_gradient(*path[-1])
        if limit is not None:
            gradient = np.clip(gradient, -limit, limit)
        path.append(path[-1] - learning_rate * gradient)
    return np.array(path)


@picture.style()
def cliff():
    """Return a picture of the loss as a surface, and of descent without and with clipping.

    Returns
    -------
    Picture
    """
    figure, axes = picture.sheet(740, 440)
    sentences = []
    panels = ((0, "Without clipping", None, ORANGE), (370, "With clipping", LIMIT, BLUE))
    for left, title, limit, colour in panels:
        _draw_landscape(axes, left)
        path = cliff_descent(FIRST, RATE, UPDATES, limit)
        loss = cliff_loss(*path.T)
        x, y = _project(*path.T, left)
        for step in range(UPDATES):
            axes.plot(x[step : step + 2], y[step : step + 2], "o-", markevery=[1], color=colour,
                      markersize=6, gid=f"step-{step}")  # fmt: skip
        labels = (("start", 0, "s", "left", 12), ("end", -1, "D", "right", -12))
        for name, place, sign, side, aside in labels:
            axes.plot(x[place], y[place], sign, color=DARK, markersize=10, markeredgecolor=WHITE)
            axes.text(x[place] + aside, y[place] - 4, name, size=13, weight="bold", ha=side)
        note = f"loss {loss[0]:.3f} at the start, {loss[-1]:.3f} after {UPDATES} steps"
        axes.text(left + 22, 415, title, size=16, weight="bold")
        axes.text(left + 22, 394, note, size=13)
        moves = np.abs(np.diff(path, axis=0)).max(axis=1)
        longest = moves.argmax() + 1
        sentences.append(
            f"{title}: {note}. The longest step, number {longest}, starts on the cliff at loss "
            f"{loss[longest - 1]:.3f}, moves w or b by {moves.max():.2f} and ends at loss "
            f"{loss[longest]:.3f}."
        )
    intro = (
        "A landscape seen from the front, drawn twice: the loss of one unit that feeds itself for "
        f"{STEPS} steps, over its recurrent weight w and its bias b. A gentle slope goes down from "
        "the reader to a valley; behind the valley stands a cliff. Both paths begin at one place "
        "and walk into the cliff. "
    )
    return picture.Picture(figure, intro + " ".join(sentences), pace=0.14)


def _project(w, b, left):
    """Return positions in the picture: w to the right, b to the front, the loss up."""
    right = (w - WEIGHTS[0]) / (WEIGHTS[1] - WEIGHTS[0])
    back = (BIASES[1] - b) / (BIASES[1] - BIASES[0])
    return left + 22 + 245 * right + 80 * back, 24 + 170 * back + 400 * cliff_loss(w, b)


def _draw_landscape(axes, left):
    """Draw lines of equal b and of equal w, and their scales."""
    w, b = np.linspace(*WEIGHTS, 150), np.linspace(*BIASES, 150)
    for fixed in np.linspace(*BIASES, 19):
        x, y = _project(w, np.full_like(w, fixed), left)
        axes.plot(x, y, color=INK, linewidth=0.8, alpha=0.6)
    for fixed in np.linspace(*WEIGHTS, 12):
        x, y = _project(np.full_like(b, fixed), b, left)
        axes.plot(x, y, color=INK, linewidth=0.8, alpha=0.35)
    small = {"size": 12, "ha": "center"}
    axes.text(left + 38, 36, WEIGHTS[0], **small)
    axes.text(left + 145, 36, "recurrent weight w", **small)
    axes.text(left + 252, 36, WEIGHTS[1], **small)
    axes.text(left + 290, 60, BIASES[1], **small)
    axes.text(left + 331, 130, "bias b", **small)
    axes.text(left + 358, 190, BIASES[0], **small)
    axes.plot([left + 84] * 2, [194, 194 + 0.4 * 400], color=INK, linewidth=1.2)
    for loss, word in ((0, "0"), (0.2, "loss"), (0.4, "0.4")):
        axes.text(left + 78, 190 + 400 * loss, word, size=12, ha="right")
