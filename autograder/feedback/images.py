"""Pictures as data URIs, measured before any browser draws them."""

import base64
import binascii
import struct

LONGEST_SIDE = 8_000
MOST_PIXELS = 25_000_000
MOST_BYTES = 2_000_000
# Start of frame of every JPEG process; C4, C8 and CC are other segments.
START_OF_FRAME = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class Rejected(Exception):
    """A picture that is not shown; the text says why."""


def picture(text):
    """Check a picture that a notebook holds.

    Parameters
    ----------
    text : str
        Base64 of a PNG, JPEG or GIF; the bytes tell which, whatever else is claimed.

    Returns
    -------
    uri : str
        ``data:`` URI, in canonical base64.
    pixels : int
        How many a browser will have to draw.

    Raises
    ------
    Rejected
        If it is none of these, or too large in bytes or pixels.
    """
    if not isinstance(text, str) or len(text) > 1.5 * MOST_BYTES:
        raise Rejected(f"a picture may have {MOST_BYTES:,} bytes")
    try:
        data = base64.b64decode(text)
        kind, sizes = measure(data)
    except (binascii.Error, ValueError, struct.error, IndexError):
        raise Rejected("this is no whole PNG, JPEG or GIF") from None
    for width, height in sizes:
        if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE):
            raise Rejected(f"{width:,} by {height:,} pixels are too many")
    pixels = sum(width * height for width, height in sizes)
    if pixels > MOST_PIXELS or len(data) > MOST_BYTES:
        raise Rejected(f"{pixels:,} pixels in {len(data):,} bytes are too many")
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}", pixels


def measure(data):
    """Kind of picture, and width and height of each of its frames, from the headers alone."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and data[8:16] == b"\x00\x00\x00\rIHDR":
        return "png", [struct.unpack_from(">II", data, 16)]
    if data[:3] == b"\xff\xd8\xff":
        return "jpeg", [jpeg_size(data)]
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "gif", list(gif_sizes(data))
    raise ValueError("no picture")


def jpeg_size(data):
    """Width and height from the first start of frame."""
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker in START_OF_FRAME:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        # A segment counts its own length, so less than two would stand still.
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
    """Bytes of a GIF's colour table."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def skip_blocks(data, at):
    """Where a GIF's chain of blocks ends."""
    while data[at]:
        at += data[at] + 1
    return at + 1
