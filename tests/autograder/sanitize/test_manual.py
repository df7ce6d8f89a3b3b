"""Cells that people grade: answers in text and code, tasks, and text that is only locked."""

import copy
import json
import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.utils import determine_grade

from autograder.course import Course
from tests.autograder.sanitize.conftest import Classroom

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
NAME = "essay"
NONE = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}


def cell(make, source, grade_id, **about):
    made = make(source, metadata={"nbgrader": {**NONE, "grade_id": grade_id, **about}})
    made.id = f"id-{grade_id}"
    return made


SOURCE = new_notebook(
    cells=[
        cell(new_markdown_cell, "Read this first.", "rules", locked=True),
        cell(new_markdown_cell, "Say why.", "why", grade=True, solution=True, points=3),
        cell(new_code_cell, "### BEGIN SOLUTION\nx = 1\n### END SOLUTION", "draw",
             grade=True, solution=True, points=4),
        cell(new_markdown_cell, "Do this.", "task", task=True, locked=True, points=5),
        cell(new_code_cell, "assert x == 1", "test-x", grade=True, locked=True, points=1),
    ]
)  # fmt: skip


@pytest.fixture(scope="session")
def essay_course(released_files, tmp_path_factory):
    """A course with one small assignment; tests may read it, not change it."""
    root = tmp_path_factory.mktemp("essay")
    (root / "notebooks" / NAME).mkdir(parents=True)
    (root / "nbgrader_config.py").write_bytes((released_files / "nbgrader_config.py").read_bytes())
    nbformat.write(SOURCE, root / "notebooks" / NAME / f"{NAME}.ipynb")
    result = Course(root).api().generate_assignment(NAME)
    assert result["success"], result
    return root


@pytest.fixture
def essays(essay_course, tmp_path):
    shutil.copytree(essay_course, tmp_path / "root")
    return Classroom(tmp_path / "root", NAME)


@pytest.fixture
def given(essays):
    return nbformat.read(
        essays.course.step("release", assignment=NAME) / f"{NAME}.ipynb", as_version=4
    )


def graded(essays, notebook):
    essays.submit("one", json.dumps(notebook))
    result = essays.grade()
    assert result["success"], result
    return {
        c.metadata.nbgrader.grade_id: c
        for c in essays.autograded("one").cells
        if "nbgrader" in c.metadata
    }


def test_answers_are_kept_and_everything_around_them_restored(essays, given):
    answered = copy.deepcopy(given)
    by_id = {c.metadata.nbgrader.grade_id: c for c in answered.cells}
    by_id["why"].source = "Because."
    by_id["task"].source = "Do nothing."
    by_id["rules"].source = "No rules."
    for one in answered.cells:
        one.metadata.nbgrader.update(points=100, grade=True, solution=True, locked=False)
    after = graded(essays, answered)
    assert list(after) == ["rules", "why", "draw", "task", "test-x"]
    assert after["why"].source == "Because."
    assert after["rules"].source == "Read this first."
    assert after["task"].source == "Do this."
    keys = ("grade", "solution", "locked", "task", "points")
    for before in SOURCE.cells:
        wanted, got = before.metadata.nbgrader, after[before.metadata.nbgrader.grade_id]
        assert {key: got.metadata.nbgrader.get(key) for key in keys} == {
            key: wanted.get(key) for key in keys
        }
    assert determine_grade(after["why"]) == (None, 3)
    assert determine_grade(after["draw"]) == (0, 4), "nothing was written, so nothing to read"
    result = essays.course.api().generate_feedback(NAME)
    assert result["success"], result


def test_everything_deleted_comes_back_for_people_to_look_at(essays, given):
    given.cells = []
    after = graded(essays, given)
    assert list(after) == ["rules", "why", "draw", "task", "test-x"]
    assert after["why"].source == "This cell was missing from the submission."
    assert after["draw"].source == "# This cell was missing from the submission."
    assert determine_grade(after["why"]) == (None, 3)


def test_an_answer_without_its_data_is_found_by_its_id(essays, given):
    for one in given.cells:
        one.metadata = nbformat.from_dict({})
    given.cells[1].source = "Because."
    assert graded(essays, given)["why"].source == "Because."


def test_an_answer_of_another_type_becomes_text_again(essays, given):
    given.cells[1] = {"cell_type": "code", "id": "id-why", "source": "Because.", "outputs": [],
                      "execution_count": 1, "metadata": given.cells[1].metadata}  # fmt: skip
    after = graded(essays, given)["why"]
    assert (after.cell_type, after.source) == ("markdown", "Because.")
