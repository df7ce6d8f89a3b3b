"""What attacks on the file itself have in common."""

from nbformat import NotebookNode

from autograder.release.source_notebook import read_solutions
from tests import instructor
from tests.instructor import nbgrader


def is_graded(cell):
    """Whether nbgrader gives points for a cell."""
    return bool(nbgrader(cell).get("grade"))


def graded(notebook):
    """The graded cells of a notebook."""
    return [cell for cell in notebook.cells if is_graded(cell)]


def solve(notebook, *names):
    """Write the solutions of some exercises into a notebook."""
    solutions = read_solutions(instructor.read())
    for cell in notebook.cells:
        if nbgrader(cell).get("grade_id") in names:
            cell.source = solutions[cell.metadata.nbgrader.grade_id]


def nbgrader_cell(cell, grade_id, points):
    """Make a cell a graded one."""
    cell.metadata.nbgrader = NotebookNode(
        grade=True,
        grade_id=grade_id,
        locked=False,
        points=points,
        schema_version=3,
        solution=False,
        task=False,
    )
    return cell


def write(folder, name, text):
    """Write a file below the submission's folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
