"""Pictures that a student pasted into text cells."""

import binascii
import re

LARGEST_PICTURE = 5_000_000  # bytes
LARGEST_ALL = 12_000_000
# What a browser draws without running anything; SVG can hold scripts.
SIGNATURES = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
}
NAME = re.compile(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff<>\"'&\\/]{1,128}")


def clean_attachments(cells, attachments, repairs):
    """Copy the pictures of text cells that are what they say they are.

    Parameters
    ----------
    cells : list of dict
        The new cells, changed in place.
    attachments : list
        For each cell what the file holds as its attachments: anything.
    repairs : list of str
        Gets a sentence for each cell that lost some.
    """
    total = 0
    for number, (cell, found) in enumerate(zip(cells, attachments, strict=True), 1):
        if not isinstance(found, dict) or not found:
            continue
        kept = {}
        if cell["cell_type"] == "markdown":
            for name, bundle in found.items():
                pictures = clean_bundle(bundle) if NAME.fullmatch(name) else {}
                size = sum(map(len, pictures.values()))
                if pictures and total + size <= LARGEST_ALL:
                    total += size
                    kept[name] = pictures
        if len(kept) != len(found):
            repairs.append(f"Cell {number} had attachments that are no pictures, or too large.")
        if kept:
            cell["attachments"] = kept


def clean_bundle(bundle):
    """The pictures in one attachment, by media type, as base64 text."""
    pictures = {}
    for kind, starts in SIGNATURES.items():
        data = bundle.get(kind) if isinstance(bundle, dict) else None
        if isinstance(data, list) and all(isinstance(part, str) for part in data):
            data = "".join(data)
        if not isinstance(data, str) or len(data) > LARGEST_PICTURE * 4 // 3:
            continue
        try:
            picture = binascii.a2b_base64("".join(data.split()).encode("ascii"), strict_mode=True)
        except ValueError:
            continue
        if picture.startswith(starts):
            pictures[kind] = binascii.b2a_base64(picture, newline=False).decode("ascii")
    return pictures
