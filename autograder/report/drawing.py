"""Drawings of the report: in the page's own colours, which its style sheet sets."""

from markupsafe import Markup

from rnn_utils.figures import svg
from rnn_utils.figures.picture import blank

__all__ = ["COLOURS", "SETTINGS", "blank", "inline", "tidy"]

# Stand-ins that the page's style replaces, so that a drawing is dark on a dark page. Black is none
# of them: matplotlib does not write it.
COLOURS = {"ink": "#000001", "muted": "#000002", "line": "#000003", "main": "#000004",
           "accent": "#000005", "soft": "#000006", "paper": "#000007"}  # fmt: skip
SETTINGS = svg.SETTINGS | {"hatch.linewidth": 1}


def tidy(axes, below="line"):
    """Leave of the axes' frame only the line below."""
    for side in ("left", "right", "top", "bottom"):
        axes.spines[side].set_visible(side == "bottom" and below is not None)
    axes.spines["bottom"].set_color(COLOURS[below or "line"])
    axes.tick_params(length=0, labelsize=11, labelcolor=COLOURS["muted"], pad=5)
    axes.set_facecolor("none")


def inline(figure, name, label):
    """SVG to stand in a page.

    Parameters
    ----------
    figure : Figure
    name : str
        Set apart from all others of the page: it begins the ids.
    label : str
        Tells what the picture shows.

    Returns
    -------
    Markup
    """
    text = svg.to_svg(figure, label, name).replace("<svg ", '<svg class="chart" ', 1)
    for colour, stand_in in COLOURS.items():
        text = text.replace(stand_in, f"var(--{colour})")
    return Markup(text)
