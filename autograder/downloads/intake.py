"""An intake into a course: roster, files, gradebook."""

import hashlib

from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn

from autograder.config import ASSIGNMENT, assignments
from autograder.console import make_console
from autograder.downloads.gradebook import add_students, due_date
from autograder.downloads.roster import read_roster, write_roster
from autograder.downloads.store import digests_of
from autograder.downloads.take_in import take_in
from autograder.errors import UserError

ROSTER = "roster.csv"


def intake(course, paths, roster, assignment, kind, dry_run, stderr=False):
    """Take in what a platform delivered.

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
        See `autograder.downloads.take_in.take_in`.
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
        others = [name for name in assignments(course.root) if name != assignment]
    course.source(assignment)  # says so when there is no such assignment
    if not paths and roster is None:
        raise UserError("Name the zip or folder that the platform delivered, or a --roster.")
    own = course.work / ROSTER
    people = read_roster(roster or own) if roster or own.is_file() else None
    due = due_date(course, assignment)
    try:
        with bar(stderr) as progress:
            report = take_in(
                course.work, paths, assignment, people, kind, due, dry_run,
                tracker(progress, "Taking in"), untouched(course, assignment), others,
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
    """A progress bar, for terminals alone."""
    console = make_console(stderr=stderr)
    columns = (*Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(SpinnerColumn(), *columns, console=console, disable=not console.is_terminal)


def tracker(progress, what):
    """What wraps a list so that the bar moves with it."""
    return lambda items: progress.track(items, description=what)


def untouched(course, assignment):
    """Digest of the notebook that students were given, which many hand in as it is."""
    path = course.step("release", assignment=assignment) / f"{assignment}.ipynb"
    if not path.is_file():
        return ""
    return digests_of([(path.name, hashlib.sha256(path.read_bytes()).hexdigest())])[1]
