"""The command ``autograder grade``: its options, progress bar and summary."""

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
from autograder.console import (
    complete_assignment,
    complete_student,
    make_changed_scores_table,
    make_class_table,
    make_console,
)
from autograder.errors import UserError

# Exit status; `CommandGroup` exits with 2 for an error and 130 for an interrupt.
GRADES_WITHHELD = 3
LONGEST_TABLE = 60  # students
# Functions import what needs nbgrader: its import takes seconds, and --help does without it.


@click.command()
@click.option("--again", is_flag=True, help="Grade unchanged submissions again.")
@click.option("--yes", is_flag=True, help="Write changed grades without asking.")
@click.option("--student", "only", multiple=True, shell_complete=complete_student,
              help="Grade only this student; can be given several times.")  # fmt: skip
@click.option("--workers", type=click.IntRange(min=1), metavar="NUMBER",
              help="Number of worker processes on this machine.  "
                   "[default: number of cores]")  # fmt: skip
@click.option("--cluster", metavar="tls://HOST:PORT",
              help="Grade on the workers of a Dask cluster with this scheduler.")  # fmt: skip
@click.option("--tls-ca", type=click.Path(exists=True, dir_okay=False),
              help="PEM certificate of the authority that signed the cluster's "
                   "certificates.")  # fmt: skip
@click.option("--tls-cert", type=click.Path(exists=True, dir_okay=False),
              help="PEM certificate of this client.")  # fmt: skip
@click.option("--tls-key", type=click.Path(exists=True, dir_okay=False),
              help="PEM key of this client's certificate.")  # fmt: skip
@click.option("--unsafe", is_flag=True,
              help="Grade without a sandbox. The grading records say so.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of a table.")
@click.argument("assignment", default=ASSIGNMENT, shell_complete=complete_assignment)
@click.pass_context
def grade(context, assignment, **options):
    """Grade new and changed submissions.

    Writes grades into the gradebook, and a table of grades, feedback pages and a report into
    course/.

    The command can be interrupted at any time; the same command continues. If a new release or
    --again changes the grade of an unchanged submission, the command lists the changes and asks
    before it writes them.

    \b
    Exit status:
      0    success; rejected submissions are listed and are not an error
      2    wrong usage, or an error in the course
      3    grades would change and were not written
      130  interrupted by Ctrl-C
    """  # noqa: D301
    from autograder.course import Course

    course = Course(context.obj)
    if options["unsafe"]:
        course.config.Limits.unsafe = True
    context.exit(grade_and_report(course, assignment, **options))


def grade_and_report(course, assignment, *, again=False, yes=False, only=(), workers=None,
                     cluster=None, as_json=False, **tls_options):  # fmt: skip
    """Grade the submissions of a class, write the table of grades and the report, print a summary.

    Parameters
    ----------
    course : Course
    assignment : str
    again, yes, only, workers, cluster, as_json, **tls_options
        The options of `grade`.

    Returns
    -------
    int
        The exit status.
    """
    from autograder.batch.batch_run import ClassRun
    from autograder.gradebook import roster_of

    # The report needs the roster. An error in it is reported before anything is graded.
    roster_of(course.work / "roster.csv")

    console = make_console(stderr=as_json)  # stdout contains the JSON document only
    progress_bar = ProgressBar(console)

    def confirm(changed):
        progress_bar.stop()
        console.print(make_changed_scores_table(changed))
        can_ask = console.is_terminal and sys.stdin.isatty()
        return yes or (can_ask and click.confirm("Write these grades?", err=as_json))

    run = ClassRun(
        course,
        assignment,
        choose_workers(workers, cluster, tls_options),
        again=again,
        only=only,
        confirm=confirm,
        progress=progress_bar,
    )
    with progress_bar:
        outcome = run.run()
    paths = write_class_files(course, assignment)
    if as_json:
        click.echo(json.dumps(make_document(assignment, outcome, paths), indent=1))
    else:
        print_summary(console, course, outcome, paths)
    return GRADES_WITHHELD if outcome.withheld else 0


