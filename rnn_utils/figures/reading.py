"""Draw the probabilities and hidden states of a network while it reads a name."""

import numpy as np
from matplotlib import colormaps
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from rnn_utils.figures import picture
from rnn_utils.figures.picture import BLUE, INK, ORANGE, letter, probability, spoken
from rnn_utils.figures.svg import SYMBOL
from rnn_utils.network import rnn_forward

# From dark blue, -1, to bright yellow, +1. The brightness is enough to read a value.
LEVELS, COLOURS = 11, colormaps["cividis"]
MOST_STEPS, MOST_LETTERS = 20, 40  # limits of the picture; more would be too small to read


def read(parameters, name, char_to_ix):
    """Return the probabilities and hidden states of a network that reads the start of a name.

    Parameters
    ----------
    parameters : dict of str to ndarray
        The five arrays of the network.
    name : str
        A name with letters of the vocabulary.
    char_to_ix : dict of str to int
        The vocabulary.

    Returns
    -------
    characters : str
        The character of each step: the name and a newline, at most `MOST_STEPS` characters. T is
        their number.
    came : ndarray of int, shape (T,)
        Their indices.
    y_hat : ndarray of float, shape (T, n_y)
        The probabilities at each step.
    states : ndarray of float, shape (T, n_a)
        The hidden states that gave these probabilities.

    Raises
    ------
    ValueError
        If a character is not in the vocabulary.
    """
    characters = (name + "\n")[:MOST_STEPS]
    if unknown := set(characters) - set(char_to_ix):
        raise ValueError(f"{min(unknown)!r} is not in the vocabulary: take a name without it.")
    came = [char_to_ix[character] for character in characters]
    start = np.zeros((len(parameters["b"]), 1))
    _, (y_hat, states, *_) = rnn_forward([None, *came[:-1]], came, start, parameters)
    return characters, np.array(came), y_hat, states[1:]


@picture.style()
def next_letters(parameters, name, char_to_ix):
    """Return a picture of a network's probabilities at each step while it reads a name.

    Parameters
    ----------
    parameters : dict of str to ndarray
        The five arrays of the network.
    name : str
        A name with letters of the vocabulary.
    char_to_ix : dict of str to int
        The vocabulary.

    Returns
    -------
    Picture
    """
    characters, came, y_hat, _ = read(parameters, name, char_to_ix)
    vocabulary = {index: character for character, index in char_to_ix.items()}
    # Of a large vocabulary, the letters of the name and the most likely ones.
    most = y_hat.max(axis=0) + np.isin(np.arange(y_hat.shape[1]), came)
    shown = sorted(np.argsort(-most, kind="stable")[:MOST_LETTERS].tolist())
    side, row, left = min(22, 572 / len(shown)), 25, 108
    right, height = left + side * len(shown), 128 + row * len(came)
    figure, axes = picture.sheet(740, height)
    place = {index: left + side * (column + 0.5) for column, index in enumerate(shown)}
    axes.text(left - 8, height - 34, "read so far", size=12, ha="right")
    axes.text(right + 8, height - 34, "came", size=12)
    for index, x in place.items():
        axes.text(x, height - 34, letter(vocabulary[index]), size=min(14, 0.7 * side), ha="center")
    for t, index in enumerate(came):
        y = height - 62 - row * t
        with picture.one_step(axes, t):
            so_far = characters[:t] if t < 9 else "\u2026" + characters[t - 8 : t]
            axes.text(left - 8, y - 5, "".join(map(letter, so_far)) or "start", size=14, ha="right")
            axes.plot([left, right], [y, y], color=INK, linewidth=0.6, alpha=0.3, zorder=0)
            others = [i for i in shown if i != index and y_hat[t, i] >= 0.005]
            _squares(axes, [place[i] for i in others], y, side * np.sqrt(y_hat[t, others]), BLUE)
            _squares(axes, [place[index]], y, side * np.sqrt(y_hat[t, [index]]), ORANGE)
            _frame(axes, place[index], y, side)
            axes.text(right + 14, y - 5, letter(vocabulary[index]), size=14, ha="center")
            axes.text(right + 26, y - 5, probability(y_hat[t, index]), size=13)
    axes.text(left, 20, "area: probability", size=12)
    for x, p in ((130, 0.05), (200, 0.25), (272, 1)):
        _squares(axes, [left + x], 24, [side * np.sqrt(p)], BLUE)
        axes.text(left + x + 15, 20, p, size=12)
    _frame(axes, left + 332 + side / 2, 24, side)
    axes.text(left + 362, 20, "what came", size=12)
    return picture.Picture(figure, _describe_letters(characters, came, y_hat, vocabulary), pace=0.2)


def _squares(axes, x, y, sides, colour):
    """Draw squares around positions in a row."""
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]) / 2
    points = [corners * side + (center, y) for center, side in zip(x, sides, strict=True)]
    if points:
        kinds = [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY] * len(points)
        axes.add_patch(PathPatch(Path(np.concatenate(points), kinds), color=colour, linewidth=0))


