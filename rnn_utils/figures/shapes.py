"""Boxes and arrows."""

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from rnn_utils.figures.picture import INK


def box(axes, x, y, wide, tall, edge, fill):
    """A box with round corners.

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
    """An arrow, straight or bent.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    points : list of tuple of float
        Start and end, and between them none, or the two points that it bends towards.
    **how
        Anything that matplotlib knows for a patch.
    """
    kinds = [Path.MOVETO] + ([Path.LINETO] if len(points) == 2 else [Path.CURVE4] * 3)
    how = {"color": INK, "alpha": 0.7, "linewidth": 1.6} | how
    axes.add_patch(FancyArrowPatch(path=Path(points, kinds), arrowstyle="-|>", mutation_scale=13,
                                   **how))  # fmt: skip


def feedback(axes, points, colour):
    """A dashed arrow: what came out goes in again.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    points : list of tuple of float
        As for `arrow`.
    colour : str
    """
    arrow(axes, points, color=colour, linestyle=(0, (4, 2)), alpha=1)
