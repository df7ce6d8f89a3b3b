"""``autograder report``."""

import click

from autograder.config import ASSIGNMENT
from autograder.console import assignments


@click.command()
@click.argument("assignment", default=ASSIGNMENT, shell_complete=assignments)
@click.pass_obj
def report(folder, assignment):
    """Write one page about the class: grades, mistakes, and who needs a look."""
    from autograder.course import Course  # importing nbgrader takes seconds, --help should not
    from autograder.report.report_page import write_report

    click.echo(f"Report: {write_report(Course(folder), assignment)}")
