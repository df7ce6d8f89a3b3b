"""A run writes the same rows, notebooks and pages as nbgrader's own commands."""

# ruff: noqa: F811, a fixture that is imported bears the name of an argument
import datetime
import json
import shutil

import nbformat
import pytest

from autograder.demo import make_example_submissions
from autograder.files import write_atomically
from autograder.release.source_notebook import read_solutions
from tests.autograder.batch import snapshot
from tests.autograder.batch.classes import grade, points, stock
from tests.autograder.conftest import run
from tests.autograder.tiny import (  # noqa: F401
    FORGED,
    GOOD,
    NAME,
    TINY,
    gradebook,
    submit,
    tiny_released,
)
from tests.instructor import read

pytestmark = pytest.mark.filterwarnings("ignore")
DUE = datetime.datetime(2026, 1, 1, 12)
# Penalties of nbgrader's plugin, and penalties above the score, below zero and in between.
PLUGIN = """
from nbgrader.plugins import LateSubmissionPlugin

class Penalty(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        special = {"late much": 1000.0, "late and paid": -3.0, "late a part": 1.25}
        ordinary = super().late_submission_penalty(student_id, score, total_seconds_late)
        return special.get(student_id, ordinary)
"""
CONFIG = """
c = get_config()
c.LateSubmissionPlugin.penalty_method = "zero"
c.Penalty.penalty_method = "zero"
c.AssignLatePenalties.plugin_class = "penalty_of_this_course.Penalty"
"""
LATE = ("late", "late much", "late and paid", "late a part", "late for nothing")


def without_test(notebook):
    notebook.cells = [c for c in notebook.cells if "double(1) == 2" not in c.source]


def with_a_test_twice(notebook):
    notebook.cells.append(notebook.cells[2].copy())


def fill(course):
    """Write submissions of every kind."""
    submit(course, "good", **GOOD)
    submit(course, "half", double="def double(x): return 2 if x == 1 else 0")
    submit(course, "Zoë O'Brien-Łęcka (2)", **{**FORGED, "by-hand": "raise ValueError('half')"})
    submit(course, "ends", **{**GOOD, "double": "import os\nos._exit(3)"})
    path = submit(course, "in time", **GOOD)
    path.write_text(nbformat.v3.writes_json(nbformat.convert(nbformat.read(path, 4), 3)))
    (path.parent / "timestamp.txt").write_text("2026-01-01 11:59:59 UTC")
    changes = {"late and paid": without_test, "late a part": with_a_test_twice}
    for student in LATE:
        sources = {} if student == "late for nothing" else {"double": GOOD["double"]}
        path = submit(course, student, **{**sources, "essay": student})
        (path.parent / "timestamp.txt").write_text("2026-01-01 13:30:00 UTC")
        if student in changes:
            notebook = nbformat.read(path, as_version=4)
            changes[student](notebook)
            write_atomically(path, nbformat.writes(notebook))
    contents = make_example_submissions(
        course / "course" / "release" / NAME / f"{NAME}.ipynb", read_solutions(read())
    )
    for student in ("ada_all_right", "gus_ends_the_kernel"):
        folder = course / "course" / "submitted" / student / NAME
        write_atomically(folder / f"{NAME}.ipynb", contents[student])


def list_students(course, assignment):
    return sorted(
        path.parent.name for path in (course / "course" / "submitted").glob(f"*/{assignment}")
    )


@pytest.fixture(scope="module")
def both(tiny_released, tmp_path_factory):
    """A course graded by this package, and the same course graded by nbgrader."""
    folder = tmp_path_factory.mktemp("both")
    ours = shutil.copytree(tiny_released, folder / "ours")
    (ours / "penalty_of_this_course.py").write_text(PLUGIN)
    with (ours / "nbgrader_config.py").open("a") as file:
        file.write(CONFIG)
    done = run(["nbgrader", "generate_assignment", NAME], ours)
    assert done.returncode == 0, done.stderr
    with gradebook(ours) as book:
        book.update_or_create_assignment(TINY, duedate=DUE)
    fill(ours)
    theirs = shutil.copytree(ours, folder / "theirs")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ours))
        for assignment in (TINY, NAME):
            grade(ours, assignment)
            stock(theirs, assignment, list_students(theirs, assignment))
        yield ours, theirs


def compare(ours, theirs):
    rows = [snapshot.gradebook(snapshot.database(course)) for course in (ours, theirs)]
    assert rows[0] == rows[1], snapshot.difference(*rows)
    for kind, step in (("*.ipynb", "autograded"), ("*.html", "feedback")):
        found = [
            {
                str(path.relative_to(course)): snapshot.content(path)
                for path in (course / "course" / step).rglob(kind)
            }
            for course in (ours, theirs)
        ]
        assert found[0]
        assert found[0] == found[1], snapshot.difference(*found)
    return rows[0]


def test_a_first_grading_equals_nbgraders(both):
    rows = compare(*both)
    # The comparison includes values of every kind.
    assert column(rows, "late_submission_penalty") == {None, 0.0, 1.25, 5.0}
    assert column(rows, "auto_score") >= {None, 0.0, 1.0, 2.0, 3.0}
    assert column(rows, "auto_comment") == {None, "No response."}
    assert column(rows, "needs_manual_grade") == {True, False}


def column(rows, name):
    """Return all values of a column."""
    return {value for row in rows for found, value in row[1:] if found == name}


CHANGED = ("good", "half", "in time", *LATE)


def grade_manually(course):
    """Write manual grades, comments and extensions between two gradings."""
    with gradebook(course) as book:
        for student, cell, score, extra in (
            ("good", "essay", 4.5, None),
            ("good", "test-double", 1.0, 0.5),
            ("late", "essay", 2.0, 1.0),
            ("late a part", "task", None, 2.0),
            ("late for nothing", "by-hand", 0.0, None),
        ):
            grade = book.find_grade(cell, TINY, TINY, student)
            grade.manual_score, grade.extra_credit, grade.needs_manual_grade = score, extra, False
        book.find_comment("double", TINY, TINY, "good").manual_comment = "Well & <b>good</b>"
        book.find_comment("essay", TINY, TINY, "late for nothing").manual_comment = "A pity."
        book.find_submission(TINY, "late much").extension = datetime.timedelta(hours=2)
        book.find_submission(TINY, "late").extension = datetime.timedelta(minutes=2)
        book.find_submission_notebook(TINY, TINY, "half").flagged = True
        book.db.commit()


def test_a_second_grading_equals_nbgraders(both):
    """With manual points and comments, extensions, and changed submissions."""
    for course in both:
        grade_manually(course)
        submit(course, "good", **{**GOOD, "double": "def double(x): return 0"})
        path = submit(course, "in time", double=GOOD["double"])
        (path.parent / "timestamp.txt").write_text("2026-01-02 11:59:59 UTC")
    ours, theirs = both
    outcome = grade(ours, again=True, only=CHANGED)
    stock(theirs, TINY, CHANGED)
    rows = compare(ours, theirs)
    assert any(("flagged", True) in row for row in rows)
    assert any(("manual_comment", "Well & <b>good</b>") in row for row in rows)
    assert points(outcome)["good"] == 4.5 + 1.5 + 0.5


def test_grading_records_describe_how_each_submission_was_graded(both):
    ours, _ = both
    for path in (ours / "course" / "grading_records" / NAME).glob("*.json"):
        record = json.loads(path.read_text())
        assert record["sandbox"] == "bubblewrap"
        assert record["rejected"] is None
        assert len(record["test_results"]) == 13
        assert datetime.datetime.fromisoformat(record["graded_at"]).tzinfo is not None
