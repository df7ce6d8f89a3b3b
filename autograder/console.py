"""Output for a terminal: the console, tables, and completion of arguments by the shell."""

from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder import config

LONGEST_SCORE_TABLE = 60  # students


def make_console(stderr=False):
    """Return a console as wide as the terminal, or 120 columns wide for a file or a pipe.

    Parameters
    ----------
    stderr : bool
        Write to standard error.

    Returns
    -------
    rich.console.Console
    """
    console = Console(stderr=stderr)
    return console if console.is_terminal else Console(stderr=stderr, width=120)


def make_table(title, headers, rows, numbers=()):
    """Return a table whose cells are shown literally.

    Parameters
    ----------
    title : str
    headers : sequence of str
        One for each column.
    rows : iterable of sequence of str
    numbers : collection of str
        Headers of the columns that are aligned to the right and never wrapped.

    Returns
    -------
    rich.table.Table
    """
    # Text, not str: rich interprets square brackets in a str, such as a student's, as markup.
    table = Table(title=Text(title, style="table.title"))
    for header in headers:
        if header in numbers:
            table.add_column(Text(header), justify="right", no_wrap=True)
        else:
            table.add_column(Text(header), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def get_exercise(grade_id):
    """Return the exercise of a graded cell: ``clip`` for ``test-clip-range``.

    Parameters
    ----------
    grade_id : str

    Returns
    -------
    str
    """
    parts = grade_id.split("-")
    return parts[1] if len(parts) > 2 and parts[0] == "test" else grade_id


def make_class_table(grades):
    """Return a table with one row for each student: scores by exercise, total score and a note.

    Parameters
    ----------
    grades : list of autograder.batch.batch_run.StudentGrade

    Returns
    -------
    rich.table.Table
    """
    exercises = list(dict.fromkeys(get_exercise(name) for grade in grades for name in grade.scores))
    rows = []
    for grade in grades:
        points = {}
        for name, (score, _) in grade.scores.items():
            points[get_exercise(name)] = points.get(get_exercise(name), 0) + score
        cells = [f"{points[name]:g}" if name in points else "-" for name in exercises]
        total = f"{sum(points.values()):g}" if points else "-"
        note = grade.notes[0] if grade.notes else ""
        if len(grade.notes) > 1:
            note += f" (and {len(grade.notes) - 1} more)"
        rows.append((grade.student, *cells, total, note))
    headers = ("student", *exercises, "total", "note")
    return make_table(f"{len(grades)} submissions", headers, rows, numbers=headers[1:-1])


def make_changed_scores_table(changed):
    """Return a table with one row for each score that would change.

    Parameters
    ----------
    changed : dict of str to dict of str to tuple
        By student and graded cell, the score before and after; None where a person gives it.

    Returns
    -------
    rich.table.Table
    """

    def show(score):
        return "manual" if score is None else f"{score:g}"

    rows = []
    for student in sorted(changed)[:LONGEST_SCORE_TABLE]:
        for number, (name, (before, after)) in enumerate(changed[student].items()):
            rows.append(("" if number else student, name, show(before), show(after)))
    if len(changed) > LONGEST_SCORE_TABLE:
        rows.append((f"and {len(changed) - LONGEST_SCORE_TABLE} more", "", "", ""))
    return make_table(
        f"{len(changed)} grades would change",
        ("student", "graded cell", "before", "after"),
        rows,
        numbers=("before", "after"),
    )


def make_doctor_table(checks):
    """Return a table with one row for each layer of defence: whether it works, and the evidence.

    Parameters
    ----------
    checks : list of autograder.sandbox.doctor.Check

    Returns
    -------
    rich.table.Table
    """
    working = sum(check.holds for check in checks)
    return make_table(
        f"{working} of {len(checks)} protections hold",
        ("protection", "holds", "result of the attempt"),
        [(check.name, "yes" if check.holds else "NO", check.seen) for check in checks],
    )


def find_course_folder(context):
    """Return the course folder of a command line that is being completed."""
    return Path(context.find_root().params.get("folder") or ".")


def complete_assignment(context, parameter, incomplete):
    """Return the assignments of the course that begin with `incomplete`, for ``shell_complete``."""
    names = config.list_assignments(find_course_folder(context))
    return [name for name in names if name.startswith(incomplete)]


def complete_student(context, parameter, incomplete):
    """Return the students with submissions that begin with `incomplete`, for ``shell_complete``."""
    submitted = find_course_folder(context) / config.COURSE / "submitted"
    names = sorted(path.name for path in submitted.glob("*/"))
    return [name for name in names if name.startswith(incomplete)]
