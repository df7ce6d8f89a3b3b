"""Workers that die, that cannot start, and that receive submissions."""

import contextlib
import os
import signal
import sys
import threading
import time

import pytest

from autograder.batch.batch_run import WORKERS_DIED
from autograder.batch.local_workers import LocalWorkers
from autograder.errors import UserError
from tests.autograder.batch.classes import Workers, grade, points
from tests.autograder.tiny import GOOD, submit

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


class Deadly(Workers):
    """Workers that a thread kills.

    Parameters
    ----------
    fatal : callable
        Called with a worker; returns whether to kill it.
    """

    def __init__(self, fatal, number=2):
        super().__init__(number)
        self.fatal, self.over, self.killed = fatal, threading.Event(), set()

    def __enter__(self):
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()
        return self

    def __exit__(self, *raised):
        self.over.set()
        self.thread.join()

    def watch(self):
        while not self.over.is_set():
            for workers in self.started:
                for worker in list(workers.workers):
                    if worker.process.pid not in self.killed and self.fatal(worker):
                        self.killed.add(worker.process.pid)
                        with contextlib.suppress(ProcessLookupError):
                            os.kill(worker.process.pid, signal.SIGKILL)
            time.sleep(0.001)


def is_at(student):
    """Return a function that returns whether a worker grades a student's submission."""

    def grades_it(worker):
        with contextlib.suppress(IndexError):  # graded meanwhile
            return worker.is_ready and worker.jobs[0][0][0].student == student
        return False

    return grades_it


def test_a_submission_that_workers_die_at_is_given_up_and_graded_by_the_next_run(graded):
    for student in ("fine", "well"):
        submit(graded, student, **{**GOOD, "essay": student})
    # Long enough for the thread that kills, also on a busy machine.
    slow = f"import time\ntime.sleep(3)\n{GOOD['double']}"
    submit(graded, "deadly", **{**GOOD, "double": slow, "essay": "deadly"})
    with Deadly(is_at("deadly")) as workers:
        outcome = grade(graded, workers=workers)
    assert len(workers.killed) == 3
    (deadly,) = (grade for grade in outcome.grades if grade.student == "deadly")
    assert deadly.rejected
    assert deadly.notes == (WORKERS_DIED,)
    assert points(outcome) == {"good": 5, "half": 1, "fine": 5, "well": 5}
    page = graded / "course" / "feedback" / "deadly" / "tiny" / "tiny.html"
    assert "died three times" in page.read_text()
    outcome = grade(graded)
    assert (outcome.graded, outcome.recorded, outcome.unchanged) == (1, 1, 5)
    assert points(outcome)["deadly"] == 5


def test_workers_that_die_once_change_no_grade(graded):
    for number in range(4):
        submit(graded, f"s{number}", **{**GOOD, "essay": str(number)})
    seen = set()

    def once(worker):
        with contextlib.suppress(IndexError):
            student = worker.jobs[0][0][0].student
            if worker.is_ready and student not in seen:
                seen.add(student)
                return True
        return False

    with Deadly(once) as workers:
        outcome = grade(graded, workers=workers)
    assert len(workers.killed) >= 2
    assert {points(outcome)[f"s{number}"] for number in range(4)} == {5}


class Fatal(bytes):
    """An assignment that ends each worker that receives it before the worker is ready."""

    def __reduce__(self):
        return os._exit, (1,)


def test_workers_that_cannot_start_raise_an_error(graded):
    submit(graded, "new", **{**GOOD, "essay": "New."})
    with pytest.raises(UserError, match="end as soon as they start"):
        grade(graded, workers=lambda packed: LocalWorkers(Fatal(packed), 2))
    outcome = grade(graded)
    assert (outcome.graded, points(outcome)["new"]) == (1, 5)


UNPICKLED = []


def test_nothing_that_students_wrote_is_unpickled(graded):
    """Workers send results over a pipe that can also transfer pickled objects."""
    listening = True

    def listen(event, about):
        if listening and event.startswith("pickle."):
            UNPICKLED.append(about)

    sys.addaudithook(listen)
    submit(graded, "new", essay="cos\nsystem\n(S'false'\ntR.", double=GOOD["double"])
    assert points(grade(graded))["new"] == 5
    listening = False
    assert UNPICKLED == []
