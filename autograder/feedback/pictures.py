"""Check pictures and drawings of a student and convert them to data URIs.

The size of a picture is checked before a browser draws it. A drawing (SVG) is rebuilt from a short
list of elements and shown as a picture, never inline.

In an ``<img>`` a browser runs no script of a drawing and loads nothing for it. The rebuilt drawing
is also safe in a browser tab of its own, and cannot expand to millions of shapes. `Allowance`
limits the size of one page.
"""

import base64
import binascii
import re
import struct
import xml.etree.ElementTree as ET
from dataclasses import dataclass

FULL = "this page is full"


@dataclass
class Allowance:
    """The remaining size of a page, so that no submission makes it too large to open.

    Attributes
    ----------
    size : int
        Bytes of HTML.
    pixels : int
        Pixels of all pictures together.
    markup : int
        Characters of HTML and Markdown; some take long to parse.
    """

    size: int = 4_500_000
    pixels: int = 100_000_000
    markup: int = 1_000_000

    def take(self, kind, amount):
        """Subtract an amount.

        Raises
        ------
        InvalidPictureError
            If too little is left. Nothing is subtracted then.
        """
        left = getattr(self, kind) - amount
        if left < 0:
            raise InvalidPictureError(FULL)
        setattr(self, kind, left)

    def holds(self, page):
        """Subtract the bytes of some HTML if enough are left; return whether they were."""
        try:
            self.take("size", len(page.encode("utf-8")))
        except InvalidPictureError:
            return False
        return True


LONGEST_SIDE = 8_000
MOST_PIXELS = 25_000_000
MOST_BYTES = 2_000_000
# Start of frame of every JPEG process; C4, C8 and CC are other segments.
START_OF_FRAME = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class InvalidPictureError(Exception):
    """A picture is not shown; the text of the error is the reason."""


def picture(text):
    """Check a picture in a notebook and return it as a data URI.

    Parameters
    ----------
    text : str
        Base64 of a PNG, JPEG or GIF. The bytes decide which, not the declared type.

    Returns
    -------
    uri : str
        ``data:`` URI, in canonical base64.
    pixels : int
        Number of pixels that a browser draws.

    Raises
    ------
    InvalidPictureError
        If it is none of these, or too large in bytes or pixels.
    """
    if not isinstance(text, str) or len(text) > 1.5 * MOST_BYTES:
        raise InvalidPictureError(f"a picture may have {MOST_BYTES:,} bytes")
    try:
        data = base64.b64decode(text)
        kind, sizes = measure(data)
    except (binascii.Error, ValueError, struct.error, IndexError):
        raise InvalidPictureError("this is no whole PNG, JPEG or GIF") from None
    for width, height in sizes:
        if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE):
            raise InvalidPictureError(f"{width:,} by {height:,} pixels are too many")
    pixels = sum(width * height for width, height in sizes)
    if pixels > MOST_PIXELS or len(data) > MOST_BYTES:
        raise InvalidPictureError(f"{pixels:,} pixels in {len(data):,} bytes are too many")
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}", pixels


def measure(data):
    """Return the kind of a picture, and width and height of each frame, from the headers alone."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and data[8:16] == b"\x00\x00\x00\rIHDR":
        return "png", [struct.unpack_from(">II", data, 16)]
    if data[:3] == b"\xff\xd8\xff":
        return "jpeg", [jpeg_size(data)]
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "gif", list(gif_sizes(data))
    raise ValueError("no picture")


def jpeg_size(data):
    """Return width and height from the first start of frame."""
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker in START_OF_FRAME:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        # A segment counts its own length, so less than two would not advance.
        (length,) = struct.unpack_from(">H", data, at + 2)
        if marker == 0xFF or marker == 0xDA or length < 2:
            break
        at += 2 + length
    raise ValueError("no start of frame")


def gif_sizes(data):
    """Yield the sizes of the screen and of each frame, which can be larger than the screen."""
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    yield width, height
    at = 13 + colour_table(flags)
    while data[at] != 0x3B:
        if data[at] == 0x2C:
            width, height, flags = struct.unpack_from("<HHB", data, at + 5)
            yield width, height
            at = skip_blocks(data, at + 11 + colour_table(flags))
        elif data[at] == 0x21:
            at = skip_blocks(data, at + 2)
        else:
            raise ValueError("no block")


def colour_table(flags):
    """Return the number of bytes of a GIF's colour table."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def skip_blocks(data, at):
    """Return where a GIF's chain of blocks ends."""
    while data[at]:
        at += data[at] + 1
    return at + 1


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
        raise InvalidPictureError(f"a drawing may have {LONGEST:,} characters")
    if "<!ENTITY" in text:
        raise InvalidPictureError("a drawing may not define entities")
    try:
        root = ET.fromstring(text.strip())
    except (ET.ParseError, ValueError):
        raise InvalidPictureError("this is no SVG") from None
    if local(root.tag) != "svg":
        raise InvalidPictureError("this is no SVG")
    pixels = []
    rebuilt = rebuild(root, pixels)
    shapes(rebuilt, {part.get("id"): part for part in rebuilt.iter() if part.get("id")})
    rebuilt.set("xmlns", SVG)
    data = ET.tostring(rebuilt, encoding="unicode").encode("utf-8")
    uri = f"data:image/svg+xml;base64,{base64.b64encode(data).decode()}"
    return uri, PIXELS + sum(pixels)


def local(tag):
    """Return the name of an SVG element without its namespace; nothing for other elements."""
    if not isinstance(tag, str):
        return None
    return tag.removeprefix(f"{{{SVG}}}") if tag.startswith(f"{{{SVG}}}") or "{" not in tag else ""


def rebuild(element, pixels, depth=0):
    """Copy an element and its content, as far as it is on the list.

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
        raise InvalidPictureError("the drawing is nested too deeply")
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
            # A link in a picture cannot be followed; its content is part of the drawing.
            child.tag = name = "g"
        if name in ELEMENTS:
            copy.append(rebuild(child, pixels, depth + 1))
            copy[-1].tail = child.tail
    return copy


def reference(tag, address, pixels):
    """Return a fragment of the same drawing or a checked picture; nothing else."""
    if address.startswith("#"):
        return address
    head, _, body = address.partition(";base64,")
    if tag == "image" and head.startswith("data:image/"):
        try:
            uri, size = picture(body)
        except InvalidPictureError:
            return None
        pixels.append(size)
        return uri
    return None


def shapes(element, by_id, known=None, depth=0):
    """Return how many elements are drawn, each ``<use>`` counted as what it repeats."""
    known = {} if known is None else known
    if element in known:
        return known[element]
    if depth > 2 * DEEPEST:
        raise InvalidPictureError("the drawing repeats itself without end")
    parts = list(element)
    target = by_id.get((element.get("href") or "").removeprefix("#"))
    if target is not None:
        parts.append(target)
    count = 1 + sum(shapes(part, by_id, known, depth + 1) for part in parts)
    if count > MOST_SHAPES:
        raise InvalidPictureError(f"more than {MOST_SHAPES:,} shapes")
    known[element] = count
    return count
