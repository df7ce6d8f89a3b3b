"""``autograder export``: grades and feedback for a learning platform or a spreadsheet."""

import click

from autograder.config import ASSIGNMENT
from autograder.console import assignments

FILE = click.Path(dir_okay=False)
ZERO = click.Choice(["empty", "zero"])


def common(command):
    """Options of all exports of grades."""
    for decorate in (
        click.argument("assignment", default=ASSIGNMENT, shell_complete=assignments),
        click.option("--to", type=FILE, help="The file to write; by default in course/exports."),
        click.option("--missing", type=ZERO, help="What those get who handed nothing in."),
        click.option("--rejected", type=ZERO, help="What a submission gets that was rejected."),
        click.option("--unfinished", type=click.Choice(["empty", "score"]),
                     help="What a submission gets that somebody has yet to finish."),
        click.pass_obj,
    ):  # fmt: skip
        command = decorate(command)
    return command


@click.group()
def export():
    """Grades and feedback in a form that a learning platform collects."""


@export.command()
@common
@click.option("--platform-file", type=FILE, help="The CSV that Canvas's gradebook exported.")
@click.option("--column", help="Which of its columns, if the assignment's name does not say.")
def canvas(folder, assignment, platform_file, **options):
    """Fill the assignment's column of the gradebook that Canvas exported."""
    from autograder.export.canvas import CanvasExportPlugin

    run(folder, CanvasExportPlugin, assignment, gradebook_csv=platform_file, **options)


@export.command()
@common
@click.option("--platform-file", type=FILE, help="The offline grading worksheet.")
@click.option("--comments/--no-comments", default=None, help="Say why points were lost.")
def moodle(folder, assignment, platform_file, **options):
    """Fill Moodle's grading worksheet, or make a CSV for its grade import."""
    from autograder.export.moodle import MoodleExportPlugin

    run(folder, MoodleExportPlugin, assignment, worksheet=platform_file, **options)


@export.command()
@common
def wide(folder, assignment, **options):
    """Write every grade of every student into one table."""
    from autograder.export.wide import WideExportPlugin

    run(folder, WideExportPlugin, assignment, **options)


@export.command()
@click.option("--platform", type=click.Choice(["plain", "moodle", "canvas"]),
              help="Whose names; by default those of the download, else plain.")  # fmt: skip
@click.option("--download", type=click.Path(),
              help="The zip of submissions that the platform gave.")  # fmt: skip
@click.option("--to", type=FILE, help="The zip to write; by default in course/exports.")
@click.argument("assignment", default=ASSIGNMENT, shell_complete=assignments)
@click.pass_obj
def feedback(folder, assignment, **options):
    """Put all feedback pages into one zip, named as the platform wants them."""
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
