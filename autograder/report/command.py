"""The command ``autograder report``."""

import click

from autograder.config import ASSIGNMENT
from autograder.console import complete_assignment


@click.command()
@click.argument("assignment", default=ASSIGNMENT, shell_complete=complete_assignment)
@click.pass_obj
def report(folder, assignment):
    """Write a report about the class.

    The report is one HTML page with the distribution of scores, common mistakes, and the
    submissions that need review.
    """
    from autograder.course import Course  # imports nbgrader, which takes seconds
    from autograder.report.report_page import write_report

    click.echo(f"Report: {write_report(Course(folder), assignment)}")
