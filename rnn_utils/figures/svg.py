"""Convert a matplotlib figure to SVG with the fonts and colours of the page."""

import hashlib
import io
import logging
import re
import warnings
import xml.etree.ElementTree as ET

import matplotlib

SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "rnn_utils",
    "text.parse_math": False,  # a name may have a dollar sign
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same positions everywhere
}
# For formulas: pass ``**SYMBOL`` with a text such as ``W_{ax}`` or ``a^{(1)}``.
SYMBOL = {"family": "STIXGeneral", "style": "italic"}
# matplotlib's fonts set the positions, the page's fonts the letters. matplotlib writes the colour
# of a black line. It does not write that of black letters and areas, which inherit the root's.
FROM_PAGE = {
    "'DejaVu Sans'": "system-ui, sans-serif",
    "'STIXGeneral'": "'STIX Two Text', 'Times New Roman', 'Liberation Serif', serif",
    "stroke: #000000": "stroke: currentColor",
}
SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
DIGITS = re.compile(r"(\d+\.\d{2})\d+")
REFERENCE = re.compile(r"url\(#([^)]+)\)")
STEP = re.compile(r"step-(\d+)")
SCRIPT = re.compile(r"([_^])\{([^{}]*)\}")
SMALL = 0.72  # relative size of subscripts and superscripts
# matplotlib reports a slow search for fonts on stderr. A new run of a notebook would then differ
# from its stored outputs on a fresh or busy machine.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)


def to_svg(figure, alt, name=None):
    """Return a figure as SVG for a page.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Black becomes the colour of the page's text.
    alt : str
        Text alternative.
    name : str, optional
        Prefix of each id, unique for each picture of a page. By default a hash of the drawing.

    Returns
    -------
    str
    """
    buffer = io.BytesIO()
    undated = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with matplotlib.rc_context(SETTINGS), warnings.catch_warnings():
        # About a letter that matplotlib's font lacks. The page uses other fonts.
        warnings.filterwarnings("ignore", "Glyph")
        figure.savefig(buffer, format="svg", metadata=undated, transparent=True)
    drawn = buffer.getvalue()
    root = ET.fromstring(drawn)
    for child in list(root):
        # The style sheet in an SVG would apply to the whole page.
        for part in child.findall(f"{SVG}style"):
            child.remove(part)
        if child.tag == f"{SVG}metadata":
            root.remove(child)
    _rename_ids(root, name or "picture-" + hashlib.sha256(drawn + alt.encode()).hexdigest()[:8])
    for element in list(root.iter()):
        _simplify(element)
    for needless in ("width", "height", "version"):
        root.attrib.pop(needless, None)
    root.attrib |= {"role": "img", "aria-label": alt, "fill": "currentColor"}
    return ET.tostring(root, encoding="unicode")


def _rename_ids(root, name):
    """Keep only the ids that are referred to, with the prefix of this picture."""
    used = set()
    for element in root.iter():
        for attribute, value in list(element.attrib.items()):
            used.update(REFERENCE.findall(value))
            element.set(attribute, REFERENCE.sub(rf"url(#{name}-\1)", value))
            if attribute == f"{XLINK}href":
                used.add(value.removeprefix("#"))
                element.set("href", f"#{name}-{value.removeprefix('#')}")
                del element.attrib[attribute]
    for element in root.iter():
        own = element.attrib.pop("id", "")
        if own in used:
            element.set("id", f"{name}-{own}")
        elif step := STEP.fullmatch(own):
            element.set("class", "picture-step")
            element.set("style", f"--step: {step[1]}")


def _simplify(element):
    """Remove what a page does not need, and use the fonts and colours of the page."""
    element.tag = element.tag.removeprefix(SVG)
    element.tail = None
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
    for attribute in element.attrib.keys() & {"d", "x", "y", "transform"}:
        element.set(attribute, DIGITS.sub(r"\1", element.get(attribute)).replace(" \n", " "))
    if element.tag != "text":
        element.text = None
    elif SYMBOL["family"] in element.get("style"):
        _set_scripts(element)
    for drawn, taken in FROM_PAGE.items():
        if "style" in element.attrib:
            element.set("style", element.get("style").replace(drawn, taken))


def _set_scripts(text):
    """Write subscripts and superscripts, as in ``W_{ax}`` and ``a^{(1)}``."""
    text.text, *parts = SCRIPT.split(text.text)
    for sign, script, rest in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        down = 0.3 if sign == "_" else -0.55
        slant = "" if script.isalpha() else "; font-style: normal"
        moved = {"dy": f"{down}em", "style": f"font-size: {SMALL}em{slant}"}
        ET.SubElement(text, "tspan", moved).text = script
        ET.SubElement(text, "tspan", {"dy": f"{-down * SMALL:.3f}em"}).text = rest
