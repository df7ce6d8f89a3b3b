"""Draw boxes and arrows."""

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from rnn_utils.figures.picture import INK


def box(axes, x, y, wide, tall, edge, fill):
    """Draw a box with round corners.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    x, y : float
        Its center.
    wide, tall : float
    edge, fill : str
        Colours.
    """
    axes.add_patch(
        FancyBboxPatch((x - wide / 2, y - tall / 2), wide, tall, "round,pad=0,rounding_size=7",
                       edgecolor=edge, facecolor=fill, linewidth=1.5)
    )  # fmt: skip


def arrow(axes, points, **how):
    """Draw a straight or bent arrow.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    points : list of tuple of float
        Start and end; between them none, or the two control points of a Bézier curve.
    **how
        Properties of a matplotlib patch.
    """
    kinds = [Path.MOVETO] + ([Path.LINETO] if len(points) == 2 else [Path.CURVE4] * 3)
    how = {"color": INK, "alpha": 0.7, "linewidth": 1.6} | how
    axes.add_patch(FancyArrowPatch(path=Path(points, kinds), arrowstyle="-|>", mutation_scale=13,
                                   **how))  # fmt: skip


def feedback(axes, points, colour):
    """Draw a dashed arrow from an output to the next input.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    points : list of tuple of float
        As for `arrow`.
    colour : str
    """
    arrow(axes, points, color=colour, linestyle=(0, (4, 2)), alpha=1)
