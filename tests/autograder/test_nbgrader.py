"""nbgrader's own ways go on as they are, in the sandbox: commands, gradebook, manual marks."""

import datetime
import json
import os
import subprocess
import time
import urllib.error
import urllib.request
import warnings

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.demo import filled_in
from autograder.files import write_atomically
from autograder.source import solution_cells
from tests.autograder.conftest import SCRIPTS, run
from tests.instructor import read

NAME = "dinosaur_land"
TINY = "tiny"


def role(grade_id, **flags):
    flags = {"grade": False, "solution": False, "locked": False, "task": False, **flags}
    return {"nbgrader": {"grade_id": grade_id, "schema_version": 3, **flags}}


def tiny():
    """Another assignment than ours, with every kind of cell that nbgrader knows."""
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


@pytest.fixture
def tiny_course(empty_course):
    """A course with that assignment, released by nbgrader's own command."""
    path = empty_course / "notebooks" / TINY / f"{TINY}.ipynb"
    path.parent.mkdir()
    nbformat.write(tiny(), path)
    done = run(["nbgrader", "generate_assignment", TINY], empty_course)
    assert done.returncode == 0, done.stderr
    return empty_course


def hand_in(course, student, assignment=TINY, **sources):
    released = course / "course" / "release" / assignment / f"{assignment}.ipynb"
    target = course / "course" / "submitted" / student / assignment / f"{assignment}.ipynb"
    write_atomically(target, nbformat.writes(filled_in(released, sources)))
    return target


GOOD = {"double": "def double(x): return x + x", "essay": "Because.", "by-hand": "def free(): 1"}


def gradebook(course):
    """nbgrader's gradebook, whose SQLAlchemy is older than ours."""
    warnings.simplefilter("ignore")
    from nbgrader.api import Gradebook

    return Gradebook(f"sqlite:///{course / 'course' / 'gradebook.db'}", NAME)


def grades(course, student, assignment=TINY):
    with gradebook(course) as book:
        (notebook,) = book.find_submission(assignment, student).notebooks
        return {g.name: (g.score, g.needs_manual_grade) for g in notebook.grades}


@pytest.mark.filterwarnings("ignore")
def test_every_kind_of_cell_is_marked_as_nbgrader_does(tiny_course):
    hand_in(tiny_course, "good", **GOOD)
    hand_in(tiny_course, "half", double="def double(x): return 2 if x == 1 else 0")
    done = run(["nbgrader", "autograde", TINY, "--create"], tiny_course)
    assert done.returncode == 0, done.stderr
    assert grades(tiny_course, "good") == {
        "test-double": (3, False), "test-partly": (2, False),
        "essay": (0, True), "by-hand": (0, True), "task": (0, True),
    }  # fmt: skip
    half = grades(tiny_course, "half")
    assert half["test-double"] == (0, False)
    assert half["test-partly"] == (1, False)
    # Untouched answers are worth nothing without anybody's looking.
    assert half["essay"] == half["by-hand"] == (0, False)


@pytest.mark.filterwarnings("ignore")
def test_manual_marks_and_comments_survive_a_re_marking(tiny_course):
    hand_in(tiny_course, "one", **GOOD)
    assert run(["nbgrader", "autograde", TINY, "--create"], tiny_course).returncode == 0
    with gradebook(tiny_course) as book:
        for name, points in (("essay", 4.5), ("test-double", 1)):
            grade = book.find_grade(name, TINY, TINY, "one")
            grade.manual_score, grade.needs_manual_grade = points, False
        book.find_comment("double", TINY, TINY, "one").manual_comment = "Well & good"
        book.db.commit()
    hand_in(tiny_course, "one", **{**GOOD, "double": "def double(x): return 0"})
    assert run(["nbgrader", "autograde", TINY, "--force"], tiny_course).returncode == 0
    after = grades(tiny_course, "one")
    assert after["essay"] == (4.5, True)
    assert after["test-double"] == (1, True)
    assert after["test-partly"][0] == 0.5  # zero is right for zero
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
        path = hand_in(tiny_course, student, **GOOD)
        (path.parent / "timestamp.txt").write_text(stamp)
    assert run(["nbgrader", "autograde", TINY, "--create"], tiny_course).returncode == 0
    with gradebook(tiny_course) as book:
        late, soon = (book.find_submission(TINY, name) for name in ("late", "soon"))
        assert (late.total_seconds_late, late.late_submission_penalty) == (3600, 5)
        assert (soon.total_seconds_late, soon.score) == (0, 5)


