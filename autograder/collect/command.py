"""The command ``autograder collect``."""

import json
from pathlib import Path

import click

from autograder.config import ASSIGNMENT
from autograder.console import complete_assignment, make_console

KINDS = ("canvas", "moodle", "nbgrader", "exchange", "plain")
ANY_PATH = click.Path(path_type=Path)


@click.command()
@click.option(
    "--roster",
    type=ANY_PATH,
    help="Roster that replaces course/roster.csv: a CSV with the columns id, name, email, "
    "platform_id, or an export of Canvas or Moodle.",
)
@click.option(
    "--assignment",
    shell_complete=complete_assignment,
    help=f"Assignment of the submissions.  [default: {ASSIGNMENT}]",
)
@click.option(
    "--from",
    "kind",
    type=click.Choice(KINDS),
    help="Platform of the download, if it is not recognised.",
)
@click.option("--dry-run", is_flag=True, help="Report what would be collected and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of a table.")
@click.argument("paths", nargs=-1, metavar="FILE-OR-FOLDER...", type=ANY_PATH)
@click.pass_context
def collect(context, paths, roster, assignment, kind, dry_run, as_json):
    """Import submissions downloaded from a learning platform.

    Matches each file to a student on the roster and stores the latest attempt of each student in
    course/submitted.

    \b
    Exit status:
      0    success
      1    some files or students need review
      2    wrong usage, or an error in the course
      130  interrupted by Ctrl-C
    """  # noqa: D301
    from autograder.collect.collection import collect_submissions
    from autograder.collect.summary import lines, table
    from autograder.course import Course

    course = Course(context.obj)
    report = collect_submissions(course, paths, roster, assignment, kind, dry_run, stderr=as_json)
    if as_json:
        click.echo(json.dumps(report.as_dict(), indent=1))
    else:
        for source in report.sources:
            people = f"{source['people']} {'person' if source['people'] == 1 else 'people'}"
            click.echo(f"{source['path']}: {source['title']}, {people}.")
        if any(row.state != "unchanged" for row in report.rows):
            make_console().print(table(report))
        for line in lines(report):
            click.echo(line)
        click.echo(report.summary())
    context.exit(1 if report.needs_review else 0)
