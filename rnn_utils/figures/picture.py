"""Pictures that are a part of the page: in its colours, and told in words.

Jupyter shows a matplotlib figure as an image: black letters even on a dark page, and nothing for
those who cannot see it. A `Picture` puts the lines themselves into the page, as SVG.
"""

import hashlib
import io
import re
import warnings
import xml.etree.ElementTree as ET
from contextlib import contextmanager

import matplotlib
from matplotlib.figure import Figure

# Black is the page's own colour of text: see `to_svg`.
INK = "black"
# Okabe and Ito's hues, told apart with any kind of colour vision, made so dark that they stand out
# from white and from almost black, and that white letters on them can be read.
BLUE, ORANGE, GREEN, PURPLE, GREY = "#0072b2", "#c25400", "#00805d", "#aa4f86", "#757575"
WHITE, DARK = "#ffffff", "#111111"  # the same on every page

NEWLINE_SIGN = "\u21b5"

STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "rnn_utils",
    "text.parse_math": False,  # a name may hold a dollar sign
    "font.family": "DejaVu Sans",  # comes with matplotlib, so that places are the same everywhere
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

SVG, XLINK = "http://www.w3.org/2000/svg", "{http://www.w3.org/1999/xlink}"
DIGITS = re.compile(r"(\d+\.\d{2})\d+")
REFERENCE = re.compile(r"url\(#([^)]+)\)")
SMALL = 0.72  # size of what is raised or lowered
SCRIPT = re.compile(r"([_^])\{([^{}]*)\}")
STEP = re.compile(r"step-(\d+)")
# matplotlib's own fonts give the places, the page's the letters.
FONTS = {
    "'DejaVu Sans'": "system-ui, sans-serif",
    "'STIXGeneral'": "'STIX Two Text', 'Times New Roman', 'Liberation Serif', serif",
}
# For formulas: pass ``**SYMBOL`` with a text such as ``W_{ax}`` or ``a^{(1)}``.
SYMBOL = {"family": "STIXGeneral", "style": "italic"}
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
        style = f"max-width: {width:.0f}px; margin: 1em 0; --pace: {self.pace}s"
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
    """All that is drawn in this block appears together, after the steps with smaller numbers."""
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


def to_svg(figure, alt, name=None):
    """A figure as SVG that takes letters and the colour of black from the page around it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    alt : str
        Tells what the figure shows.
    name : str, optional
        Begins every id, and is to be another one for each picture of a page. By default it is
        made from what is drawn.

    Returns
    -------
    str
    """
    buffer = io.BytesIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with matplotlib.rc_context(STYLE), warnings.catch_warnings():
        # Of a letter that matplotlib's font lacks: the page has fonts of its own.
        warnings.filterwarnings("ignore", "Glyph")
        figure.savefig(buffer, format="svg", metadata=nothing, transparent=True)
    root = ET.fromstring(buffer.getvalue())
    name = name or "picture-" + hashlib.sha256(buffer.getvalue() + alt.encode()).hexdigest()[:8]
    for child in list(root):
        # Its style sheet would be one for the whole page.
        for part in child.findall(f"{{{SVG}}}style"):
            child.remove(part)
        if child.tag == f"{{{SVG}}}metadata":
            root.remove(child)
    rename_ids(root, name)
    for old in ("width", "height", "version"):
        root.attrib.pop(old, None)
    root.set("role", "img")
    root.set("aria-label", alt)
    root.set("fill", "currentColor")  # matplotlib writes no fill for black
    for element in list(root.iter()):
        element.tag = element.tag.removeprefix(f"{{{SVG}}}")
        element.tail = None
        for attribute in element.attrib.keys() & {"d", "x", "y", "transform"}:
            element.set(attribute, DIGITS.sub(r"\1", element.get(attribute)).replace(" \n", " "))
        if element.tag != "text":
            element.text = None
        elif SYMBOL["family"] in element.get("style"):
            set_scripts(element)
    text = ET.tostring(root, encoding="unicode").replace("stroke: #000000", "stroke: currentColor")
    for font, fonts in FONTS.items():
        text = text.replace(font, fonts)
    return text


def rename_ids(root, name):
    """Keep the ids that something refers to, under names of this picture alone."""
    used = set()
    for element in root.iter():
        for attribute, value in list(element.attrib.items()):
            used.update(REFERENCE.findall(value))
            if attribute == f"{XLINK}href":
                used.add(value.removeprefix("#"))
                element.set("href", f"#{name}-{value.removeprefix('#')}")
                del element.attrib[attribute]
    for element in root.iter():
        for attribute, value in list(element.attrib.items()):
            if attribute == "id":
                del element.attrib["id"]
                if value in used:
                    element.set("id", f"{name}-{value}")
                elif step := STEP.fullmatch(value):
                    element.set("class", "picture-step")
                    element.set("style", f"--step: {step[1]}")
            elif attribute in ("style", "clip-path"):
                element.set(attribute, REFERENCE.sub(rf"url(#{name}-\1)", value))


def set_scripts(text):
    """Lower and raise letters: ``W_{ax}`` and ``a^{(1)}`` as in a formula."""
    text.text, *parts = SCRIPT.split(text.text or "")
    for sign, script, rest in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        small, down = 0.72, 0.3 if sign == "_" else -0.55
        shifted = ET.SubElement(
            text, "tspan", {"dy": f"{down}em", "style": f"font-size: {small}em"}
        )
        shifted.text = script
        if not script.isalpha():
            shifted.set("style", f"font-size: {small}em; font-style: normal")
        after = ET.SubElement(text, "tspan", {"dy": f"{-down * small:.3f}em"})
        after.text = rest


def letter(character):
    """A character as figures show it."""
    return {"\n": NEWLINE_SIGN, " ": "\u2423"}.get(character, character)


def spoken(character):
    """A character as texts call it."""
    return {"\n": "newline", " ": "space"}.get(character, character)
