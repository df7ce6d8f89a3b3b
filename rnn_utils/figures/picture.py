"""Pictures in the colours of the page, with a text alternative.

Jupyter shows a matplotlib figure as an image, with black letters also on a dark page and without a
text alternative. A `Picture` is SVG in the page itself.
"""

from contextlib import contextmanager

import matplotlib
from matplotlib.figure import Figure

from rnn_utils.figures.svg import SETTINGS, to_svg

# Black becomes the text colour of the page: see `svg.to_svg`.
INK = "black"
# Okabe and Ito's hues, which people with any kind of colour vision can distinguish. They are dark
# enough for contrast with white, with almost black, and with white letters on them.
BLUE, ORANGE, GREEN, PURPLE, GREY = "#0072b2", "#c25400", "#00805d", "#aa4f86", "#757575"
WHITE, DARK = "#ffffff", "#111111"  # on light and on dark pages

NEWLINE_SIGN = "\u21b5"

STYLE = SETTINGS | {
    "font.size": 13,
    "axes.labelsize": 13,
    "axes.titlesize": 14,
    "xtick.labelsize": 12,
    "ytick.labelsize": 12,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.facecolor": "none",
    "axes.prop_cycle": matplotlib.cycler(color=[BLUE, ORANGE, GREEN, PURPLE, GREY]),
    "lines.linewidth": 2,
    **dict.fromkeys(("text.color", "axes.edgecolor", "axes.labelcolor"), INK),
    **dict.fromkeys(("xtick.color", "ytick.color"), INK),
}

# Parts appear one after the other. In print, or if the reader wants no motion, all are visible.
MOTION = """<style>
@media screen and (prefers-reduced-motion: no-preference) {
  @keyframes picture-step { from { opacity: 0 } }
  .picture-step { animation: picture-step 0.5s calc(var(--step) * var(--pace)) backwards }
}
</style>"""


class Picture:
    """A matplotlib figure with a text alternative.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        From `blank`. Parts with the gid ``step-3`` appear after those with ``step-2``.
    alt : str
        Text alternative.
    pace : float
        Seconds from one step to the next.
    """

    def __init__(self, figure, alt, pace=0.7):
        self.figure, self.alt, self.pace = figure, alt, pace

    def _repr_mimebundle_(self, include=None, exclude=None):
        """Return what Jupyter shows: SVG, or text where there is no HTML."""
        return {"text/html": self.to_html(), "text/plain": self.alt}

    def __repr__(self):
        return self.alt

    def to_html(self):
        """Return the picture as HTML for a page.

        Returns
        -------
        str
        """
        svg = to_svg(self.figure, self.alt)
        motion = MOTION if "picture-step" in svg else ""
        width = self.figure.get_figwidth() * 72
        # In a notebook that is not trusted, JupyterLab removes the drawing but not its letters.
        # Size 0 hides these. The letters of a drawing have their own size.
        style = f"max-width: {width:.0f}px; margin: 1em 0; font-size: 0px; --pace: {self.pace}s"
        return f'<figure style="{style}">{motion}{svg}</figure>'


def blank(width, height):
    """Return an empty figure that is not registered with pyplot, so that nobody must close it.

    Parameters
    ----------
    width, height : float
        In CSS pixels, which are matplotlib's points here.

    Returns
    -------
    matplotlib.figure.Figure
    """
    return Figure(figsize=(width / 72, height / 72), facecolor="none")


def sheet(width, height):
    """Return an empty figure with coordinates in CSS pixels from the lower left corner.

    Parameters
    ----------
    width, height : float

    Returns
    -------
    figure : matplotlib.figure.Figure
    axes : matplotlib.axes.Axes
        As large as the figure, without lines or numbers.
    """
    figure = blank(width, height)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    return figure, axes


@contextmanager
def one_step(axes, number):
    """Make all that this block draws appear together, after the steps with smaller numbers.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    number : int
        From 0.

    Yields
    ------
    None
    """
    before = set(axes.get_children())
    yield
    for artist in set(axes.get_children()) - before:
        artist.set_gid(f"step-{number}")


def style():
    """Return matplotlib's settings for pictures, for use as ``@style()`` on a drawing function.

    Returns
    -------
    context manager
    """
    return matplotlib.rc_context(STYLE)


def letter(character):
    """Return a character in the form that figures show.

    Parameters
    ----------
    character : str

    Returns
    -------
    str
        A visible sign for an invisible character.
    """
    signs = {"\n": NEWLINE_SIGN, " ": "\u2423"}
    return signs.get(character, character if character.isprintable() else "\ufffd")


def spoken(character):
    """Return the name of a character for the text alternative of a figure.

    Parameters
    ----------
    character : str

    Returns
    -------
    str
    """
    words = {"\n": "newline", " ": "space"}
    return words.get(character, character if character.isprintable() else f"U+{ord(character):04X}")


def probability(p):
    """Return a probability with two digits; one that would round to 0 is ``<0.01``.

    Parameters
    ----------
    p : float
        From 0 to 1.

    Returns
    -------
    str
    """
    return f"{p:.2f}" if p >= 0.005 else "<0.01"
