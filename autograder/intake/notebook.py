"""A notebook built anew from what was handed in: text of cells, ids, pictures, and nothing else.

Standard library only, since it runs in a child process without site-packages. Nothing of the
file is passed on as it is: each piece is looked at, and copied into a new place.
"""

import re

from autograder.intake.decode import decode, parse
from autograder.intake.pictures import clean_attachments
from autograder.intake.refused import Refused, shortened

MOST_CELLS = 2_000
LONGEST_CELL = 1_000_000  # characters
LONGEST_TEXT = 5_000_000  # characters of all cells
NEW_ID = "intake-"  # begins each id given here, so that nobody takes it for the author's

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
IDENTIFIER = re.compile(r"[a-zA-Z0-9_-]{1,64}")
GRADE_ID = re.compile(r"[a-zA-Z0-9_-]{1,128}")
# Tab, line feed and form feed are Python's own white space; carriage returns are dealt with before.
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
SURROGATE = re.compile("[\ud800-\udfff]")


def clean(content):
    """Build a notebook of format 4.5 from the bytes of a file.

    Formats 3 and 4 are read. Outputs, counts, tags, widgets and all metadata are dropped, except
    each cell's nbgrader grade id. The kernel named in the file does not matter, since only Python
    is marked: it is replaced, and said so when it was another language.

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
    Refused
        If nothing can be marked; the text tells the student why.
    """
    text, repairs = decode(content)
    loaded, more = parse(text)
    repairs += more
    found, version = find_cells(loaded)
    if len(found) > MOST_CELLS:
        raise Refused(
            f"The notebook has {len(found):,} cells, more than {MOST_CELLS:,}: hand in the "
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
        raise Refused(
            f"The cells hold more than {LONGEST_TEXT:,} characters in all: take data out of the "
            "notebook and hand it in again."
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
    """The list of cells, wherever the file's version keeps it, and the version."""
    not_a_notebook = Refused(
        "The file is JSON text but not a notebook: open it in JupyterLab, save it, and hand it in "
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
    """Say so when the file names another language than Python."""
    metadata = loaded.get("metadata")
    for key, field in (("kernelspec", "language"), ("language_info", "name")):
        part = metadata.get(key) if isinstance(metadata, dict) else None
        name = part.get(field) if isinstance(part, dict) else None
        if isinstance(name, str) and not name.lower().startswith(("python", "ipython")):
            repairs.append("The notebook was set to another language; it was run as Python 3.")


def clean_cell(cell, number, repairs):
    """A new cell with type, text and grade id of an old one."""
    kind, source = cell.get("cell_type"), text_of(cell, number, repairs)
    if kind == "heading":
        level = cell.get("level")
        level = level if type(level) is int and 1 <= level <= 6 else 1
        kind, source = "markdown", "#" * level + " " + " ".join(source.split("\n"))
    elif kind == "html":
        kind = "markdown"
    elif kind not in ("code", "markdown", "raw"):
        # Not refused: nothing in a raw cell runs or shows, and the other cells can be marked.
        # Where it was one of the assignment's own cells, its type is restored later.
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
    """The text of a cell; format 3 calls that of code cells ``input``."""
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
        raise Refused(
            f"Cell {number} has {len(source):,} characters, more than {LONGEST_CELL:,}: take the "
            "data out of the cell and hand the notebook in again."
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
    """Let each cell keep its id if it is valid and the first to have it, else give it a new one."""
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