def choose_workers(number, cluster, tls_options):
    """Return a function that creates the workers which the options name."""
    if cluster is None:
        if any(tls_options.get(name) for name in ("tls_ca", "tls_cert", "tls_key")):
            raise UserError("--tls-ca, --tls-cert and --tls-key require --cluster.")
        from autograder.batch.local_workers import LocalWorkers, count_cores

        return lambda packed: LocalWorkers(packed, number or count_cores())
    if number is not None:
        raise UserError("--workers is the number of local workers: omit it with --cluster.")
    from autograder.batch.dask_workers import ClusterWorkers

    files = {name: tls_options.get(f"tls_{name}") for name in ("ca", "cert", "key")}
    return lambda packed: ClusterWorkers(packed, cluster, **files)


class ProgressBar:
    """A progress bar with the submissions per minute and the remaining time.

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
        self.stop()

    def start(self, total):
        """Show the bar."""
        self.started, self.done = time.monotonic(), 0
        self.task = self.progress.add_task("", total=total, rate="")
        self.progress.start()

    def advance(self):
        """Count one submission as graded."""
        self.done += 1
        rate = 60 * self.done / max(time.monotonic() - self.started, 1e-3)
        self.progress.update(self.task, advance=1, rate=f"{rate:.0f} a minute")

    def stop(self):
        """Stop the updates of the bar, which stays visible."""
        self.progress.stop()


def write_class_files(course, assignment):
    """Write the table of grades and the report.

    Returns
    -------
    dict of str to Path or str
        Paths of what a run writes, by title.
    """
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
        "Gradebook": format_database(api.coursedir.db_url),
    }


def format_database(url):
    """Return the path or URL of a database without its password."""
    from sqlalchemy.engine import make_url

    url = make_url(url)
    return url.database if url.get_backend_name() == "sqlite" else url.render_as_string()


def make_document(assignment, outcome, paths):
    """Return the JSON document about a run."""
    return {
        "assignment": assignment,
        "graded": outcome.graded,
        "recorded": outcome.recorded,
        "unchanged": outcome.unchanged,
        "rejected": outcome.rejected,
        "moved": outcome.changed_scores,
        "held": outcome.withheld,
        "unprotected_tests": outcome.unprotected_tests,
        "files": {name: str(path) for name, path in paths.items()},
        "submissions": [
            {
                "student": grade.student,
                "points": sum(points for points, _ in grade.scores.values()),
                "max_points": sum(maximum for _, maximum in grade.scores.values()),
                "scores": {name: points for name, (points, _) in grade.scores.items()},
                "rejected": grade.rejected,
                "notes": grade.notes,
            }
            for grade in outcome.grades
        ],
    }


def print_summary(console, course, outcome, paths):
    """Print the table of the class, counts, and the paths of the written files."""
    console.print(make_class_table(outcome.grades[:LONGEST_TABLE]))
    if len(outcome.grades) > LONGEST_TABLE:
        console.print(
            f"and {len(outcome.grades) - LONGEST_TABLE} more, see the report.", markup=False
        )
    click.echo(
        f"{len(outcome.grades)} submitted: {outcome.graded} graded now, {outcome.recorded} "
        f"recorded, {outcome.unchanged} unchanged, {outcome.rejected} rejected."
    )
    for sentence in outcome.unprotected_tests:
        click.echo(sentence)
    if outcome.withheld:
        click.echo(
            f"{outcome.withheld} submissions were graded again, {len(outcome.changed_scores)} of "
            "them with other scores. None of these grades was written: to write them, run the "
            "same command with --yes."
        )
    for name, path in paths.items():
        click.echo(f"{name + ':':<10} {path}")
    click.echo(
        f"To inspect a submission, start jupyter lab in {course.root} and open Nbgrader, "
        "Formgrader."
    )
