"""Only changed submissions are graded, and changed grades are shown before they are written."""

import fcntl
import json
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from autograder.batch.temporary_folders import PREFIX
from autograder.errors import UserError
from tests.autograder.batch import snapshot
from tests.autograder.batch.classes import Workers, grade, points
from tests.autograder.batch.conftest import HALF
from tests.autograder.conftest import run
from tests.autograder.tiny import GOOD, TINY, submit
from tests.kills.processes import descendants

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
NOTHING = (0, 0, 3)


def counts(outcome):
    return outcome.graded, outcome.recorded, outcome.unchanged


def state(course):
    """Return the content of all files that a run writes."""
    steps = ("autograded", "feedback", "grading_records")
    return {
        path.relative_to(course): path.read_bytes()
        for folder in steps
        for path in (course / "course" / folder).rglob("*")
        if path.is_file()
    } | {"gradebook": (course / "course" / "gradebook.db").read_bytes()}


def change(course, statement):
    """Change a row of the assignment in the gradebook, as a new release would."""
    engine = create_engine(snapshot.database(course))
    with engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount == 1
    engine.dispose()


def change_hidden_test(course):
    """Change a hidden test so that the right solution fails."""
    change(
        course,
        "update source_cell set source = replace(source, 'double(21) == 42', 'double(21) == 43') "
        "where source like '%double(21)%'",
    )


def test_an_unchanged_class_needs_no_worker(graded):
    workers, before, processes = Workers(), state(graded), descendants(os.getpid())
    outcome = grade(graded, workers=workers)
    assert counts(outcome) == NOTHING
    assert workers.started == []
    assert set(descendants(os.getpid())) <= set(processes)
    assert state(graded) == before
    assert points(outcome) == {"good": 5, "half": 1}


def test_equal_files_are_graded_once(graded):
    for number in range(20):
        submit(graded, f"copy {number}", **GOOD)
        submit(graded, f"new {number}", **{**GOOD, "essay": "All the same."})
    outcome = grade(graded)
    assert counts(outcome) == (1, 40, 3)
    assert set(points(outcome).values()) == {5, 1}


def test_a_restored_file_is_not_graded_again(graded):
    first = state(graded)
    submit(graded, "good", **HALF)
    workers = Workers()
    outcome = grade(graded, workers=workers)
    # Another student submitted the same file.
    assert counts(outcome) == (0, 1, 2)
    assert points(outcome)["good"] == 1
    submit(graded, "good", **GOOD)
    outcome = grade(graded, workers=workers)
    assert counts(outcome) == (0, 1, 2)
    assert points(outcome)["good"] == 5
    assert workers.started == []
    after = state(graded)
    assert {path for path in first if first[path] != after.get(path)} <= {
        "gradebook",
        *(path for path in first if "grading_records" in str(path)),
    }


def test_again_grades_everything(graded):
    outcome = grade(graded, again=True)
    assert (outcome.graded, outcome.recorded) == (3, 3)
    assert outcome.changed_scores == {}


def change_limits(course):
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("\nget_config().Limits.output_kb = 900\n")


def change_points(course):
    change(
        course,
        "update grade_cells set max_score = 6 where id in "
        "(select id from base_cell where name = 'test-double' and type = 'GradeCell')",
    )


def change_released_file(course):
    with (course / "course" / "release" / TINY / "rnn_utils" / "names.py").open("a") as file:
        file.write("# changed\n")


@pytest.mark.parametrize(
    ("change_assignment", "changed_scores"),
    [
        (change_hidden_test, {"good": {"test-double": (3, 0)}}),
        (change_limits, {}),
        (change_points, {"good": {"test-double": (3, 6)}}),
        (change_released_file, {}),
    ],
)
def test_a_changed_assignment_grades_everything_and_shows_changes_before_it_writes(
    graded, change_assignment, changed_scores
):
    change_assignment(graded)
    before, asked = state(graded), []

    def confirm(changed):
        asked.append(changed)
        assert state(graded) == before
        return True

    outcome = grade(graded, confirm=confirm)
    assert counts(outcome) == (3, 3, 0)
    assert asked == [changed_scores] * bool(changed_scores)
    assert outcome.changed_scores == changed_scores
    assert counts(grade(graded)) == NOTHING


def test_nothing_is_written_without_confirmation_and_nothing_is_graded_twice(graded):
    change_hidden_test(graded)
    before = state(graded)
    done = run(["autograder", "grade", TINY, "--json"], graded)
    assert done.returncode == 3, done.stderr
    document = json.loads(done.stdout)
    assert (document["graded"], document["recorded"], document["held"]) == (3, 0, 3)
    assert document["moved"] == {"good": {"test-double": [3.0, 0.0]}}
    assert state(graded) == before
    workers = Workers()
    outcome = grade(graded, workers=workers)
    assert counts(outcome) == (0, 3, 0)
    assert workers.started == []
    assert points(outcome) == {"good": 2, "half": 1}


