"""nbgrader's own commands, gradebook and manual grades work with the sandbox."""

# ruff: noqa: F811, a fixture that is imported bears the name of an argument
import datetime
import json
import subprocess

import nbformat
import pytest

from autograder.release.source_notebook import read_solutions
from tests.autograder.conftest import grades_of, run
from tests.autograder.tiny import (  # noqa: F401
    GOOD,
    NAME,
    TINY,
    gradebook,
    grades,
    submit,
    tiny_course,
    tiny_released,
)
from tests.instructor import read


@pytest.mark.filterwarnings("ignore")
def test_every_kind_of_cell_is_graded_as_by_nbgrader(tiny_course):
    submit(tiny_course, "good", **GOOD)
    submit(tiny_course, "half", double="def double(x): return 2 if x == 1 else 0")
    done = run(["nbgrader", "autograde", TINY, "--create"], tiny_course)
    assert done.returncode == 0, done.stderr
    assert grades(tiny_course, "good") == {
        "test-double": (3, False), "test-partly": (2, False),
        "essay": (0, True), "by-hand": (0, True), "task": (0, True),
    }  # fmt: skip
    half = grades(tiny_course, "half")
    assert half["test-double"] == (0, False)
    assert half["test-partly"] == (1, False)
    # Unchanged answers get 0 points and need no manual grading.
    assert half["essay"] == half["by-hand"] == (0, False)


@pytest.mark.filterwarnings("ignore")
def test_manual_grades_and_comments_survive_another_grading(tiny_course):
    submit(tiny_course, "one", **GOOD)
    assert run(["nbgrader", "autograde", TINY, "--create"], tiny_course).returncode == 0
    with gradebook(tiny_course) as book:
        for name, points in (("essay", 4.5), ("test-double", 1)):
            grade = book.find_grade(name, TINY, TINY, "one")
            grade.manual_score, grade.needs_manual_grade = points, False
        book.find_comment("double", TINY, TINY, "one").manual_comment = "Well & good"
        book.db.commit()
    submit(tiny_course, "one", **{**GOOD, "double": "def double(x): return 0"})
    assert run(["nbgrader", "autograde", TINY, "--force"], tiny_course).returncode == 0
    after = grades(tiny_course, "one")
    assert after["essay"] == (4.5, True)
    assert after["test-double"] == (1, True)
    assert after["test-partly"][0] == 0.5  # 0 is right for 0
    assert run(["nbgrader", "generate_feedback", TINY], tiny_course).returncode == 0
    page = (tiny_course / "course" / "feedback" / "one" / TINY / f"{TINY}.html").read_text()
    assert "Well &amp; good" in page


@pytest.mark.filterwarnings("ignore")
def test_late_penalties_work_as_before(tiny_course):
    with (tiny_course / "nbgrader_config.py").open("a") as file:
        file.write("\nc = get_config()\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with gradebook(tiny_course) as book:
        book.update_or_create_assignment(TINY, duedate=datetime.datetime(2026, 1, 1, 12))
    for student, stamp in (("late", "2026-01-01 13:00:00 UTC"), ("soon", "2026-01-01 11:00 UTC")):
        path = submit(tiny_course, student, **GOOD)
        (path.parent / "timestamp.txt").write_text(stamp)
    assert run(["nbgrader", "autograde", TINY, "--create"], tiny_course).returncode == 0
    with gradebook(tiny_course) as book:
        late, soon = (book.find_submission(TINY, name) for name in ("late", "soon"))
        assert (late.total_seconds_late, late.late_submission_penalty) == (3600, 5)
        assert (soon.total_seconds_late, soon.score) == (0, 5)


def test_nbgraders_command_uses_the_sandbox_and_the_test_runner(course):
    """A forged result gets 0 points, and the record describes how the submission was graded."""
    solutions = read_solutions(read())
    submit(course, "forger", NAME, clip="import sys\nclip = lambda *a: sys.displayhook(10)")
    submit(course, "honest", NAME, **solutions)
    done = run(["nbgrader", "autograde", NAME, "--create"], course)
    assert done.returncode == 0, done.stderr
    totals = {name: sum(score for score, _ in grades(course, name, NAME).values())
              for name in ("forger", "honest")}  # fmt: skip
    assert totals == {"forger": 0, "honest": 100}
    graded = course / "course" / "autograded" / "honest" / NAME / f"{NAME}.ipynb"
    record = nbformat.read(graded, as_version=4).metadata.autograder
    assert record.sandbox == "bubblewrap"
    assert record.limits.memory_mb > 0
    assert len(record.test_results) == 13


def test_a_broken_submission_does_not_stop_others(tiny_course):
    submit(tiny_course, "anna", **GOOD)
    submit(tiny_course, "zoe", **GOOD)
    broken = submit(tiny_course, "mia", **GOOD)
    broken.write_text("no notebook")
    done = run(["nbgrader", "autograde", TINY, "--create"], tiny_course)
    assert done.returncode != 0
    assert "is not a notebook" in done.stderr
    for student in ("anna", "zoe"):
        assert grades(tiny_course, student)["test-double"][0] == 3


def test_an_ordinary_user_grades_in_the_sandbox(released, as_user):
    """Most instructors are not root and own the files of the class."""
    course = as_user.home / "course"
    subprocess.run(["cp", "-r", released, course], check=True)
    submit(course, "honest", NAME, **read_solutions(read()))
    submit(course, "forger", NAME, clip="import sys\nclip = lambda *a: sys.displayhook(10)")
    as_user.own(course)
    done = as_user("-m", "autograder", "grade", cwd=course)
    assert done.returncode == 0, done.stdout + done.stderr
    totals = {student: row["total"] for student, row in grades_of(course, NAME).items()}
    assert totals == {"honest": "100", "forger": "0"}
    record = json.loads((course / "course" / "grading_records" / NAME / "honest.json").read_text())
    assert record["sandbox"] == "bubblewrap"


def test_unsafe_is_written_into_each_record(tiny_course):
    submit(tiny_course, "one", **GOOD)
    path = tiny_course / "course" / "grading_records" / TINY / "one.json"
    done = run(["autograder", "grade", TINY, "--unsafe"], tiny_course)
    assert done.returncode == 0, done.stderr
    record = json.loads(path.read_text())
    assert record["sandbox"] == "none (--unsafe)"
    assert record["limits"]["unsafe"] is True
    # The next run with a sandbox grades the submission again.
    done = run(["autograder", "grade", TINY], tiny_course)
    assert json.loads(path.read_text())["sandbox"] == "bubblewrap"
