"""The instructor's notebook, as tests need it."""

import re
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "notebooks" / "dinosaur_land" / "dinosaur_land.ipynb"
EXERCISES = ("clip", "sample", "optimize", "model")
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS\n(.*?)### END HIDDEN TESTS", re.DOTALL)
SOLUTION = re.compile(r"### BEGIN SOLUTION[^\n]*\n(.*?)### END SOLUTION", re.DOTALL)


def read():
    """The notebook."""
    return nbformat.read(NOTEBOOK, as_version=4)


def nbgrader(cell):
    """A cell's nbgrader metadata, empty where it has none."""
    return cell.metadata.get("nbgrader", {})


def cell_source(grade_id):
    """The source of a cell by its grade id."""
    (found,) = (cell for cell in read().cells if nbgrader(cell).get("grade_id") == grade_id)
    return found.source


def source_of(cell_id, notebook=None):
    """The source of a cell by its own id, in a notebook that was read already or in a new copy."""
    cells = (notebook or read()).cells
    (found,) = (cell.source for cell in cells if cell.id == cell_id)
    return found


def solutions():
    """The four functions of our own solution, in one namespace."""
    namespace = {}
    exec(source_of("setup"), namespace)
    for name in EXERCISES:
        exec(cell_source(name), namespace)
    return namespace
