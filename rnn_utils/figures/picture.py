"""Pictures that are a part of the page: in its colours, and told in words.

Jupyter shows a matplotlib figure as an image: black letters even on a dark page, and nothing for
those who cannot see it. A `Picture` puts the lines themselves into the page, as SVG.
"""

from contextlib import contextmanager

import matplotlib
from matplotlib.figure import Figure

from rnn_utils.figures.svg import SETTINGS, to_svg

# Black is the page's own colour of text: see `svg.to_svg`.
INK = "black"
# Okabe and Ito's hues, told apart with any kind of colour vision, made so dark that they stand out
# from white and from almost black, and that white letters on them can be read.
BLUE, ORANGE, GREEN, PURPLE, GREY = "#0072b2", "#c25400", "#00805d", "#aa4f86", "#757575"
WHITE, DARK = "#ffffff", "#111111"  # the same on every page

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

# Parts that appear one after the other; on paper, and for whoever wants no motion, all at once.
MOTION = """<style>
@media screen and (prefers-reduced-motion: no-preference) {
  @keyframes picture-step { from { opacity: 0 } }
  .picture-step { animation: picture-step 0.5s calc(var(--step) * var(--pace)) backwards }
}
</style>"""


class Picture:
    """A matplotlib figure with a text that tells what it shows.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        From `blank`. What has the gid ``step-3`` appears after what has ``step-2``.
    alt : str
        For whoever cannot see the figure.
    pace : float
        Seconds from one step to the next.
    """

    def __init__(self, figure, alt, pace=0.7):
        self.figure, self.alt, self.pace = figure, alt, pace

    def _repr_mimebundle_(self, include=None, exclude=None):
        """What Jupyter shows: the drawing as part of a page, or else the text."""
        return {"text/html": self.to_html(), "text/plain": self.alt}

    def __repr__(self):
        return self.alt

    def to_html(self):
        """The picture to stand in a page.

        Returns
        -------
        str
        """
        svg = to_svg(self.figure, self.alt)
        motion = MOTION if "picture-step" in svg else ""
        width = self.figure.get_figwidth() * 72
        # JupyterLab drops the drawing from a notebook that somebody else has run, but not its
        # letters; those that belong to it bring their own size.
        style = f"max-width: {width:.0f}px; margin: 1em 0; font-size: 0px; --pace: {self.pace}s"
        return f'<figure style="{style}">{motion}{svg}</figure>'


def blank(width, height):
    """An empty figure; pyplot knows nothing of it, so nothing is left open.

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
    """An empty figure to draw on anywhere, with places in CSS pixels from the lower left.

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
    """All that is drawn in this block appears together, after the steps with smaller numbers.

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
    """matplotlib's settings for pictures, to be used as ``@style()`` above a function that draws.

    Returns
    -------
    context manager
    """
    return matplotlib.rc_context(STYLE)


def letter(character):
    """A character as figures show it.

    Parameters
    ----------
    character : str

    Returns
    -------
    str
        A sign for what would be invisible.
    """
    signs = {"\n": NEWLINE_SIGN, " ": "\u2423"}
    return signs.get(character, character if character.isprintable() else "\ufffd")


def spoken(character):
    """A character as the texts of figures call it.

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
    """A probability with two digits; what rounds to nothing is not called impossible.

    Parameters
    ----------
    p : float
        From 0 to 1.

    Returns
    -------
    str
    """
    return f"{p:.2f}" if p >= 0.005 else "<0.01"
