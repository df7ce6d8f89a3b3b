"""Build a clean notebook from the bytes of a submission: text of cells, ids and pictures only.

It uses the standard library only, because it runs in a child process without site-packages. Nothing
of the file is passed on as it is: each piece is checked and copied. This is the only module that
parses a student's JSON.
"""

import binascii
import codecs
import json
import re

from autograder.sanitize.invalid_submission import LARGEST, InvalidSubmissionError, shortened

NOT_JSON = (
    "The file is not a notebook (it is not JSON text): submit the .ipynb file itself, "
    "not a PDF, a web page or a script with another ending."
)
UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# Longer numbers are no count, version or level of anything in a notebook.
MOST_DIGITS = 18


def decode(content):
    """Return the text of a file that should be UTF-8.

    Parameters
    ----------
    content : bytes

    Returns
    -------
    text : str
    repairs : list of str

    Raises
    ------
    InvalidSubmissionError
        If it is too large, or in an encoding that nobody can be sure of.
    """
    if len(content) > LARGEST:
        raise InvalidSubmissionError(
            f"The notebook has {len(content):,} bytes, more than {LARGEST:,}: clear the outputs, "
            "save, and submit it again."
        )
    encoding, skip, repairs = "utf-8", 0, []
    if content.startswith(codecs.BOM_UTF8):
        skip = 3
        repairs.append("The file began with a byte order mark, which was left out.")
    elif content.startswith(UTF32):
        encoding = None
    elif content[:2] in UTF16:
        encoding, skip = UTF16[content[:2]], 2
        repairs.append("The file was stored as UTF-16 and read as such.")
    try:
        if encoding is None or (b"\0" in content[:4] and not skip):
            raise ValueError("UTF-32, or UTF-16 without a byte order mark")
        return content[skip:].decode(encoding), repairs
    except ValueError:
        raise InvalidSubmissionError(
            "The file is not a notebook (it is not UTF-8 text): save it in JupyterLab and submit "
            "that very file, not one that another program wrote."
        ) from None


def parse(text):
    """Return the value of a JSON text.

    Numbers too long to be meant, NaN and infinities become None. Of a key given twice the last
    counts, as it does in Jupyter.

    Parameters
    ----------
    text : str

    Returns
    -------
    value : object
    repairs : list of str

    Raises
    ------
    InvalidSubmissionError
        If it is no JSON, or nested more deeply than any notebook.
    """
    twice = False

    def unique(pairs):
        nonlocal twice
        made = dict(pairs)
        twice = twice or len(made) != len(pairs)
        return made

    def whole(digits):
        return int(digits) if len(digits) <= MOST_DIGITS else None

    def fraction(digits):
        return float(digits) if len(digits) <= 64 else None

    try:
        value = json.loads(
            text,
            object_pairs_hook=unique,
            parse_int=whole,
            parse_float=fraction,
            parse_constant=lambda _: None,
            strict=False,  # raw control characters in strings are removed later
        )
    except (ValueError, RecursionError):
        raise InvalidSubmissionError(NOT_JSON) from None
    # CPython raises SystemError where no memory is left for the MemoryError itself.
    except (MemoryError, SystemError):
        raise InvalidSubmissionError(
            "Reading the notebook takes more memory than any notebook needs: clear the outputs, "
            "save, and submit it again."
        ) from None
    said = "The file names the same thing twice in one place; the last of them counted."
    return value, [said] if twice else []


LARGEST_PICTURE = 5_000_000  # bytes
LARGEST_ALL = 12_000_000
# A browser draws these without running anything; SVG can contain scripts.
SIGNATURES = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
}
NAME = re.compile(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff<>\"'&\\/]{1,128}")


