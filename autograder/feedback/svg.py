"""Drawings, rebuilt from a short list of elements and shown as pictures, never inline.

In an ``<img>`` a browser runs no script of a drawing and loads nothing for it. The rebuilding
keeps that true for somebody who opens the picture in a tab of its own, and stops small drawings
that unfold into millions of shapes.
"""

import base64
import re
import xml.etree.ElementTree as ET

from autograder.feedback.images import Rejected, picture

LONGEST = 1_000_000
MOST_SHAPES = 50_000
DEEPEST = 40
PIXELS = 500_000
SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}"
# Neither scripts, animations and foreign content, nor what multiplies work: filters, patterns,
# masks and markers.
ELEMENT_NAMES = (
    "svg g defs symbol use title desc style image path rect circle ellipse line polyline polygon "
    "text tspan clipPath linearGradient radialGradient stop"
)
ELEMENTS = set(ELEMENT_NAMES.split())
ATTRIBUTE = re.compile(r"(?!on)[a-z][A-Za-z0-9-]*")
# What a style could fetch: an address that is no fragment, an import, or either in disguise.
FETCHES = re.compile(r"url\(\s*[\"']?\s*(?![#\"'\s])|@|\\|image-set|src\(", re.IGNORECASE)


def drawing(text):
    """Rebuild an SVG.

    Parameters
    ----------
    text : str

    Returns
    -------
    uri : str
        ``data:`` URI for an ``<img>``.
    pixels : int
        What drawing it may cost, by the measure of `images.picture`.

    Raises
    ------
    Rejected
        If it is no SVG, or too large, or unfolds too far.
    """
    if not isinstance(text, str) or len(text) > LONGEST:
        raise Rejected(f"a drawing may have {LONGEST:,} characters")
    if "<!ENTITY" in text:
        raise Rejected("a drawing may not define entities")
    try:
        root = ET.fromstring(text.strip())
    except (ET.ParseError, ValueError):
        raise Rejected("this is no SVG") from None
    if local(root.tag) != "svg":
        raise Rejected("this is no SVG")
    pixels = []
    rebuilt = rebuild(root, pixels)
    shapes(rebuilt, {part.get("id"): part for part in rebuilt.iter() if part.get("id")})
    rebuilt.set("xmlns", SVG)
    data = ET.tostring(rebuilt, encoding="unicode").encode("utf-8")
    uri = f"data:image/svg+xml;base64,{base64.b64encode(data).decode()}"
    return uri, PIXELS + sum(pixels)


def local(tag):
    """Name of an SVG element without its namespace; nothing for other elements."""
    if not isinstance(tag, str):
        return None
    return tag.removeprefix(f"{{{SVG}}}") if tag.startswith(f"{{{SVG}}}") or "{" not in tag else ""


def rebuild(element, pixels, depth=0):
    """Copy an element and what it holds, as far as it is on the list.

    Parameters
    ----------
    element : Element
    pixels : list of int
        Gets the pixels of each picture inside.
    depth : int
        How deep the element lies.

    Returns
    -------
    Element
    """
    if depth > DEEPEST:
        raise Rejected("the drawing is nested too deeply")
    copy = ET.Element(local(element.tag))
    for name, value in element.attrib.items():
        plain_name = name.removeprefix(XLINK)
        if plain_name == "href":
            value = reference(copy.tag, value, pixels)
            if value:
                copy.set("href", value)
        elif ATTRIBUTE.fullmatch(plain_name) and not FETCHES.search(value):
            copy.set(plain_name, value)
    if copy.tag != "style" or not FETCHES.search(element.text or ""):
        copy.text = element.text
    for child in element:
        name = local(child.tag)
        if name == "a":
            # A link in a picture cannot be followed; what it surrounds is part of the drawing.
            child.tag = name = "g"
        if name in ELEMENTS:
            copy.append(rebuild(child, pixels, depth + 1))
            copy[-1].tail = child.tail
    return copy


def reference(tag, address, pixels):
    """A fragment of the same drawing, or a checked picture; nothing else."""
    if address.startswith("#"):
        return address
    head, _, body = address.partition(";base64,")
    if tag == "image" and head.startswith("data:image/"):
        try:
            uri, size = picture(body)
        except Rejected:
            return None
        pixels.append(size)
        return uri
    return None


def shapes(element, by_id, known=None, depth=0):
    """How many elements are drawn, each ``<use>`` counted as what it repeats."""
    known = {} if known is None else known
    if element in known:
        return known[element]
    if depth > 2 * DEEPEST:
        raise Rejected("the drawing repeats itself without end")
    parts = list(element)
    target = by_id.get((element.get("href") or "").removeprefix("#"))
    if target is not None:
        parts.append(target)
    count = 1 + sum(shapes(part, by_id, known, depth + 1) for part in parts)
    if count > MOST_SHAPES:
        raise Rejected(f"more than {MOST_SHAPES:,} shapes")
    known[element] = count
    return count
