"""A matplotlib figure as part of a page: the page's own colours and letters, a text for it."""

import io
import re
import xml.etree.ElementTree as ET

import matplotlib
from markupsafe import Markup
from matplotlib.figure import Figure

SVG, XLINK = "http://www.w3.org/2000/svg", "{http://www.w3.org/1999/xlink}"
# Stand-ins that the page's style replaces, so that a picture is dark on a dark page. Black is none
# of them: matplotlib does not write it.
COLOURS = {"ink": "#000001", "muted": "#000002", "line": "#000003", "main": "#000004",
           "accent": "#000005", "soft": "#000006", "paper": "#000007"}  # fmt: skip
SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "report",
    "text.parse_math": False,
    "font.family": "DejaVu Sans",  # comes with matplotlib, so that places are the same everywhere
    "hatch.linewidth": 1,
}
FONT = re.compile(r"font: (?:(\w+) )?([0-9.]+)px [^;\"]*")
DIGITS = re.compile(r"(\d+\.\d{2})\d+")
REFERENCE = re.compile(r"url\(#([^)]+)\)")


def blank(width, height):
    """An empty figure.

    Parameters
    ----------
    width, height : float
        In CSS pixels, which are matplotlib's points here.

    Returns
    -------
    Figure
    """
    return Figure(figsize=(width / 72, height / 72), facecolor="none")


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
    buffer = io.BytesIO()
    with matplotlib.rc_context(SETTINGS):
        figure.savefig(buffer, format="svg", metadata={"Date": None}, transparent=True)
    root = ET.fromstring(buffer.getvalue())
    for child in list(root):
        # Its style sheet would be one for the whole page.
        for part in [part for part in child if part.tag == f"{{{SVG}}}style"]:
            child.remove(part)
        if child.tag == f"{{{SVG}}}metadata":
            root.remove(child)
    rename_ids(root, name)
    for old in ("width", "height", "version"):
        root.attrib.pop(old, None)
    root.set("role", "img")
    root.set("aria-label", label)
    root.set("class", "chart")
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{SVG}}}")
        element.tail = None
        if element.tag != "text":
            element.text = None
    text = ET.tostring(root, encoding="unicode")
    for colour, stand_in in COLOURS.items():
        text = text.replace(stand_in, f"var(--{colour})")
    return Markup(DIGITS.sub(r"\1", text))


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
            if attribute == "id" and value in used:
                element.set("id", f"{name}-{value}")
            elif attribute == "id":
                del element.attrib["id"]
            elif attribute == "style":
                value = FONT.sub(
                    lambda m: f"font-weight: {m[1] or 400}; font-size: {m[2]}px", value
                )
                element.set("style", REFERENCE.sub(rf"url(#{name}-\1)", value))
            elif attribute == "clip-path":
                element.set("clip-path", REFERENCE.sub(rf"url(#{name}-\1)", value))