def _frame(axes, x, y, side):
    """Draw a frame around the position of a square, larger than the largest square."""
    wide = side + 3
    axes.add_patch(
        Rectangle((x - wide / 2, y - wide / 2), wide, wide, fill=False, color=INK, linewidth=1.6)
    )


def _describe_letters(characters, came, y_hat, vocabulary):
    """Return the text alternative of the figure."""
    sentences = ["What the network expects at each step, and what came."]
    for t, index in enumerate(came):
        order = np.argsort(-y_hat[t], kind="stable")[:3]
        likely = ", ".join(f"{spoken(vocabulary[i])} {probability(y_hat[t, i])}" for i in order)
        so_far = f"After {''.join(map(letter, characters[:t]))}" if t else "At the start"
        sentences.append(
            f"{so_far}: {likely}; came {spoken(characters[t])} {probability(y_hat[t, index])}."
        )
    return " ".join(sentences)


@picture.style()
def hidden_units(parameters, name, char_to_ix):
    """Return a picture of all hidden units while the network reads a name, and of the loss.

    Parameters
    ----------
    parameters : dict of str to ndarray
        The five arrays of the network.
    name : str
        A name with letters of the vocabulary.
    char_to_ix : dict of str to int
        The vocabulary.

    Returns
    -------
    Picture
    """
    characters, came, y_hat, states = read(parameters, name, char_to_ix)
    bits = -np.log2(np.maximum(y_hat[np.arange(len(came)), came], 1e-99))  # 0 has no logarithm
    order = alike(states)
    n_a, left, side = states.shape[1], 132, min(48, 500 / len(came))
    tall = 400 / max(n_a, 40)  # height of a unit
    bottom, high = 170, 60 / max(*bits, 1)  # lower edge of the units; height of a bit
    top = bottom + tall * n_a
    figure, axes = picture.sheet(740, top + 46)
    notes = ((top + 12, "just read"), (top - 20, f"{n_a} units"), (top - 44, "a^{(t+1)}"),
             (70, "surprise in bits"), (22, "what came"))  # fmt: skip
    for y, text in notes:
        symbol = {"size": 17, **SYMBOL} if "^" in text else {"size": 13}
        axes.text(left - 14, y, text, ha="right", **symbol)
    for t, x in enumerate(left + side * (np.arange(len(came)) + 0.5)):
        with picture.one_step(axes, t):
            before = letter(characters[t - 1]) if t else "start"
            axes.text(x, top + 12, before, size=15 if t else min(13, 0.36 * side), ha="center")
            _tiles(axes, x, side - 3, top, tall, states[t, order])
            axes.add_patch(Rectangle((x - side * 0.3, 54), side * 0.6, high * bits[t], color=BLUE))
            axes.text(x, 60 + high * bits[t], f"{bits[t]:.1f}", size=12, ha="center")
            axes.text(x, 22, letter(characters[t]), size=15, ha="center")
    scale = left + side * len(came) + 34
    _tiles(axes, scale, 16, bottom + 12 * LEVELS, 12, np.linspace(1, -1, LEVELS))
    for value in (-1, 0, 1):
        axes.text(
            scale + 14,
            bottom + 2 + 6 * (LEVELS - 1) * (value + 1),
            f"{value:+d}" if value else "0",
            size=12,
        )
    return picture.Picture(figure, _describe_units(characters, bits, states), pace=0.2)


def _tiles(axes, x, wide, top, tall, values):
    """Draw a column of values from -1 to 1 as colours; one line in pieces for each colour."""
    levels = np.rint((values + 1) / 2 * (LEVELS - 1)).astype(int)
    for level in np.unique(levels):
        rows = np.flatnonzero(levels == level)
        y = np.repeat(top - tall * (rows + 0.5), 3)
        ends = np.tile([x - wide / 2, x + wide / 2, np.nan], len(rows))
        axes.plot(
            ends,
            y,
            color=COLOURS(level / (LEVELS - 1)),
            linewidth=0.9 * tall,
            solid_capstyle="butt",
            clip_on=False,
        )


def alike(states):
    """Return the units in an order in which neighbours have similar values.

    Parameters
    ----------
    states : ndarray of float, shape (T, n_a)

    Returns
    -------
    list of int, length n_a
    """
    units = states.T
    left = list(range(len(units)))
    order = [left.pop(int(units.sum(axis=1).argmin()))]
    while left:
        distances = np.abs(units[left] - units[order[-1]]).sum(axis=1)
        order.append(left.pop(int(distances.argmin())))
    return order


def _describe_units(characters, bits, states):
    """Return the text alternative of the figure."""
    full = np.mean(np.abs(states) > 0.9)
    sentences = ", ".join(f"{spoken(c)} {b:.1f}" for c, b in zip(characters, bits, strict=True))
    return (
        f"A table of colours: the {states.shape[1]} hidden units, one a row, at each of "
        f"{len(bits)} steps, one a column, from dark blue for -1 to bright yellow for +1. "
        f"{full:.0%} of the values are nearer than 0.1 to -1 or +1. Units that behave alike stand "
        f"together. Below, how surprising each letter was, in bits: {sentences}."
    )
