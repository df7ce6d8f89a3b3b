"""A small assignment that is graded quickly, with each kind of cell that nbgrader has."""

import shutil
import warnings

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.demo import fill_in_solutions
from autograder.files import write_atomically
from tests.autograder.conftest import make_course, run

NAME = "dinosaur_land"
TINY = "tiny"
GOOD = {"double": "def double(x): return x + x", "essay": "Because.", "by-hand": "def free(): 1"}
FORGED = {"double": "import sys\ndouble = lambda x: sys.displayhook(3)"}


def role(grade_id, **flags):
    flags = {"grade": False, "solution": False, "locked": False, "task": False, **flags}
    return {"nbgrader": {"grade_id": grade_id, "schema_version": 3, **flags}}


def tiny():
    """Return the source notebook."""
    return new_notebook(
        cells=[
            new_markdown_cell("# Tiny"),
            new_code_cell(
                "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
                metadata=role("double", solution=True),
            ),
            new_code_cell(
                "assert double(1) == 2\n### BEGIN HIDDEN TESTS\nassert double(21) == 42\n"
                "### END HIDDEN TESTS",
                metadata=role("test-double", grade=True, locked=True, points=3),
            ),
            new_code_cell(
                "right = sum(double(x) == 2 * x for x in range(4))\nright / 2",
                metadata=role("test-partly", grade=True, locked=True, points=2),
            ),
            new_markdown_cell(
                "Why two?", metadata=role("essay", grade=True, solution=True, points=5)
            ),
            new_code_cell(
                "def free():\n    ### BEGIN SOLUTION\n    return 'x'\n    ### END SOLUTION",
                metadata=role("by-hand", grade=True, solution=True, points=4),
            ),
            new_markdown_cell("Do as you like.", metadata=role("task", task=True, points=6)),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}},
    )


def add_tiny(course):
    """Add the assignment to a course and release it with nbgrader's own command."""
    path = course / "notebooks" / TINY / f"{TINY}.ipynb"
    path.parent.mkdir()
    nbformat.write(tiny(), path)
    done = run(["nbgrader", "generate_assignment", TINY], course)
    assert done.returncode == 0, done.stderr
    decide(course)
    return course


DECIDE = """
import sys
from autograder.course import Course
from autograder.grading import pack
from nbgrader.api import Gradebook

course = Course(".")
api = course.api()
with Gradebook(api.coursedir.db_url, course_id=api.course_id) as gradebook:
    pack(course, gradebook, sys.argv[1])
"""


def decide(course, assignment=TINY):
    """Decide how each test is graded, as the first grading does, for all copies of a course."""
    done = run(["python", "-c", DECIDE, assignment], course)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def tiny_released(tmp_path_factory):
    """A course with the released assignment. Tests do not change it."""
    return add_tiny(make_course(tmp_path_factory.mktemp("tiny")))


@pytest.fixture
def tiny_course(tiny_released, tmp_path):
    """A copy of the course with the released assignment."""
    shutil.copytree(tiny_released, tmp_path, dirs_exist_ok=True)
    return tmp_path


def submit(course, student, assignment=TINY, **sources):
    released = course / "course" / "release" / assignment / f"{assignment}.ipynb"
    target = course / "course" / "submitted" / student / assignment / f"{assignment}.ipynb"
    write_atomically(target, nbformat.writes(fill_in_solutions(released, sources)))
    return target


def gradebook(course):
    """Open nbgrader's gradebook."""
    warnings.simplefilter("ignore")
    from nbgrader.api import Gradebook

    return Gradebook(f"sqlite:///{course / 'course' / 'gradebook.db'}", NAME)


def grades(course, student, assignment=TINY):
    """Return the score, and whether manual grading is needed, by graded cell."""
    with gradebook(course) as book:
        (notebook,) = book.find_submission(assignment, student).notebooks
        return {g.name: (g.score, g.needs_manual_grade) for g in notebook.grades}
