"""The instructor's notebooks, as tests need them: the dinosaurs' where nothing else is said."""

import re
from dataclasses import dataclass
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS\n(.*?)### END HIDDEN TESTS", re.DOTALL)
SOLUTION = re.compile(r"### BEGIN SOLUTION[^\n]*\n(.*?)### END SOLUTION", re.DOTALL)


@dataclass(frozen=True)
class Assignment:
    """A notebook, the functions to write in it, and the ids of the cells that they need before."""

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
    """The function whose name stands at the start of another: clip, for clip_range."""
    # The longest, since `sample` begins `sample_with_temperature`, too.
    exercises = [exercise for one in ASSIGNMENTS for exercise in one.exercises]
    return max((e for e in exercises if name.startswith(f"{e}_")), key=len)


def assignment_of(function):
    """The assignment that has a function."""
    (found,) = (one for one in ASSIGNMENTS if function in one.exercises)
    return found


def read(assignment=DINOSAURS):
    """The notebook."""
    return nbformat.read(assignment.notebook, as_version=4)


def nbgrader(cell):
    """A cell's nbgrader metadata, empty where it has none."""
    return cell.metadata.get("nbgrader", {})


def cell_source(grade_id, notebook=None):
    """The source of a cell by its grade id, in a notebook read already or in the dinosaurs'."""
    cells = (notebook or read()).cells
    (found,) = (cell for cell in cells if nbgrader(cell).get("grade_id") == grade_id)
    return found.source


def source_of(cell_id, notebook=None):
    """The source of a cell by its own id, in a notebook that was read already or in a new copy."""
    cells = (notebook or read()).cells
    (found,) = (cell.source for cell in cells if cell.id == cell_id)
    return found


def prepared(assignment, notebook):
    """A namespace in which the cells that the exercises need have run."""
    namespace = {"__name__": "__main__"}
    for cell_id in assignment.needs:
        exec(source_of(cell_id, notebook), namespace)
    return namespace


def solutions(assignment=DINOSAURS):
    """The functions of our own solution, in one namespace."""
    notebook = read(assignment)
    namespace = prepared(assignment, notebook)
    for name in assignment.exercises:
        exec(cell_source(name, notebook), namespace)
    return namespace
