"""Draw the network once for each step."""

import numpy as np

from rnn_utils.figures import picture
from rnn_utils.figures.picture import BLUE, GREEN, INK, ORANGE, WHITE, letter, spoken
from rnn_utils.figures.shapes import arrow, box
from rnn_utils.figures.svg import SYMBOL

LEFT, STEP, WIDE, TALL = 164, 148, 84, 54  # sizes of the margin, a step, and a box, in pixels
OUTPUTS, STATES, INPUTS = 385, 260, 135  # heights of the three rows of boxes


@picture.style()
def unrolled(name, n_a=50, vocab_size=27):
    """Return a picture of the network at each step of a name, with the shape of each array.

    Parameters
    ----------
    name : str
        A short name; it is drawn with a closing newline.
    n_a : int
        Number of hidden units.
    vocab_size : int
        Number of characters.

    Returns
    -------
    Picture
    """
    read, came = [None, *name], [*name, "\n"]
    figure, axes = picture.sheet(max(LEFT + STEP * len(came) - 44, 640), 490)
    center = LEFT + WIDE / 2 + STEP * np.arange(-1, len(came))  # of a^(0), then of each step
    _column(axes, center[0], STATES, "a^{(0)}", "zeros")
    for t, (before, after) in enumerate(zip(read, came, strict=True)):
        with picture.one_step(axes, t):
            x, last = center[t + 1], center[t]
            arrow(axes, [(last + WIDE / 2, STATES), (x - WIDE / 2, STATES)])
            arrow(axes, [(x, INPUTS + TALL / 2), (x, STATES - TALL / 2)])
            arrow(axes, [(x, STATES + TALL / 2), (x, OUTPUTS - TALL / 2)])
            axes.text(last + WIDE / 2 + 4, STATES + 8, "W_{aa}", size=15, **SYMBOL)
            axes.text(x + 8, (INPUTS + STATES) / 2 - 5, "W_{ax}", size=15, **SYMBOL)
            axes.text(x + 8, (STATES + OUTPUTS) / 2 - 5, "W_{ya}", size=15, **SYMBOL)
            _column(axes, x, INPUTS, f"x^{{({t})}}", f"({vocab_size}, 1)", BLUE)
            _column(axes, x, STATES, f"a^{{({t + 1})}}", f"({n_a}, 1)", GREEN)
            _column(axes, x, OUTPUTS, f"\u0177^{{({t + 1})}}", f"({vocab_size}, 1)", ORANGE)
            axes.text(x, OUTPUTS + 66, "should be", size=13, ha="center")
            axes.text(x, OUTPUTS + 39, letter(after), size=22, weight="bold", ha="center")
            below, size = (letter(before), 22) if before else ("zeros", 15)
            axes.text(x, INPUTS - 50, below, size=size, weight="bold", ha="center")
    axes.text(22, OUTPUTS - 5, "what it expects", size=13)
    axes.text(22, STATES + 39, "what it remembers", size=13)
    axes.text(22, INPUTS - 5, "what it reads", size=13)
    axes.text(22, 38, "The same five arrays at every step:", size=13)
    for place, (symbol, shape) in enumerate(_weights(n_a, vocab_size).items()):
        x = 22 + 122 * place
        axes.text(x, 12, symbol, size=16, **SYMBOL)
        axes.text(x + {"b": 14, "b_{y}": 23}.get(symbol, 35), 12, shape, size=13)
    return picture.Picture(figure, _describe(read, came, n_a, vocab_size), pace=0.9)


def _weights(n_a, vocab_size):
    """Draw the symbols and shapes of the parameters."""
    shapes = ((n_a, vocab_size), (n_a, n_a), (vocab_size, n_a), (n_a, 1), (vocab_size, 1))
    return dict(zip(("W_{ax}", "W_{aa}", "W_{ya}", "b", "b_{y}"), map(str, shapes), strict=True))


def _describe(read, came, n_a, vocab_size):
    """Return the text alternative of the figure."""
    learned = ", ".join(f"{symbol} {shape}" for symbol, shape in _weights(n_a, vocab_size).items())
    sentences = [
        f"The network drawn once for each of {len(came)} steps, from left to right. In each, an "
        f"input x of shape ({vocab_size}, 1) and the hidden state before it make the next hidden "
        f"state a of shape ({n_a}, 1), which makes the prediction y-hat of shape "
        f"({vocab_size}, 1). The same arrays work at every step: "
        f"{learned.replace('{', '').replace('}', '')}. At the start a(0) is zeros."
    ]
    for t, (before, after) in enumerate(zip(read, came, strict=True)):
        x = spoken(before) if before else "zeros"
        goal = f"y-hat({t + 1}) should be {spoken(after)}"
        sentences.append(f"Step {t + 1}: x({t}) is {x}, it makes a({t + 1}) with a({t}); {goal}.")
    return " ".join(sentences)


def _column(axes, x, y, symbol, shape, colour=None):
    """Draw the symbol and the shape of a column of numbers, or that it is zeros."""
    box(axes, x, y, WIDE, TALL, colour or INK, colour or "none")
    ink = WHITE if colour else INK
    axes.text(x, y + 3, symbol, size=19, color=ink, ha="center", **SYMBOL)
    axes.text(x, y - 17, shape, size=12, color=ink, ha="center")
