"""Two figures: an LSTM's step, and how gradients fade on their way back."""

import math

import numpy as np

from rnn_utils.figures import picture
from rnn_utils.figures.picture import BLUE, GREEN, GREY, INK, ORANGE, WHITE
from rnn_utils.figures.shapes import arrow, box
from rnn_utils.figures.svg import SYMBOL

MEMORY, PRODUCTS, GATES, READS = 318, 243, 158, 72  # heights, in pixels
END = 668  # where what leaves the cell points to
# Place of each gate from the left, its symbol, its name, what bends its numbers, its colour.
BOXES = (
    (194, "f", "forget", "sigmoid", BLUE),
    (321, "i", "input", "sigmoid", BLUE),
    (448, "c\u0303", "candidate", "tanh", GREEN),
    (575, "o", "output", "sigmoid", BLUE),
)


@picture.style()
def lstm_step(units=128, inputs=60):
    """One step of an LSTM: its gates, its memory and its state.

    Parameters
    ----------
    units : int
        Numbers in the state.
    inputs : int
        Numbers in the input.

    Returns
    -------
    Picture
    """
    figure, axes = picture.sheet(728, 380)
    forget, write, candidate, output = (x for x, *_ in BOXES)
    sum_at = (write + candidate) / 2
    with picture.one_step(axes, 0):
        axes.text(4, MEMORY - 5, "c^{(t\u22121)}", size=20, **SYMBOL)
        arrow(axes, [(62, MEMORY), (END, MEMORY)], color=ORANGE, alpha=1, linewidth=3)
        axes.text(END + 6, MEMORY - 5, "c^{(t)}", size=20, **SYMBOL)
        axes.text(4, MEMORY - 34, f"memory: {units} numbers", size=14)
    with picture.one_step(axes, 1):
        axes.text(4, READS - 5, "h^{(t\u22121)}", size=20, **SYMBOL)
        axes.text(4, READS - 34, f"state: {units} numbers", size=14)
        axes.plot([62, output], [READS, READS], color=INK, linewidth=1.6, alpha=0.7)
        arrow(axes, [(sum_at, 16), (sum_at, READS)])
        axes.text(sum_at + 12, READS - 51, "x^{(t)}", size=20, **SYMBOL)
        axes.text(sum_at + 50, READS - 50, f"input: {inputs} numbers", size=14)
        for x, symbol, name, bend, colour in BOXES:
            if x != output:  # the line ends there
                fork(axes, x, READS)
            arrow(axes, [(x, READS), (x, GATES - 32)])
            box(axes, x, GATES, 116, 64, colour, colour)
            axes.text(x, GATES + 6, symbol, size=20, color=WHITE, ha="center", **SYMBOL)
            axes.text(x, GATES - 20, f"{name}: {bend}", size=13, color=WHITE, ha="center")
    with picture.one_step(axes, 2):
        arrow(axes, [(forget, GATES + 32), (forget, MEMORY - 15)])
        sign(axes, forget, MEMORY, "\u00d7")
        axes.text(forget, MEMORY + 28, "keep?", size=14, ha="center")
    with picture.one_step(axes, 3):
        for x, side in ((write, -15), (candidate, 15)):
            arrow(axes, [(x, GATES + 32), (x, PRODUCTS), (x, PRODUCTS), (sum_at + side, PRODUCTS)])
        arrow(axes, [(sum_at, PRODUCTS + 15), (sum_at, MEMORY - 15)])
        sign(axes, sum_at, PRODUCTS, "\u00d7")
        sign(axes, sum_at, MEMORY, "+")
        axes.text(sum_at, MEMORY + 28, "write?", size=14, ha="center")
    with picture.one_step(axes, 4):
        fork(axes, output, MEMORY, ORANGE)
        arrow(axes, [(output, MEMORY), (output, PRODUCTS + 15)])
        axes.text(output + 10, (MEMORY + PRODUCTS) / 2 - 4, "tanh", size=13)
        arrow(axes, [(output, GATES + 32), (output, PRODUCTS - 15)])
        arrow(axes, [(output + 15, PRODUCTS), (END, PRODUCTS)])
        sign(axes, output, PRODUCTS, "\u00d7")
        axes.text(END + 6, PRODUCTS - 5, "h^{(t)}", size=20, **SYMBOL)
        axes.text(output, MEMORY + 28, "show?", size=14, ha="center")
    alt = (
        f"One step of an LSTM, from left to right. At the top runs the memory c, {units} numbers, "
        "in a straight line from c(t-1) to c(t); two things happen to it on the way: it is "
        "multiplied by the forget gate f, and the product of input gate i and candidate c-tilde "
        f"is added. Below, the state h(t-1), {units} numbers, and the input x(t), {inputs} "
        "numbers, feed all four: f, i and the output gate o with a sigmoid, the candidate with "
        "tanh. The state h(t) is o times tanh of c(t)."
    )
    return picture.Picture(figure, alt, pace=0.9)


@picture.style()
def fading(lengths):
    """How long the gradients are that reach back through time.

    Parameters
    ----------
    lengths : dict of str to ndarray, shape (reach,)
        From `memory.gradients_back`, under the names that the chart gives them; four at most.

    Returns
    -------
    Picture
    """
    figure = picture.blank(700, 380)
    axes = figure.subplots()
    sentences = []
    styles = ((ORANGE, "-"), (BLUE, (0, (5, 1.5))), (GREEN, (0, (1, 1))), (GREY, (0, (4, 1, 1, 1))))
    for (name, values), (colour, dashes) in zip(lengths.items(), styles, strict=False):
        share = values / values[0]
        distances = np.arange(1, len(values) + 1)
        axes.plot(distances, share, color=colour, linestyle=dashes, label=name)
        below = np.flatnonzero(share < 0.01)
        sentences.append(
            f"{name}: below a hundredth from step {below[0] + 1} on"
            if len(below)
            else f"{name}: never below a hundredth"
        )
        sentences[-1] += f", {percent(share[-1])} at step {len(values)}."
    axes.set(yscale="log", xlabel="steps back", ylabel="length, as a share of the first")
    axes.yaxis.set_major_formatter(lambda share, place: percent(share))
    axes.legend(loc="lower left")
    figure.tight_layout()
    alt = (
        "Lengths of the gradients of the surprise at one letter by the network's states, for each "
        "number of steps back, on a logarithmic scale, as a share of that one step back. "
    ) + " ".join(sentences)
    return picture.Picture(figure, alt)


def percent(share):
    """A share in percent with one digit that counts, however small it is."""
    digits = max(0, -2 - math.floor(math.log10(share)))
    return f"{100 * share:.{digits}f} %"


def fork(axes, x, y, colour=INK):
    """A dot where a line parts."""
    axes.plot(x, y, "o", color=colour, markersize=6)


def sign(axes, x, y, text):
    """A circle around a sign of arithmetic."""
    box(axes, x, y, 30, 30, INK, WHITE)
    axes.text(x, y - 6, text, size=17, color="#111111", ha="center")
