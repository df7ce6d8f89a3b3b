"""Read the source notebooks; by default the notebook of the dinosaurs."""

import re
from dataclasses import dataclass
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS\n(.*?)### END HIDDEN TESTS", re.DOTALL)
SOLUTION = re.compile(r"### BEGIN SOLUTION[^\n]*\n(.*?)### END SOLUTION", re.DOTALL)


@dataclass(frozen=True)
class Assignment:
    """A notebook, the functions to write, and the ids of the cells that they need."""

    name: str
    exercises: tuple
    needs: tuple = ("setup",)

    @property
    def notebook(self):
        return ROOT / "notebooks" / self.name / f"{self.name}.ipynb"


DINOSAURS = Assignment("dinosaur_land", ("clip", "sample", "optimize", "model"))
SHAKESPEARE = Assignment(
    "shakespeare", ("lstm_step", "sample_with_temperature"), ("setup", "sigmoid")
)
ASSIGNMENTS = (DINOSAURS, SHAKESPEARE)
NOTEBOOK, EXERCISES = DINOSAURS.notebook, DINOSAURS.exercises


def exercise_of(name):
    """Return the exercise with whose name a name begins: clip for clip_range."""
    # The longest one, because `sample_with_temperature` begins with `sample`.
    exercises = [exercise for one in ASSIGNMENTS for exercise in one.exercises]
    return max((e for e in exercises if name.startswith(f"{e}_")), key=len)


def assignment_of(function):
    """Return the assignment that contains a function."""
    (found,) = (one for one in ASSIGNMENTS if function in one.exercises)
    return found


def read(assignment=DINOSAURS):
    """Return the source notebook."""
    return nbformat.read(assignment.notebook, as_version=4)


def nbgrader(cell):
    """Return a cell's nbgrader metadata, or an empty dict."""
    return cell.metadata.get("nbgrader", {})


def cell_source(grade_id, notebook=None):
    """Return the source of a cell by its grade id; by default of the dinosaurs' notebook."""
    cells = (notebook or read()).cells
    (found,) = (cell for cell in cells if nbgrader(cell).get("grade_id") == grade_id)
    return found.source


def source_of(cell_id, notebook=None):
    """Return the source of a cell by its id; by default of the dinosaurs' notebook."""
    cells = (notebook or read()).cells
    (found,) = (cell.source for cell in cells if cell.id == cell_id)
    return found


def prepared(assignment, notebook):
    """Return a namespace after the cells that the exercises need have run."""
    namespace = {"__name__": "__main__"}
    for cell_id in assignment.needs:
        exec(source_of(cell_id, notebook), namespace)
    return namespace


def solutions(assignment=DINOSAURS):
    """Return a namespace with the functions of the instructor's solution."""
    notebook = read(assignment)
    namespace = prepared(assignment, notebook)
    for name in assignment.exercises:
        exec(cell_source(name, notebook), namespace)
    return namespace
