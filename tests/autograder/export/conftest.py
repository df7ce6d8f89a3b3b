"""Gradebooks made through nbgrader's API, without grading anything."""

import datetime
import json
import shutil
import warnings

import pytest

from autograder.collect.roster import Person, write_roster
from autograder.course import Course
from tests.autograder.conftest import make_course
from tests.autograder.export.graded import ASSIGNMENT, CELLS, DUE, ROSTER, grade


@pytest.fixture(scope="session")
def class_made(tmp_path_factory):
    """A course with a released notebook, a roster and grades; tests may read it, not change it."""
    root = make_course(tmp_path_factory.mktemp("exports"))
    work = root / "course"
    api = Course(root).api()
    released = work / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    released.parent.mkdir(parents=True)
    cells = [{"metadata": {"nbgrader": {"grade_id": name}}} for name in CELLS]
    released.write_text(json.dumps({"cells": cells}))
    with api.gradebook as book, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader's SQLAlchemy is older than ours
        book.add_assignment(ASSIGNMENT, duedate=DUE)
        book.add_notebook(ASSIGNMENT, ASSIGNMENT)
        for name in sorted(CELLS, reverse=True):  # in another order than the notebook
            book.add_grade_cell(
                name, ASSIGNMENT, ASSIGNMENT, max_score=CELLS[name], cell_type="code"
            )
        late = DUE + datetime.timedelta(hours=1)
        grade(book, "ada", [10, 30, 60])
        grade(book, "ben", [0.1, 0.2, 33.333333333333336], timestamp=late, penalty=0.3)
        grade(book, "chi", [5, 20, 30], unfinished=True)
        book.update_or_create_student("dan")
        grade(book, "eve", [1, 0, 0], manual={"test-clip": 2.5}, timestamp=DUE)
    write_roster(work / "roster.csv", [Person(*row) for row in ROSTER])
    record = {"rejected": "This is no notebook: =1+1, submit it again.", "notes": []}
    for student, content in (("dan", record), ("ada", {"rejected": None, "notes": ["<b>a</b>"]})):
        path = work / "grading_records" / ASSIGNMENT / f"{student}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content))
    (work / "submitted" / "fay" / ASSIGNMENT).mkdir(parents=True)
    return root


@pytest.fixture
def course(class_made, tmp_path):
    """A copy of that course, to change."""
    root = tmp_path / "course_of_ours"
    shutil.copytree(class_made, root)
    return root
