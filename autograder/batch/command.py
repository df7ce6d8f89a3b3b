"""The command ``autograder grade``: options in, a bar while it runs, a table at the end.

What a run leaves behind for people: all grades in one table, and the report.
"""

import json
import sys
import time

import click
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from autograder.config import ASSIGNMENT
from autograder.console import complete_assignment, complete_student, make_console
from autograder.errors import UserError


def write_closing(course, assignment):
    """Write all that is made of the gradebook after a run.

    Parameters
    ----------
    course : Course
    assignment : str

    Returns
    -------
    dict of str to Path or str
        Where things lie, by what they are.
    """
    # Importing these takes seconds, and --help reads this module.
    from nbgrader.api import Gradebook

    from autograder.export import WideExportPlugin
    from autograder.report import write_report

    api = course.api()
    with Gradebook(api.coursedir.db_url, course_id=api.course_id) as gradebook:
        table = WideExportPlugin(
            parent=api,
            assignment=[assignment],
            to=str(course.work / "grades" / f"{assignment}.csv"),
        )
        table.export(gradebook)
    return {
        "Grades": table.target,
        "Report": write_report(course, assignment),
        "Feedback": course.work / "feedback",
        "Gradebook": place_of(api.coursedir.db_url),
    }


def place_of(url):
    """Where a gradebook is, without its password."""
    from sqlalchemy.engine import make_url

    url = make_url(url)
    return url.database if url.get_backend_name() == "sqlite" else url.render_as_string()


# Of a class run; click's own and a user's mistakes give 2, an interrupt 130.
HELD = 3
LONGEST_TABLE = 60


@click.command()
@click.option("--again", is_flag=True, help="Grade unchanged submissions too.")
@click.option("--yes", is_flag=True, help="Write grades that move without asking.")
@click.option("--student", "only", multiple=True, shell_complete=complete_student,
              help="Look at this student only; may be given more than once.")  # fmt: skip
@click.option("--workers", type=click.IntRange(min=1),
              help="Processes that grade on this machine; as many as cores by default.")  # fmt: skip
@click.option(
    "--cluster", metavar="tls://HOST:PORT", help="Grade on the workers of a Dask cluster."
)
@click.option("--tls-ca", type=click.Path(exists=True, dir_okay=False),
              help="Certificate of the authority behind the cluster's certificates.")  # fmt: skip
@click.option("--tls-cert", type=click.Path(exists=True, dir_okay=False),
              help="Our certificate for the cluster.")  # fmt: skip
@click.option("--tls-key", type=click.Path(exists=True, dir_okay=False),
              help="The key of our certificate.")  # fmt: skip
@click.option("--unsafe", is_flag=True,
              help="Grade without a sandbox; every grade's record will say so.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of a table.")
@click.argument("assignment", default=ASSIGNMENT, shell_complete=complete_assignment)
@click.pass_context
def grade(context, assignment, **options):
    """Grade all submissions that are new or changed; write grades, feedback and a report.

    Ctrl-C is safe, and so is a machine that dies: the same command goes on where it stopped. Grades
    of files that were graded before move only after you have seen by how much, or with --yes.

    Exit status: 0 all is recorded (rejected submissions are told, and are no error); 2 something is
    wrong with the command or the course; 3 grades would move, and nothing was written because there
    was nobody to ask; 130 interrupted.
    """
    from autograder.course import Course

    course = Course(context.obj)
    if options["unsafe"]:
        course.config.Limits.unsafe = True
    context.exit(grade_and_report(course, assignment, **options))


