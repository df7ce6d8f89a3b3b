"""Only what has changed is graded, and grades that move are shown before they are written."""

import fcntl
import json
import os
import shutil

import pytest
from sqlalchemy import create_engine, text

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
    """All that a run may write, byte for byte."""
    steps = ("autograded", "feedback", "graded")
    return {
        path.relative_to(course): path.read_bytes()
        for folder in steps
        for path in (course / "course" / folder).rglob("*")
        if path.is_file()
    } | {"gradebook": (course / "course" / "gradebook.db").read_bytes()}


def change(course, statement):
    """Change what the gradebook holds of the assignment, as a new release would."""
    engine = create_engine(snapshot.database(course))
    with engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount == 1
    engine.dispose()


def harder(course):
    """Another hidden test, that what was right does not pass."""
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


def test_equal_files_are_marked_once(graded):
    for number in range(20):
        submit(graded, f"copy {number}", **GOOD)
        submit(graded, f"new {number}", **{**GOOD, "essay": "All the same."})
    outcome = grade(graded)
    assert counts(outcome) == (1, 40, 3)
    assert set(points(outcome).values()) == {5, 1}


def test_a_file_put_back_is_not_marked_again(graded):
    first = state(graded)
    submit(graded, "good", **HALF)
    workers = Workers()
    outcome = grade(graded, workers=workers)
    # It is what another has submitted.
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
        *(path for path in first if "graded" in str(path)),
    }


def test_again_marks_everything(graded):
    outcome = grade(graded, again=True)
    assert (outcome.graded, outcome.recorded) == (3, 3)
    assert outcome.moved == {}


def limits(course):
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("\nget_config().Limits.output_kb = 900\n")


def more_points(course):
    change(
        course,
        "update grade_cells set max_score = 6 where id in "
        "(select id from base_cell where name = 'test-double' and type = 'GradeCell')",
    )


def helpers(course):
    with (course / "course" / "release" / TINY / "rnn_utils" / "names.py").open("a") as file:
        file.write("# changed\n")


@pytest.mark.parametrize(
    ("changed", "moved"),
    [
        (harder, {"good": {"test-double": (3, 0)}}),
        (limits, {}),
        (more_points, {"good": {"test-double": (3, 6)}}),
        (helpers, {}),
    ],
)
def test_another_assignment_marks_everything_and_shows_what_moves_before_it_writes(
    graded, changed, moved
):
    changed(graded)
    before, asked = state(graded), []

    def agree(shown):
        asked.append(shown)
        assert state(graded) == before
        return True

    outcome = grade(graded, agree=agree)
    assert counts(outcome) == (3, 3, 0)
    assert asked == [moved] * bool(moved)
    assert outcome.moved == moved
    assert counts(grade(graded)) == NOTHING


def test_nothing_is_written_without_a_yes_and_nothing_is_marked_twice(graded):
    harder(graded)
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


def test_a_changed_submission_is_recorded_while_others_are_held(graded):
    harder(graded)
    submit(graded, "half", double="def double(x): return {1: 2, 21: 43}[x]")
    submit(graded, "later", **GOOD)
    outcome = grade(graded, agree=lambda moved: False)
    assert outcome.held == 2  # the rejection, too
    assert set(outcome.moved) == {"good"}
    assert points(outcome) == {"good": 5, "half": 3, "later": 2}
    assert points(grade(graded, agree=lambda moved: True)) == {"good": 2, "half": 3, "later": 2}


BROKEN = {
    "empty": lambda content: b"",
    "first half": lambda content: content[: len(content) // 2],
    "zeros": lambda content: bytes(len(content)),
    "other": lambda content: b"[1, 2]",
}


@pytest.mark.parametrize("damage", BROKEN.values(), ids=BROKEN)
def test_a_broken_record_is_written_anew_without_marking(graded, damage):
    before = snapshot.files(graded, "autograded", "feedback", "graded")
    path = graded / "course" / "grading_records" / TINY / "good.json"
    path.write_bytes(damage(path.read_bytes()))
    workers = Workers()
    assert counts(grade(graded, workers=workers)) == (0, 1, 2)
    assert workers.started == []
    assert snapshot.files(graded, "autograded", "feedback", "graded") == before


@pytest.mark.parametrize("step", ["autograded", "feedback"])
def test_files_that_are_gone_come_back_without_marking(graded, step):
    before = snapshot.files(graded, "autograded", "feedback", "graded")
    shutil.rmtree(graded / "course" / step)
    workers = Workers()
    # The rejected one has no notebook.
    assert grade(graded, workers=workers).recorded == (2 if step == "autograded" else 3)
    assert workers.started == []
    assert snapshot.files(graded, "autograded", "feedback", "graded") == before


def test_a_broken_result_is_marked_anew(graded):
    """All ways of being broken in one run, since each costs a grading."""
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


def test_what_a_killed_run_has_left_half_written_goes(graded):
    left = [
        graded / "course" / "grading_records" / TINY / ".good.json.abc.unfinished",
        graded / "course" / "results" / TINY / "00" / ".0.json.gz.abc.unfinished",
        graded / "course" / "feedback" / "good" / TINY / ".tiny.html.abc.unfinished",
    ]
    for path in left:
        path.parent.mkdir(exist_ok=True)
        path.write_text("{")
    (graded / "course" / "grading_records" / TINY / "good.json").unlink()
    grade(graded)
    assert not any(path.exists() for path in left)


def test_one_student_alone(graded):
    for student in ("good", "half"):
        submit(graded, student, **{**GOOD, "essay": "New."})
    outcome = grade(graded, only=("half",))
    assert counts(outcome) == (1, 1, 0)
    assert points(outcome) == {"half": 5}
    with pytest.raises(UserError, match="nobody has not submitted tiny"):
        grade(graded, only=("nobody",))


def test_a_second_run_at_once_gets_a_sentence(graded):
    with (graded / "course" / ".grading.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(UserError, match="Another run is grading"):
            grade(graded)
    assert counts(grade(graded)) == NOTHING


def test_folder_names_that_nothing_can_store_stop_nobody(graded):
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
