"""Courses in which runs are killed: nothing graded, all graded, and all graded again."""

import dataclasses
import itertools
import shutil

from sqlalchemy import create_engine, text

from tests.autograder.batch import snapshot
from tests.autograder.batch.postgresql import use
from tests.autograder.tiny import decide
from tests.kills.kills import prepare
from tests.kills.runs import fill


def grading(server, released, folder):
    """Return a case in which no submission is graded."""
    course = fill(shutil.copytree(released, folder / "to-grade"))
    return prepare(server, course, folder / "graded")


def recording(server, released, folder):
    """Return a case in which results are stored and no grade is recorded."""
    grading(server, released, folder)
    course = shutil.copytree(folder / "to-grade", folder / "to-record")
    shutil.copytree(folder / "graded" / "course" / "results", course / "course" / "results")
    return prepare(server, course, folder / "recorded")


def moving(server, folder):
    """Return a case in which all grades are recorded, a hidden test changed, and results exist."""
    course = shutil.copytree(folder / "recorded", folder / "to-move")
    change_hidden_test(course)
    # A run is a fork of a process here, and what decides about tests does not survive a fork.
    decide(course)
    once = prepare(server, course, folder / "moved", "--yes")
    shutil.copytree(
        folder / "moved" / "course" / "results", course / "course" / "results", dirs_exist_ok=True
    )
    again = prepare(server, course, folder / "moved-again", "--yes")
    assert again.after == once.after
    return again


def in_postgresql(case, server):
    """Return the case with its gradebook in PostgreSQL, a new database for each course."""
    here = snapshot.database(case.before)
    there = server.copy("kills", here)
    assert snapshot.difference(snapshot.gradebook(there), snapshot.gradebook(here)) == []
    numbers = itertools.count(1)

    def open_new(course):
        url = server.database(f"kills-{next(numbers)}", template="kills")
        use(course, url)
        return url

    return dataclasses.replace(case, open=open_new)


def change_hidden_test(course, url=None):
    """Change a hidden test as a new release would, so that the score of one student changes."""
    engine = create_engine(url or snapshot.database(course))
    with engine.begin() as connection:
        done = connection.execute(
            text(
                "update source_cell set source = replace(source, 'double(21) == 42', "
                "'double(1) == 2') where source like '%double(21)%'"
            )
        )
        assert done.rowcount == 1
    engine.dispose()