def clean_attachments(cells, attachments, repairs):
    """Return the pictures of text cells whose content matches their type.

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
    """Return the pictures in one attachment, by media type, as base64 text."""
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


MOST_CELLS = 2_000
LONGEST_CELL = 1_000_000  # characters
LONGEST_TEXT = 5_000_000  # characters of all cells
NEW_ID = "sanitized-"  # begins each id given here, so that it is not mistaken for the author's

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
IDENTIFIER = re.compile(r"[a-zA-Z0-9_-]{1,64}")
GRADE_ID = re.compile(r"[a-zA-Z0-9_-]{1,128}")
# Tab, line feed and form feed are Python's own white space; carriage returns are replaced before.
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
SURROGATE = re.compile("[\ud800-\udfff]")


def clean(content):
    """Build a notebook of format 4.5 from the bytes of a file.

    Formats 3 and 4 are read. Outputs, counts, tags, widgets and all metadata are dropped, except
    each cell's nbgrader grade id. The kernel named in the file does not matter, since only Python
    is graded: it is replaced, and said so when it was another language.

    Parameters
    ----------
    content : bytes
        Anything.

    Returns
    -------
    notebook : dict
        Plain dicts, lists, strings and numbers; valid for nbformat.
    repairs : list of str
        What had to be mended, in sentences.

    Raises
    ------
    InvalidSubmissionError
        If nothing can be graded; the text tells the student why.
    """
    text, repairs = decode(content)
    loaded, more = parse(text)
    repairs += more
    found, version = find_cells(loaded)
    if len(found) > MOST_CELLS:
        raise InvalidSubmissionError(
            f"The notebook has {len(found):,} cells, more than {MOST_CELLS:,}: submit the "
            "assignment's notebook with your solutions, without what was pasted by accident."
        )
    if version == 3:
        repairs.append("The notebook was of format 3 and was upgraded to format 4.")
    note_language(loaded, repairs)
    cells = []
    for number, cell in enumerate(found, 1):
        if isinstance(cell, dict):
            cells.append(clean_cell(cell, number, repairs))
        else:
            repairs.append(f"Cell {number} was no cell and was left out.")
    if sum(len(cell["source"]) for cell in cells) > LONGEST_TEXT:
        raise InvalidSubmissionError(
            f"The cells hold more than {LONGEST_TEXT:,} characters in all: take data out of the "
            "notebook and submit it again."
        )
    wanted = [cell.get("id") if isinstance(cell, dict) else None for cell in found]
    kept = [name for name, cell in zip(wanted, found, strict=True) if isinstance(cell, dict)]
    give_ids(cells, kept, repairs)
    clean_attachments(
        cells, [cell.get("attachments") for cell in found if isinstance(cell, dict)], repairs
    )
    notebook = {
        "cells": cells,
        "metadata": {key: dict(value) for key, value in METADATA.items()},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return notebook, shortened(repairs)


def find_cells(loaded):
    """Return the list of cells, wherever the file's version keeps it, and the version."""
    not_a_notebook = InvalidSubmissionError(
        "The file is JSON text but not a notebook: open it in JupyterLab, save it, and submit it "
        "again."
    )
    if not isinstance(loaded, dict):
        raise not_a_notebook
    version = loaded.get("nbformat")
    # `True` and `4.0` equal numbers, but no program writes them.
    if type(version) is not int or version not in (3, 4):
        raise not_a_notebook
    if isinstance(loaded.get("cells"), list):
        return loaded["cells"], version
    sheets = loaded.get("worksheets")
    if not isinstance(sheets, list):
        raise not_a_notebook
    cells = []
    for sheet in sheets:
        if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list):
            cells += sheet["cells"]
    return cells, version


def note_language(loaded, repairs):
    """Add a note if the file names another language than Python."""
    metadata = loaded.get("metadata")
    for key, field in (("kernelspec", "language"), ("language_info", "name")):
        part = metadata.get(key) if isinstance(metadata, dict) else None
        name = part.get(field) if isinstance(part, dict) else None
        if isinstance(name, str) and not name.lower().startswith(("python", "ipython")):
            repairs.append("The notebook was set to another language; it was run as Python 3.")


def clean_cell(cell, number, repairs):
    """Return a new cell with type, text and grade id of an old one."""
    kind, source = cell.get("cell_type"), text_of(cell, number, repairs)
    if kind == "heading":
        level = cell.get("level")
        level = level if type(level) is int and 1 <= level <= 6 else 1
        kind, source = "markdown", "#" * level + " " + " ".join(source.split("\n"))
    elif kind == "html":
        kind = "markdown"
    elif kind not in ("code", "markdown", "raw"):
        # Not rejected: nothing in a raw cell runs or is displayed, and the other cells can be
        # graded. If it was one of the assignment's own cells, its type is restored later.
        kind = "raw"
        repairs.append(f"Cell {number} was of an unknown type and was taken for plain text.")
    made = {"cell_type": kind, "id": "", "metadata": {}, "source": source}
    if kind == "code":
        made |= {"execution_count": None, "outputs": []}
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    if isinstance(grade_id, str) and GRADE_ID.fullmatch(grade_id):
        made["metadata"] = {"nbgrader": {"grade_id": grade_id}}
    return made


def text_of(cell, number, repairs):
    """Return the text of a cell; format 3 calls that of code cells ``input``."""
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        lines = [line for line in source if isinstance(line, str)]
        if len(lines) != len(source):
            repairs.append(f"Cell {number} held something that is no text, which was left out.")
        source = "".join(lines)
    if not isinstance(source, str):
        repairs.append(f"Cell {number} held something that is no text, which was left out.")
        source = ""
    if len(source) > LONGEST_CELL:
        raise InvalidSubmissionError(
            f"Cell {number} has {len(source):,} characters, more than {LONGEST_CELL:,}: take the "
            "data out of the cell and submit the notebook again."
        )
    # Lone carriage returns end a line in Python, too.
    tidy = CONTROL.sub("", source.replace("\r\n", "\n").replace("\r", "\n"))
    if len(tidy) != len(source) - source.count("\r\n"):
        repairs.append(f"Cell {number} held control characters, which were left out.")
    if SURROGATE.search(tidy):
        tidy = SURROGATE.sub("\ufffd", tidy)
        repairs.append(f"Cell {number} held halves of characters, which were replaced.")
    return tidy


def give_ids(cells, wanted, repairs):
    """Give each cell its own id if it is valid and the first to have it, else a new one."""
    taken, valid = set(), []
    for name in wanted:
        fine = isinstance(name, str) and IDENTIFIER.fullmatch(name) and name not in taken
        valid.append(bool(fine))
        if fine:
            taken.add(name)
        elif name is not None:
            repairs.append("Some cells had no valid id of their own and were given new ones.")
    for number, (cell, name, fine) in enumerate(zip(cells, wanted, valid, strict=True), 1):
        if not fine:
            name = f"{NEW_ID}{number}"
            while name in taken:
                name += "x"
            taken.add(name)
        cell["id"] = name
