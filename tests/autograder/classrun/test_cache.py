"""Only what has changed is marked, and marks that move are shown before they are written."""

import fcntl
import json
import os
import shutil

import pytest
from sqlalchemy import create_engine, text

from autograder.errors import UserError
from tests.autograder.classrun import snapshot
from tests.autograder.classrun.classes import Workers, mark, points
from tests.autograder.classrun.conftest import HALF
from tests.autograder.conftest import run
from tests.autograder.tiny import GOOD, TINY, hand_in
from tests.kills.processes import descendants

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
NOTHING = (0, 0, 3)


def counts(outcome):
    return outcome.marked, outcome.recorded, outcome.unchanged


def state(course):
    """All that a run may write, byte for byte."""
    steps = ("autograded", "feedback", "marked")
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


def test_an_unchanged_class_needs_no_worker(marked):
    workers, before, processes = Workers(), state(marked), descendants(os.getpid())
    outcome = mark(marked, workers=workers)
    assert counts(outcome) == NOTHING
    assert workers.started == []
    assert set(descendants(os.getpid())) <= set(processes)
    assert state(marked) == before
    assert points(outcome) == {"good": 5, "half": 1}


def test_equal_files_are_marked_once(marked):
    for number in range(20):
        hand_in(marked, f"copy {number}", **GOOD)
        hand_in(marked, f"new {number}", **{**GOOD, "essay": "All the same."})
    outcome = mark(marked)
    assert counts(outcome) == (1, 40, 3)
    assert set(points(outcome).values()) == {5, 1}


def test_a_file_put_back_is_not_marked_again(marked):
    first = state(marked)
    hand_in(marked, "good", **HALF)
    workers = Workers()
    outcome = mark(marked, workers=workers)
    # It is what another has handed in.
    assert counts(outcome) == (0, 1, 2)
    assert points(outcome)["good"] == 1
    hand_in(marked, "good", **GOOD)
    outcome = mark(marked, workers=workers)
    assert counts(outcome) == (0, 1, 2)
    assert points(outcome)["good"] == 5
    assert workers.started == []
    after = state(marked)
    assert {path for path in first if first[path] != after.get(path)} <= {
        "gradebook",
        *(path for path in first if "marked" in str(path)),
    }


def test_again_marks_everything(marked):
    outcome = mark(marked, again=True)
    assert (outcome.marked, outcome.recorded) == (3, 3)
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
    marked, changed, moved
):
    changed(marked)
    before, asked = state(marked), []

    def agree(shown):
        asked.append(shown)
        assert state(marked) == before
        return True

    outcome = mark(marked, agree=agree)
    assert counts(outcome) == (3, 3, 0)
    assert asked == [moved] * bool(moved)
    assert outcome.moved == moved
    assert counts(mark(marked)) == NOTHING


def test_nothing_is_written_without_a_yes_and_nothing_is_marked_twice(marked):
    harder(marked)
    before = state(marked)
    done = run(["autograder", "mark", TINY, "--json"], marked)
    assert done.returncode == 3, done.stderr
    document = json.loads(done.stdout)
    assert (document["marked"], document["recorded"], document["held"]) == (3, 0, 3)
    assert document["moved"] == {"good": {"test-double": [3.0, 0.0]}}
    assert state(marked) == before
    workers = Workers()
    outcome = mark(marked, workers=workers)
    assert counts(outcome) == (0, 3, 0)
    assert workers.started == []
    assert points(outcome) == {"good": 2, "half": 1}


def test_a_changed_submission_is_recorded_while_others_are_held(marked):
    harder(marked)
    hand_in(marked, "half", double="def double(x): return {1: 2, 21: 43}[x]")
    hand_in(marked, "later", **GOOD)
    outcome = mark(marked, agree=lambda moved: False)
    assert outcome.held == 2  # the refusal, too
    assert set(outcome.moved) == {"good"}
    assert points(outcome) == {"good": 5, "half": 3, "later": 2}
    assert points(mark(marked, agree=lambda moved: True)) == {"good": 2, "half": 3, "later": 2}


