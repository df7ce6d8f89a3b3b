"""A test that the test runner cannot run is graded as in stock nbgrader, and listed everywhere."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.autograder import tiny
from tests.autograder.conftest import make_course, run

NAME = "asks"
SENTENCE = "test-ask runs in the student's process, where a submission can forge its score"
ASK = "def ask():\n    ### BEGIN SOLUTION\n    return int(input())\n    ### END SOLUTION"
TEST = (
    "from unittest import mock\n### BEGIN HIDDEN TESTS\n"
    "with mock.patch('builtins.input', return_value='3'):\n    assert ask() == 3\n"
    "### END HIDDEN TESTS"
)


def cell(source, grade_id, **flags):
    return new_code_cell(source, metadata=tiny.role(grade_id, **flags))


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with one assignment, released and submitted."""
    folder = make_course(tmp_path_factory.mktemp("unprotected"))
    path = folder / "notebooks" / NAME / f"{NAME}.ipynb"
    path.parent.mkdir()
    notebook = new_notebook(
        cells=[
            cell(ASK, "ask", solution=True),
            cell(TEST, "test-ask", grade=True, locked=True, points=2),
            cell("def add(x):\n    ### BEGIN SOLUTION\n    return x + 1\n    ### END SOLUTION",
                 "add", solution=True),
            cell("assert add(1) == 2", "test-add", grade=True, locked=True, points=3),
        ]
    )  # fmt: skip
    nbformat.write(notebook, path)
    assert run(["nbgrader", "generate_assignment", NAME], folder).returncode == 0
    right = "def ask():\n    return int(input('n'))"
    tiny.submit(folder, "right", NAME, ask=right, add="def add(x): return x + 1")
    tiny.submit(folder, "wrong", NAME, ask="def ask():\n    return 4")
    return folder


@pytest.fixture(scope="module")
def graded(course):
    done = run(["autograder", "grade", NAME, "--json"], course)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_is_graded_as_in_stock_nbgrader(graded):
    scores = {one["student"]: one["scores"] for one in graded["submissions"]}
    assert scores == {
        "right": {"test-ask": 2.0, "test-add": 3.0},
        "wrong": {"test-ask": 0.0, "test-add": 0.0},
    }


def test_grade_doctor_and_report_list_it(graded, course):
    (sentence,) = graded["unprotected_tests"]
    assert sentence.startswith(SENTENCE)
    assert "ask raised EOFError" in sentence
    done = run(["autograder", "grade", NAME], course)
    assert SENTENCE in done.stdout
    done = run(["autograder", "doctor", NAME], course)
    assert SENTENCE in done.stdout
    assert "Rewrite such a test" in done.stdout
    report = (course / "course" / "report" / f"{NAME}.html").read_text()
    assert "Tests that a submission can forge" in report
    assert "test-ask runs in the student" in report


def test_the_decision_is_kept_and_changes_with_the_source(graded, course):
    folder = course / ".autograder" / "decisions"
    (kept,) = folder.iterdir()
    assert json.loads(kept.read_text())["test-add"]["in_kernel"] is False
    path = course / "notebooks" / NAME / f"{NAME}.ipynb"
    text = path.read_text()
    path.write_text(text.replace("return x + 1", "return 1 + x"))
    assert run(["autograder", "doctor", NAME], course).returncode == 0
    path.write_text(text)
    assert len(list(folder.iterdir())) == 2


def test_the_seed_is_private_and_stays(graded, course):
    seed = course / ".autograder" / "seed"
    assert len(seed.read_text()) == 32
    assert seed.stat().st_mode & 0o077 == 0


def test_it_can_be_forbidden(graded, course):
    config = course / "nbgrader_config.py"
    text = config.read_text()
    config.write_text(text + '\nc.Grading.in_kernel = "reject"\n')
    done = run(["autograder", "grade", NAME, "--again"], course)
    config.write_text(text)
    assert done.returncode == 2
    assert 'c.Grading.in_kernel is "reject"' in done.stderr
    assert "test-ask" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_assignment_is_one_sentence(course):
    done = run(["autograder", "doctor", "nothing"], course)
    assert done.returncode == 2
    assert "nothing was never released" in done.stderr


def test_a_notebook_for_another_kernel_is_one_sentence(course):
    release = course / "course" / "release" / NAME / f"{NAME}.ipynb"
    text = release.read_text()
    notebook = nbformat.read(release, as_version=4)
    notebook.metadata.kernelspec = {"name": "ir", "display_name": "R", "language": "R"}
    nbformat.write(notebook, release)
    done = run(["autograder", "grade", NAME], course)
    release.write_text(text)
    assert done.returncode == 2
    assert "is for the kernel ir" in done.stderr
