"""Tables for a terminal: the class, and the doctor's findings."""

from rich.table import Table
from rich.text import Text


def exercise(grade_id):
    """The exercise a graded cell belongs to: ``test-clip-range`` belongs to ``clip``."""
    parts = grade_id.split("-")
    return parts[1] if len(parts) > 2 and parts[0] == "test" else grade_id


def class_table(marks):
    """One line a student: points by exercise, total, and what there is to say.

    Parameters
    ----------
    marks : list of Mark

    Returns
    -------
    rich.table.Table
    """
    columns = list(dict.fromkeys(exercise(name) for mark in marks for name in mark.scores))
    table = Table(title=f"{len(marks)} submissions")
    table.add_column("student", overflow="fold")
    for column in (*columns, "total"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("note", overflow="fold")
    for mark in marks:
        cells = []
        for column in columns:
            points = [score for name, (score, _) in mark.scores.items() if exercise(name) == column]
            cells.append(f"{sum(points):g}" if points else "-")
        total = f"{sum(score for score, _ in mark.scores.values()):g}" if mark.scores else "-"
        note = mark.notes[0] if mark.notes else ""
        if len(mark.notes) > 1:
            note += f" (and {len(mark.notes) - 1} more)"
        # Text, not str: rich would read square brackets in a student's message as markup.
        table.add_row(Text(mark.student), *cells, total, Text(note))
    return table


def moved_table(moved, longest=60):
    """One line for each graded cell whose points move: whose, and from where to where.

    Parameters
    ----------
    moved : dict of str to dict of str to tuple
        By student and graded cell, points before and after; None is for those a person gives.
    longest : int
        More students than these are counted only.

    Returns
    -------
    rich.table.Table
    """

    def points(value):
        return "by hand" if value is None else f"{value:g}"

    table = Table(title=f"{len(moved)} marks would move")
    table.add_column("student", overflow="fold")
    table.add_column("graded cell")
    for column in ("before", "after"):
        table.add_column(column, justify="right")
    for student in sorted(moved)[:longest]:
        for number, (name, (before, after)) in enumerate(moved[student].items()):
            table.add_row(Text("" if number else student), name, points(before), points(after))
    if len(moved) > longest:
        table.add_row(f"and {len(moved) - longest} more", "", "", "")
    return table


def doctor_table(checks):
    """One line a protection: whether it holds, and what the attempt met.

    Parameters
    ----------
    checks : list of autograder.sandbox.doctor.Check

    Returns
    -------
    rich.table.Table
    """
    held = sum(check.holds for check in checks)
    table = Table(title=f"{held} of {len(checks)} protections hold")
    table.add_column("protection", no_wrap=True)
    table.add_column("holds")
    table.add_column("what was met", overflow="fold")
    for check in checks:
        table.add_row(Text(check.name), "yes" if check.holds else "NO", Text(check.seen))
    return table
