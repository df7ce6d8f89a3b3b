"""Descent on a loss with a cliff."""

import matplotlib.pyplot as plt
import numpy as np

ORANGE = "#D55E00"

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