BROKEN = {
    "empty": lambda content: b"",
    "first half": lambda content: content[: len(content) // 2],
    "zeros": lambda content: bytes(len(content)),
    "other": lambda content: b"[1, 2]",
}


@pytest.mark.parametrize("damage", BROKEN.values(), ids=BROKEN)
def test_a_broken_record_is_written_anew_without_marking(marked, damage):
    before = snapshot.files(marked, "autograded", "feedback", "marked")
    path = marked / "course" / "marked" / TINY / "good.json"
    path.write_bytes(damage(path.read_bytes()))
    workers = Workers()
    assert counts(mark(marked, workers=workers)) == (0, 1, 2)
    assert workers.started == []
    assert snapshot.files(marked, "autograded", "feedback", "marked") == before


@pytest.mark.parametrize("step", ["autograded", "feedback"])
def test_files_that_are_gone_come_back_without_marking(marked, step):
    before = snapshot.files(marked, "autograded", "feedback", "marked")
    shutil.rmtree(marked / "course" / step)
    workers = Workers()
    # The refused one has no notebook.
    assert mark(marked, workers=workers).recorded == (2 if step == "autograded" else 3)
    assert workers.started == []
    assert snapshot.files(marked, "autograded", "feedback", "marked") == before


def test_a_broken_result_is_marked_anew(marked):
    """All ways of being broken in one run, since each costs a marking."""
    for number, name in enumerate(BROKEN):
        hand_in(marked, name, **{**GOOD, "essay": str(number)})
    mark(marked)
    for name, damage in BROKEN.items():
        record = marked / "course" / "marked" / TINY / f"{name}.json"
        digest = json.loads(record.read_text())["digest"]
        (path,) = (marked / "course" / "results" / TINY).glob(f"*/{digest}.json.gz")
        path.write_bytes(damage(path.read_bytes()))
        record.unlink()
    assert counts(mark(marked)) == (4, 4, 3)


def test_what_a_killed_run_has_left_half_written_goes(marked):
    left = [
        marked / "course" / "marked" / TINY / ".good.json.abc.unfinished",
        marked / "course" / "results" / TINY / "00" / ".0.json.gz.abc.unfinished",
        marked / "course" / "feedback" / "good" / TINY / ".tiny.html.abc.unfinished",
    ]
    for path in left:
        path.parent.mkdir(exist_ok=True)
        path.write_text("{")
    (marked / "course" / "marked" / TINY / "good.json").unlink()
    mark(marked)
    assert not any(path.exists() for path in left)


def test_one_student_alone(marked):
    for student in ("good", "half"):
        hand_in(marked, student, **{**GOOD, "essay": "New."})
    outcome = mark(marked, only=("half",))
    assert counts(outcome) == (1, 1, 0)
    assert points(outcome) == {"half": 5}
    with pytest.raises(UserError, match="nobody has not handed in tiny"):
        mark(marked, only=("nobody",))


def test_a_second_run_at_once_gets_a_sentence(marked):
    with (marked / "course" / ".marking.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(UserError, match="Another run is marking"):
            mark(marked)
    assert counts(mark(marked)) == NOTHING


def test_folder_names_that_nothing_can_store_stop_nobody(marked):
    strange = [os.fsdecode(b"\xff\xfe"), "x" * 250, "\u202egood", "a\nb"]
    for name in strange:
        hand_in(marked, name, **GOOD)
    hand_in(marked, "new", **GOOD)
    outcome = mark(marked)
    assert points(outcome) == {"good": 5, "half": 1, "new": 5}
    assert len(outcome.marks) == 4 + len(strange)
    assert all(mark.student.isprintable() for mark in outcome.marks)
    assert counts(mark(marked)) == (0, 0, 8)
    done = run(["autograder", "mark", TINY], marked)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("The folder name") == len(strange)