def test_nbgraders_command_marks_in_the_sandbox_by_the_examiner(course):
    """A forged result is worth nothing, and the record says how it was marked."""
    solutions = solution_cells(read())
    hand_in(course, "forger", NAME, clip="import sys\nclip = lambda *a: sys.displayhook(10)")
    hand_in(course, "honest", NAME, **solutions)
    done = run(["nbgrader", "autograde", NAME, "--create"], course)
    assert done.returncode == 0, done.stderr
    totals = {name: sum(score for score, _ in grades(course, name, NAME).values())
              for name in ("forger", "honest")}  # fmt: skip
    assert totals == {"forger": 0, "honest": 100}
    marked = course / "course" / "autograded" / "honest" / NAME / f"{NAME}.ipynb"
    record = nbformat.read(marked, as_version=4).metadata.autograder
    assert record.sandbox == "bubblewrap"
    assert record.limits.memory_mb > 0
    assert len(record.verdicts) == 13


def test_one_broken_submission_stops_no_other(tiny_course):
    hand_in(tiny_course, "anna", **GOOD)
    hand_in(tiny_course, "zoe", **GOOD)
    broken = hand_in(tiny_course, "mia", **GOOD)
    broken.write_text("no notebook")
    done = run(["nbgrader", "autograde", TINY, "--create"], tiny_course)
    assert done.returncode != 0
    assert "is not a notebook" in done.stderr
    for student in ("anna", "zoe"):
        assert grades(tiny_course, student)["test-double"][0] == 3


def test_an_ordinary_user_marks_in_the_sandbox(released, as_user):
    """Not root, as most instructors; and the class's files are her own."""
    course = as_user.home / "course"
    subprocess.run(["cp", "-r", released, course], check=True)
    hand_in(course, "honest", NAME, **solution_cells(read()))
    hand_in(course, "forger", NAME, clip="import sys\nclip = lambda *a: sys.displayhook(10)")
    as_user.own(course)
    done = as_user("-m", "autograder", "mark", cwd=course)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = (course / "course" / "grades.csv").read_text().splitlines()
    assert any("honest" in line and ",100.0," in line for line in lines)
    assert any("forger" in line and ",0.0," in line for line in lines)
    record = json.loads((course / "course" / "marked" / NAME / "honest.json").read_text())
    assert record["sandbox"] == "bubblewrap"


def test_unsafe_is_written_into_every_record(course):
    hand_in(course, "one", NAME, **solution_cells(read()))
    done = run(["autograder", "mark", "--unsafe"], course)
    assert done.returncode == 0, done.stderr
    record = json.loads((course / "course" / "marked" / NAME / "one.json").read_text())
    assert record["sandbox"] == "none (--unsafe)"
    assert record["limits"]["unsafe"] is True
    # A mark without a sandbox is no mark that stays once there is one.
    done = run(["autograder", "mark"], course)
    record = json.loads((course / "course" / "marked" / NAME / "one.json").read_text())
    assert record["sandbox"] == "bubblewrap"


def test_formgraders_button_marks_in_the_sandbox(tiny_course):
    """The request that the button sends, to a real server with nbgrader's extensions."""
    hand_in(tiny_course, "good", **GOOD)
    hand_in(tiny_course, "forger", double="import sys\ndouble = lambda x: sys.displayhook(3)")
    port, token = 18000 + os.getpid() % 2000, "sandbox"
    with (tiny_course / "server.log").open("w") as log:
        server = subprocess.Popen(
            [SCRIPTS / "jupyter", "server", "--allow-root", "--no-browser", f"--port={port}",
             f"--IdentityProvider.token={token}", "--ServerApp.disable_check_xsrf=True",
             "--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}"],
            cwd=tiny_course, stdout=log, stderr=log,
            env={**os.environ, "HOME": str(tiny_course), "JUPYTER_CONFIG_DIR": str(tiny_course)},
        )  # fmt: skip
    try:
        for student in ("good", "forger"):
            url = f"http://127.0.0.1:{port}/formgrader/api/submission/{TINY}/{student}/autograde"
            answer = json.loads(post(url, token))
            assert answer["success"], answer
    finally:
        server.terminate()
        server.wait()
    assert grades(tiny_course, "good")["test-double"] == (3, False)
    assert grades(tiny_course, "forger")["test-double"] == (0, False)


def post(url, token, seconds=90):
    """Send an empty POST, again until the server is up."""
    deadline = time.monotonic() + seconds
    while True:
        request = urllib.request.Request(
            url, data=b"", headers={"Authorization": f"token {token}"}, method="POST"
        )
        try:
            with urllib.request.urlopen(request, timeout=seconds) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            return error.read()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)