def grade_and_report(course, assignment, *, again=False, yes=False, only=(), workers=None,
                  cluster=None, as_json=False, **other):  # fmt: skip
    """Grade a class, then say what came of it and where everything lies.

    Returns
    -------
    int
        The exit status.
    """
    from autograder.batch.batch_run import ClassRun
    from autograder.batch.command import write_closing
    from autograder.gradebook import roster_of

    roster_of(course.work / "roster.csv")  # is read at the end: a mistake in it is told now

    # Words for people go where they do not get into the JSON.
    console = make_console(stderr=as_json)
    bar = Bar(console)

    def agree(moved):
        from autograder.console import moved_table

        bar.end()
        console.print(moved_table(moved))
        asked = console.is_terminal and sys.stdin.isatty()
        return yes or (asked and click.confirm("Write these grades?", err=as_json))

    run = ClassRun(
        course,
        assignment,
        choose_workers(workers, cluster, other),
        again=again,
        only=only,
        agree=agree,
        progress=bar,
    )
    with bar:
        outcome = run.go()
    paths = write_closing(course, assignment)
    if as_json:
        click.echo(json.dumps(as_document(assignment, outcome, paths), indent=1))
    else:
        tell(console, course, outcome, paths)
    return HELD if outcome.held else 0


def choose_workers(number, cluster, options):
    """What starts the workers that were asked for."""
    if cluster is None:
        if any(options.get(name) for name in ("tls_ca", "tls_cert", "tls_key")):
            raise UserError("--tls-ca, --tls-cert and --tls-key belong to --cluster.")
        from autograder.batch.local_workers import LocalWorkers, cores

        return lambda packed: LocalWorkers(packed, number or cores())
    if number is not None:
        raise UserError("--workers are those of this machine: leave it out with --cluster.")
    from autograder.batch.dask_workers import ClusterWorkers

    files = {name: options.get(f"tls_{name}") for name in ("ca", "cert", "key")}
    return lambda packed: ClusterWorkers(packed, cluster, **files)


class Bar:
    """A bar with submissions a minute and the time that is left.

    Parameters
    ----------
    console : rich.console.Console
    """

    def __init__(self, console):
        self.progress = Progress(
            SpinnerColumn(),
            TextColumn("Grading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=console,
        )
        self.task = None

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        self.end()

    def begin(self, total):
        """Show the bar."""
        self.began, self.done = time.monotonic(), 0
        self.task = self.progress.add_task("", total=total, rate="")
        self.progress.start()

    def step(self):
        """Count one submission."""
        self.done += 1
        rate = 60 * self.done / max(time.monotonic() - self.began, 1e-3)
        self.progress.update(self.task, advance=1, rate=f"{rate:.0f} a minute")

    def end(self):
        """Leave the bar as it is."""
        self.progress.stop()


def as_document(assignment, outcome, paths):
    """What a run has done, for machines.

    Parameters
    ----------
    assignment : str
    outcome : autograder.batch.batch_run.Outcome
    paths : dict of str to Path

    Returns
    -------
    dict
    """
    return {
        "assignment": assignment,
        "graded": outcome.graded,
        "recorded": outcome.recorded,
        "unchanged": outcome.unchanged,
        "rejected": outcome.rejected,
        "moved": outcome.moved,
        "held": outcome.held,
        "files": {name: str(path) for name, path in paths.items()},
        "submissions": [
            {
                "student": grade.student,
                "points": sum(points for points, _ in grade.scores.values()),
                "max_points": sum(largest for _, largest in grade.scores.values()),
                "scores": {name: points for name, (points, _) in grade.scores.items()},
                "rejected": grade.rejected,
                "notes": grade.notes,
            }
            for grade in outcome.grades
        ],
    }


def tell(console, course, outcome, paths):
    """Print a table, what was done, and where everything lies."""
    from autograder.console import class_table

    console.print(class_table(outcome.grades[:LONGEST_TABLE]))
    if len(outcome.grades) > LONGEST_TABLE:
        console.print(
            f"and {len(outcome.grades) - LONGEST_TABLE} more: all are in the report.", markup=False
        )
    click.echo(
        f"{len(outcome.grades)} submitted: {outcome.graded} graded now, {outcome.recorded} "
        f"recorded, {outcome.unchanged} unchanged, {outcome.rejected} rejected."
    )
    if outcome.held:
        click.echo(
            f"{outcome.held} grades were made anew, {len(outcome.moved)} of them differ, and "
            "nothing of it was written: to write all, run it again with --yes."
        )
    for name, path in paths.items():
        click.echo(f"{name + ':':<10} {path}")
    click.echo(
        f"To look at one submission, start jupyter lab in {course.root}: Nbgrader, Formgrader."
    )
