"""The command ``autograder collect``."""

import json
from pathlib import Path

import click

from autograder.config import ASSIGNMENT
from autograder.console import assignments, make_console

KINDS = ("canvas", "moodle", "nbgrader", "exchange", "plain")
ANY_PATH = click.Path(path_type=Path)


@click.command()
@click.option(
    "--roster",
    type=ANY_PATH,
    help="The students: id,name,email,platform_id, or an export of Canvas or Moodle.",
)
@click.option(
    "--assignment",
    shell_complete=assignments,
    help=f"Which one it is.  [default: {ASSIGNMENT}]",
)
@click.option(
    "--from",
    "kind",
    type=click.Choice(KINDS),
    help="Where it comes from, if that is not recognised.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--json", "as_json", is_flag=True, help="Tell it to a machine.")
@click.argument("paths", nargs=-1, metavar="FILE-OR-FOLDER...", type=ANY_PATH)
@click.pass_context
def collect(context, paths, roster, assignment, kind, dry_run, as_json):
    """Sort what a platform delivered into course/submitted, by student.

    Exit status: 0 all is well, 1 something needs a look, 2 a mistake in the call, 130 interrupted.
    """  # fmt: skip
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
