"""Draw the size of gradients in training, and its effect on the loss."""

import matplotlib.ticker
import numpy as np

from rnn_utils.figures import picture
from rnn_utils.figures.picture import BLUE, GREY, ORANGE

POINTS = 60  # of a line; each summarises several steps


@picture.style()
def gradient_norms(runs, vocab_size):
    """Return two charts by step of a training: size of the gradients, and loss in bits.

    Parameters
    ----------
    runs : dict of str to tuple of (ndarray, ndarray)
        At most two runs from `rnn_utils.measure.gradient_norms`, by their names in the chart.
    vocab_size : int
        Number of characters, for the line of equal probabilities.

    Returns
    -------
    Picture
    """
    figure = picture.blank(840, 340)
    left, right = figure.subplots(1, 2)
    styles = ((ORANGE, "-"), (BLUE, (0, (5, 1.5))))
    sentences = []
    for (label, (norms, surprises)), (color, dashes) in zip(runs.items(), styles, strict=False):
        line = {"color": color, "linestyle": dashes, "label": label}
        left.plot(*thin(norms, np.max), **line)
        steps, means = thin(surprises, np.mean)
        right.plot(steps, means, **line)
        sentences.append(
            f"In the run \u201c{label}\u201d the largest norm is {norms.max():,.0f}, and at the "
            f"end a character costs {means[-1]:.3g} bits."
        )
    evenly = np.log2(vocab_size)
    right.axhline(evenly, color=GREY, linestyle=":", label=f"guessing evenly: {evenly:.2f} bits")
    for axes, title in ((left, "norm of the gradients"), (right, "bits per character")):
        axes.set(yscale="log", xlabel="step", title=title)
        axes.yaxis.set_major_formatter(matplotlib.ticker.FuncFormatter(lambda y, _: f"{y:g}"))
        axes.yaxis.set_minor_formatter(matplotlib.ticker.NullFormatter())
        axes.yaxis.set_major_locator(matplotlib.ticker.LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(5, integer=True))
    handles, labels = right.get_legend_handles_labels()
    figure.legend(handles, labels, loc="lower center", ncols=3, handlelength=3)
    figure.tight_layout(rect=(0, 0.09, 1, 1), w_pad=2)
    alt = (
        "Two charts over the steps of a training, the norm of the gradients and the bits per "
        f"character, both on logarithmic scales. {' '.join(sentences)} Guessing evenly costs "
        f"{evenly:.2f} bits."
    )
    return picture.Picture(figure, alt)


def thin(values, summary):
    """Return a long series as few points, each the summary of consecutive values.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        At least one value.
    summary : callable
        Function of several values, such as ``np.max``.

    Returns
    -------
    steps : list of int
        First step of each part.
    summaries : list of float
        Summary of each part.
    """
    size = -(-len(values) // POINTS)  # rounded up
    steps = range(0, len(values), size)
    return list(steps), [float(summary(values[step : step + size])) for step in steps]
