"""Grading with a gradebook in PostgreSQL, and with several graders at the same time."""

# ruff: noqa: F811, a fixture that is imported bears the name of an argument
import contextlib
import datetime
import multiprocessing
import shutil

import pytest
from nbgrader.api import Gradebook

from autograder.batch.gradebook_writer import Book
from autograder.course import Course
from autograder.errors import UserError
from tests.autograder.batch import snapshot
from tests.autograder.batch.classes import Workers, grade, points
from tests.autograder.batch.postgresql import PASSWORD, Server, postgresql, use  # noqa: F401
from tests.autograder.conftest import run
from tests.autograder.tiny import GOOD, NAME, TINY, submit

pytestmark = pytest.mark.filterwarnings("ignore")
GRADERS = 4
STUDENTS = [f"s{number}" for number in range(12)]
DUE = datetime.datetime(2026, 1, 1, 12)
TIMEOUT_SECONDS = 300  # also on a busy machine


@pytest.fixture
def elsewhere(graded, postgresql, request):
    """The graded course with its gradebook in a new database, without grades."""
    folders = [graded / "course" / name for name in ("grading_records", "autograded", "feedback")]
    for folder in folders:
        shutil.rmtree(folder)
    url = postgresql.database(request.node.name[:60])
    use(graded, url)
    result = Course(graded).api().generate_assignment(TINY, force=True, create=True)
    assert result["success"], result["log"]
    return graded, url


def test_a_run_writes_the_same_as_with_sqlite(elsewhere, graded_once):
    course, url = elsewhere
    workers = Workers()
    outcome = grade(course, workers=workers)
    # The release has the same version, so the stored results are used.
    assert (outcome.graded, outcome.recorded) == (0, 3)
    assert workers.started == []
    assert snapshot.gradebook(url) == snapshot.gradebook(snapshot.database(graded_once))
    steps = ("autograded", "feedback", "grading_records")
    assert snapshot.files(course, *steps) == snapshot.files(graded_once, *steps)
    assert grade(course).unchanged == 3


def test_manual_grades_are_kept_and_changed_grades_need_confirmation(elsewhere):
    course, url = elsewhere
    grade(course)
    with contextlib.closing(Gradebook(url, NAME)) as book:
        book.find_grade("essay", TINY, TINY, "good").manual_score = 4.5
        book.find_comment("essay", TINY, TINY, "good").manual_comment = "Świetnie \U0001f995"
        book.update_or_create_submission(TINY, "half", extension=datetime.timedelta(days=1))
    before = snapshot.gradebook(url)
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("\nget_config().Limits.output_kb = 900\n")
    submit(course, "half", double=GOOD["double"])
    outcome = grade(course, again=True)
    assert points(outcome) == {"good": 9.5, "half": 5}
    changed = snapshot.difference(before, snapshot.gradebook(url))
    assert {row[0] for row in changed} == {"grade"}
    assert sum(("manual_comment", "Świetnie \U0001f995") in row for row in before) == 1


def test_the_command_prints_the_url_of_the_gradebook_without_password(elsewhere):
    course, _ = elsewhere
    done = run(["autograder", "grade", TINY], course)
    assert done.returncode == 0, done.stderr
    assert "postgresql+psycopg://" in done.stdout
    assert PASSWORD not in done.stdout + done.stderr
    assert "gradebook.db" not in done.stdout


def test_a_server_that_does_not_answer_is_reported(graded):
    with Server() as server:
        use(graded, server.copy("book", snapshot.database(graded)))
        submit(graded, "good", **{**GOOD, "essay": "New."})

        class Stopped(Workers):
            """Stop the server while a class is graded."""

            def __call__(self, packed):
                server.stop()
                return super().__call__(packed)

        with pytest.raises(UserError, match="The gradebook does not answer") as raised:
            grade(graded, workers=Stopped())
        assert PASSWORD not in str(raised.value)
    with pytest.raises(UserError, match="The gradebook does not answer"):
        grade(graded)


def scores(student, turn):
    """Return the scores of a student in a turn, the same for all graders."""
    number = int(student[1:]) + turn
    return {"test-double": 3.0 * (number % 2), "test-partly": number % 5 / 2, "essay": None,
            "by-hand": None, "task": None}  # fmt: skip


def record_class(folder, grader, turns, barrier):
    """Record the scores of all students in an order that depends on the grader."""
    stamp = datetime.datetime(2026, 1, 1, 13)
    with Book(Course(folder), TINY) as book:
        barrier.wait(TIMEOUT_SECONDS)
        for turn in range(turns):
            for place in range(len(STUDENTS)):
                # All graders have the same order in the first turn.
                step = grader + 1 if turn else 1
                student = STUDENTS[(place * step) % len(STUDENTS)]
                book.record(student, stamp, scores(student, 0), ["double"])


def grade_by_hand(folder, barrier):
    """Write manual grades and comments, as formgrader does."""
    course = Course(folder)
    api = course.api()
    barrier.wait(TIMEOUT_SECONDS)
    done = set()
    while len(done) < len(STUDENTS):
        with Gradebook(api.coursedir.db_url, course_id=api.course_id) as book:
            for number, student in enumerate(STUDENTS):
                with contextlib.suppress(Exception):  # not recorded yet
                    if student not in done:
                        grade = book.find_grade("essay", TINY, TINY, student)
                        grade.manual_score, grade.extra_credit = number / 4, 0.25
                        comment = book.find_comment("essay", TINY, TINY, student)
                        comment.manual_comment = f"to {student}"
                        book.db.commit()
                        done.add(student)
                book.db.rollback()


@pytest.mark.parametrize("where", ["postgresql", "sqlite"])
def test_several_graders_at_the_same_time_lose_nothing(graded_once, postgresql, tmp_path, where):
    courses = {}
    for name in ("together", "alone"):
        courses[name] = course = shutil.copytree(graded_once, tmp_path / name)
        with contextlib.closing(Gradebook(snapshot.database(course), NAME)) as book:
            book.update_or_create_assignment(TINY, duedate=DUE)
        courses[name, "url"] = snapshot.database(course)
        if where == "postgresql":
            url = postgresql.copy(f"{name}-at-once", snapshot.database(course))
            use(course, url)
            courses[name, "url"] = url
    # Not forked from this process, because it has threads.
    context = multiprocessing.get_context("forkserver")
    barrier = context.Barrier(GRADERS + 1)
    together = courses["together"]
    processes = [
        context.Process(target=record_class, args=(together, number, 3, barrier))
        for number in range(GRADERS)
    ] + [context.Process(target=grade_by_hand, args=(together, barrier))]
    for process in processes:
        process.start()
    for process in processes:
        process.join(TIMEOUT_SECONDS)
    assert [process.exitcode for process in processes] == [0] * len(processes)
    single = context.Barrier(1)
    alone = courses["alone"]
    record_class(alone, 0, 1, single)
    grade_by_hand(alone, single)
    # The last writer decides whether manual points need review.
    record_class(alone, 0, 1, single)
    record_class(together, 0, 1, single)
    found = [snapshot.gradebook(courses[name, "url"]) for name in ("together", "alone")]
    assert found[0] == found[1], snapshot.difference(*found)
    assert sum(row[0] == "grade" for row in found[0]) == 5 * (len(STUDENTS) + 2)
    assert sum(("extra_credit", 0.25) in row for row in found[0]) == len(STUDENTS)
