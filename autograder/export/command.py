"""The command ``autograder export`` and its subcommands."""

import click

from autograder.config import ASSIGNMENT
from autograder.console import complete_assignment

FILE = click.Path(dir_okay=False)
ZERO = click.Choice(["empty", "zero"])


def common(command):
    """Add the argument and the options that all exports of grades have."""
    for decorate in (
        click.argument("assignment", default=ASSIGNMENT, shell_complete=complete_assignment),
        click.option("--to", type=FILE, help="File to write.  [default: in course/exports]"),
        click.option("--missing", type=ZERO, help="Grade of a student without a submission."),
        click.option("--rejected", type=ZERO, help="Grade of a rejected submission."),
        click.option("--unfinished", type=click.Choice(["empty", "score"]),
                     help="Grade of a submission that still needs manual grading."),
        click.pass_obj,
    ):  # fmt: skip
        command = decorate(command)
    return command


@click.group()
def export():
    """Export grades or feedback for a learning platform.

    Values that no option sets come from the nbgrader configuration.
    """


@export.command()
@common
@click.option("--platform-file", type=FILE, help="CSV file that the Canvas gradebook exported.")
@click.option("--column", help="Column of the assignment, if its name differs.")
def canvas(folder, assignment, platform_file, **options):
    """Write grades into a gradebook exported from Canvas."""
    from autograder.export.canvas import CanvasExportPlugin

    run(folder, CanvasExportPlugin, assignment, gradebook_csv=platform_file, **options)


@export.command()
@common
@click.option("--platform-file", type=FILE, help="Offline grading worksheet that Moodle exported.")
@click.option("--comments/--no-comments", default=None, help="Include comments on lost points.")
def moodle(folder, assignment, platform_file, **options):
    """Write grades into a Moodle grading worksheet or a CSV.

    Without --platform-file, the command writes a CSV for the grade import of Moodle.
    """
    from autograder.export.moodle import MoodleExportPlugin

    run(folder, MoodleExportPlugin, assignment, worksheet=platform_file, **options)


@export.command()
@common
def wide(folder, assignment, **options):
    """Write a CSV with the score of each graded cell."""
    from autograder.export.wide import WideExportPlugin

    run(folder, WideExportPlugin, assignment, **options)


@export.command()
@click.option("--platform", type=click.Choice(["plain", "moodle", "canvas"]),
              help="Platform whose file names are used.  [default: the platform of the download, "
                   "else plain]")  # fmt: skip
@click.option("--download", type=click.Path(),
              help="Zip of submissions downloaded from the platform.")  # fmt: skip
@click.option("--to", type=FILE, help="Zip to write.  [default: in course/exports]")
@click.argument("assignment", default=ASSIGNMENT, shell_complete=complete_assignment)
@click.pass_obj
def feedback(folder, assignment, **options):
    """Write a zip of all feedback pages for a platform."""
    from rich.console import Console
    from rich.progress import track

    from autograder.export.feedback_archive import FeedbackExportPlugin

    shown = Console(stderr=True)
    options["track"] = lambda names: track(names, "Packing", console=shown, transient=True)
    run(folder, FeedbackExportPlugin, assignment, **options)


def run(folder, plugin_class, assignment, track=None, **options):
    """Export, and say what there is to say; an option that is not given is the configuration's."""
    from nbgrader.api import Gradebook

    from autograder.course import Course

    api = Course(folder).api()
    given = {name: value for name, value in options.items() if value is not None}
    plugin = plugin_class(parent=api, assignment=[assignment], **given)
    if track:
        plugin.track = track
    with Gradebook(api.coursedir.db_url, course_id=api.course_id) as gradebook:
        plugin.export(gradebook)
    for sentence in plugin.sentences:
        click.echo(sentence)
    click.echo(f"Written: {plugin.target}")
