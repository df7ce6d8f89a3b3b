"""Tables for a terminal: the class, and the doctor's findings.

Where tables and bars are shown.

Completion for shells: the script, and what arguments can be.
"""

from pathlib import Path

import click
from click.shell_completion import get_completion_class
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder import config


def make_console(stderr=False):
    """A console as wide as the terminal; a file or a pipe gets the same table everywhere.

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


def exercise(grade_id):
    """The exercise a graded cell belongs to: ``test-clip-range`` belongs to ``clip``."""
    parts = grade_id.split("-")
    return parts[1] if len(parts) > 2 and parts[0] == "test" else grade_id


def class_table(grades):
    """One line a student: points by exercise, total, and what there is to say.

    Parameters
    ----------
    grades : list of Grade

    Returns
    -------
    rich.table.Table
    """
    columns = list(dict.fromkeys(exercise(name) for grade in grades for name in grade.scores))
    table = Table(title=f"{len(grades)} submissions")
    table.add_column("student", overflow="fold")
    for column in (*columns, "total"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("note", overflow="fold")
    for grade in grades:
        cells = []
        for column in columns:
            points = [
                score for name, (score, _) in grade.scores.items() if exercise(name) == column
            ]
            cells.append(f"{sum(points):g}" if points else "-")
        total = f"{sum(score for score, _ in grade.scores.values()):g}" if grade.scores else "-"
        note = grade.notes[0] if grade.notes else ""
        if len(grade.notes) > 1:
            note += f" (and {len(grade.notes) - 1} more)"
        # Text, not str: rich would read square brackets in a student's message as markup.
        table.add_row(Text(grade.student), *cells, total, Text(note))
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

    table = Table(title=f"{len(moved)} grades would move")
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


SHELLS = ("bash", "zsh", "fish")


def root(context):
    """The course's folder, as far as it is typed by now."""
    while context.parent is not None:
        context = context.parent
    return Path(context.params.get("folder") or ".")


def assignments(context, parameter, incomplete):
    """Names of assignments."""
    return [name for name in config.assignments(root(context)) if name.startswith(incomplete)]


def submitted(context, parameter, incomplete):
    """Students who have handed something in."""
    found = sorted(path.name for path in (root(context) / config.COURSE / "submitted").glob("*/"))
    return [name for name in found if name.startswith(incomplete)]


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context, shell):
    """Print a script that completes our commands, for instance with
    `eval "$(autograder completion bash)"` in ~/.bashrc.
    """  # noqa: D205
    script = get_completion_class(shell)(
        context.find_root().command, {}, "autograder", "_AUTOGRADER_COMPLETE"
    )
    click.echo(script.source())
