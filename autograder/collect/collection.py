"""Collect submissions into a course: roster, files and nbgrader's gradebook."""

import hashlib
from contextlib import contextmanager
from datetime import UTC

from nbgrader.api import Gradebook, MissingEntry
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn

from autograder.collect.attempt_store import digests_of
from autograder.collect.importer import import_downloads
from autograder.collect.roster import (
    read_roster,
    write_roster,
)
from autograder.config import ASSIGNMENT, list_assignments
from autograder.console import make_console
from autograder.errors import UserError

ROSTER = "roster.csv"


def collect_submissions(course, paths, roster, assignment, kind, dry_run, stderr=False):
    """Import downloads into a course and add its students to the gradebook.

    Parameters
    ----------
    course : Course
    paths : list of Path
        May be empty when there is a roster.
    roster : Path or None
        A list of students that takes the place of ``course/roster.csv``.
    assignment : str or None
        None for the first one, unless the files say that it is another.
    kind : str or None
        See `autograder.collect.importer.import_downloads`.
    dry_run : bool
    stderr : bool
        Show progress there, since the other stream is for machines.

    Returns
    -------
    Report

    Raises
    ------
    UserError
        If anything in the call is wrong; then nothing was changed.
    """
    others = []
    if assignment is None:
        assignment = ASSIGNMENT
        others = [name for name in list_assignments(course.root) if name != assignment]
    course.source(assignment)  # reports an assignment that does not exist
    if not paths and roster is None:
        raise UserError("Name a zip or folder downloaded from the platform, or a --roster.")
    own = course.work / ROSTER
    people = read_roster(roster or own) if roster or own.is_file() else None
    due = due_date(course, assignment)
    try:
        with bar(stderr) as progress:
            report = import_downloads(
                course.work, paths, assignment, people, kind, due, dry_run,
                tracker(progress, "Collecting"), untouched(course, assignment), others,
            )  # fmt: skip
            if people is not None and not dry_run:
                if roster and roster.resolve() != own.resolve():
                    write_roster(own, people)
                report.added = add_students(course, people, tracker(progress, "Gradebook"))
    except OSError as error:
        raise UserError(
            f"{error.filename or course.work}: {error.strerror or error}; mend that and run the "
            "same command again."
        ) from error
    return report


def bar(stderr):
    """Return a progress bar, which only a terminal shows."""
    console = make_console(stderr=stderr)
    columns = (*Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(SpinnerColumn(), *columns, console=console, disable=not console.is_terminal)


def tracker(progress, what):
    """Return a function that wraps a list so that the bar moves with it."""
    return lambda items: progress.track(items, description=what)


def untouched(course, assignment):
    """Return the digest of the released notebook, which many students submit unchanged."""
    path = course.step("release", assignment=assignment) / f"{assignment}.ipynb"
    if not path.is_file():
        return ""
    return digests_of([(path.name, hashlib.sha256(path.read_bytes()).hexdigest())])[1]


BATCH = 200  # students; others wait for the gradebook while they are written
LONGEST = 128  # characters of each field in the database


def due_date(course, assignment):
    """Return when an assignment is due.

    Parameters
    ----------
    course : Course
    assignment : str

    Returns
    -------
    float
        Seconds since 1970, UTC; 0 if there is no due date.
    """
    api = course.api()
    # Reading must not make a gradebook where there is none.
    own = course.work / "gradebook.db"
    if api.coursedir.db_url.startswith(f"sqlite:///{own}") and not own.exists():
        return 0.0
    with Gradebook(api.coursedir.db_url, course_id=api.course_id) as gradebook:
        try:
            due = gradebook.find_assignment(assignment).duedate
        except MissingEntry:
            return 0.0
    return due.replace(tzinfo=UTC).timestamp() if due else 0.0


def add_students(course, people, track=iter):
    """Add the people of a roster to nbgrader's gradebook, and correct those who are there.

    Parameters
    ----------
    course : Course
    people : list of Person
    track : callable
        Wraps the list of those to be written, to show progress.

    Returns
    -------
    int
        How many were new or had changed.
    """
    api = course.api()
    with Gradebook(api.coursedir.db_url, course_id=api.course_id) as gradebook:
        known = {
            s.id: (s.first_name, s.last_name, s.email, s.lms_user_id) for s in gradebook.students
        }
        wanted = {person.id: facts(person) for person in people}
        changed = [name for name in wanted if known.get(name) != wanted[name]]
        batches = [changed[i : i + BATCH] for i in range(0, len(changed), BATCH)]
        for batch in track(batches):
            with one_transaction(gradebook):
                for student in batch:
                    first, last, email, number = wanted[student]
                    gradebook.update_or_create_student(
                        student, first_name=first, last_name=last, email=email, lms_user_id=number
                    )
    return len(changed)


@contextmanager
def one_transaction(gradebook):
    """Replace nbgrader's commits by a common one: each costs the disk some milliseconds.

    Parameters
    ----------
    gradebook : Gradebook
    """
    gradebook.db.remove()
    with gradebook.engine.begin() as connection:
        # A session that is bound to a connection never ends a transaction begun outside of it.
        gradebook.db.configure(bind=connection)
        try:
            yield
        finally:
            gradebook.db.remove()
            gradebook.db.configure(bind=gradebook.engine)


def facts(person):
    """Return what nbgrader stores of a person; None where the roster is empty."""
    fields = (*person.first_and_last, person.email, person.platform_id)
    return tuple(field[:LONGEST] or None for field in fields)