def test_a_changed_submission_is_recorded_while_others_are_withheld(graded):
    change_hidden_test(graded)
    submit(graded, "half", double="def double(x): return {1: 2, 21: 43}[x]")
    submit(graded, "later", **GOOD)
    outcome = grade(graded, confirm=lambda changed: False)
    assert outcome.withheld == 2  # including the rejection
    assert set(outcome.changed_scores) == {"good"}
    assert points(outcome) == {"good": 5, "half": 3, "later": 2}
    assert points(grade(graded, confirm=lambda changed: True)) == {"good": 2, "half": 3, "later": 2}


BROKEN = {
    "empty": lambda content: b"",
    "first half": lambda content: content[: len(content) // 2],
    "zeros": lambda content: bytes(len(content)),
    "other": lambda content: b"[1, 2]",
}


@pytest.mark.parametrize("damage", BROKEN.values(), ids=BROKEN)
def test_a_broken_record_is_written_again_without_grading(graded, damage):
    before = snapshot.files(graded, "autograded", "feedback", "grading_records")
    path = graded / "course" / "grading_records" / TINY / "good.json"
    path.write_bytes(damage(path.read_bytes()))
    workers = Workers()
    assert counts(grade(graded, workers=workers)) == (0, 1, 2)
    assert workers.started == []
    assert snapshot.files(graded, "autograded", "feedback", "grading_records") == before


@pytest.mark.parametrize("step", ["autograded", "feedback"])
def test_missing_files_are_written_again_without_grading(graded, step):
    before = snapshot.files(graded, "autograded", "feedback", "grading_records")
    shutil.rmtree(graded / "course" / step)
    workers = Workers()
    # The rejected submission has no notebook.
    assert grade(graded, workers=workers).recorded == (2 if step == "autograded" else 3)
    assert workers.started == []
    assert snapshot.files(graded, "autograded", "feedback", "grading_records") == before


def test_a_broken_result_is_graded_again(graded):
    """All kinds of damage in one run, because each of them needs a grading."""
    for number, name in enumerate(BROKEN):
        submit(graded, name, **{**GOOD, "essay": str(number)})
    grade(graded)
    for name, damage in BROKEN.items():
        record = graded / "course" / "grading_records" / TINY / f"{name}.json"
        digest = json.loads(record.read_text())["digest"]
        (path,) = (graded / "course" / "results" / TINY).glob(f"*/{digest}.json.gz")
        path.write_bytes(damage(path.read_bytes()))
        record.unlink()
    assert counts(grade(graded)) == (4, 4, 3)


def test_unfinished_files_of_a_killed_run_are_removed(graded):
    unfinished = [
        graded / "course" / "grading_records" / TINY / ".good.json.abc.unfinished",
        graded / "course" / "results" / TINY / "00" / ".0.json.gz.abc.unfinished",
        graded / "course" / "feedback" / "good" / TINY / ".tiny.html.abc.unfinished",
    ]
    for path in unfinished:
        path.parent.mkdir(exist_ok=True)
        path.write_text("{")
    (graded / "course" / "grading_records" / TINY / "good.json").unlink()
    grade(graded)
    assert not any(path.exists() for path in unfinished)


def test_a_run_without_work_removes_the_temporary_folders_of_a_killed_run(graded, monkeypatch):
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="scratch-") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        Path(tempfile.mkdtemp(prefix=PREFIX), "file").touch()
        assert counts(grade(graded)) == NOTHING
        assert not list(Path(folder).iterdir())


def test_one_student_alone(graded):
    for student in ("good", "half"):
        submit(graded, student, **{**GOOD, "essay": "New."})
    outcome = grade(graded, only=("half",))
    assert counts(outcome) == (1, 1, 0)
    assert points(outcome) == {"half": 5}
    with pytest.raises(UserError, match="nobody has not submitted tiny"):
        grade(graded, only=("nobody",))


def test_a_second_run_at_the_same_time_is_rejected(graded):
    with (graded / "course" / ".grading.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(UserError, match="Another run is grading"):
            grade(graded)
    assert counts(grade(graded)) == NOTHING


def test_folder_names_that_cannot_be_stored_do_not_stop_the_run(graded):
    strange = [os.fsdecode(b"\xff\xfe"), "x" * 250, "\u202egood", "a\nb"]
    for name in strange:
        submit(graded, name, **GOOD)
    submit(graded, "new", **GOOD)
    outcome = grade(graded)
    assert points(outcome) == {"good": 5, "half": 1, "new": 5}
    assert len(outcome.grades) == 4 + len(strange)
    assert all(grade.student.isprintable() for grade in outcome.grades)
    assert counts(grade(graded)) == (0, 0, 8)
    done = run(["autograder", "grade", TINY], graded)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("The folder name") == len(strange)
