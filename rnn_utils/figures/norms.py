"""How large gradients become in training, and what that does to the loss."""

import matplotlib.ticker
import numpy as np

from rnn_utils.figures import picture
from rnn_utils.figures.picture import BLUE, GREY, ORANGE

POINTS = 60  # of a line; each stands for several steps


@picture.style()
def gradient_norms(runs, vocab_size):
    """Two charts over the steps of a training: size of the gradients, and surprise.

    Parameters
    ----------
    runs : dict of str to tuple of (ndarray, ndarray)
        Two runs at most, from `rnn_utils.measure.gradient_norms`, under the names that the chart
        gives them.
    vocab_size : int
        Number of characters, for the line of guessing evenly.

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
    """A long series as few points, each for some values in a row.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        At least one value.
    summary : callable
        From several values to one, such as ``np.max``.

    Returns
    -------
    steps : list of int
        Where each part begins.
    summaries : list of float
        What became of it.
    """
    size = -(-len(values) // POINTS)  # rounded up
    steps = range(0, len(values), size)
    return list(steps), [float(summary(values[step : step + size])) for step in steps]
