"""The command line interface: ``autograder`` and its subcommands."""

import sys
from pathlib import Path

import click

import autograder.blocked_imports  # noqa: F401
from autograder.batch import grade, grade_and_report
from autograder.collect import collect
from autograder.config import ASSIGNMENT, make_unreleased_error
from autograder.console import complete_assignment, make_console, make_doctor_table
from autograder.errors import UserError
from autograder.export import export
from autograder.report import report

# Functions import what needs nbgrader: its import takes seconds, and --help does without it.


class CommandGroup(click.Group):
    """A group of commands that reports a `UserError` or Ctrl-C in one sentence."""

    def invoke(self, context):
        try:
            return super().invoke(context)
        except UserError as error:
            click.echo(f"autograder: {error}", err=True)
            context.exit(2)

    def main(self, *arguments, standalone_mode=True, **options):
        if not standalone_mode:
            return super().main(*arguments, standalone_mode=False, **options)
        try:
            status = super().main(*arguments, standalone_mode=False, **options)
        except click.ClickException as error:
            error.show()
            status = error.exit_code
        # click raises Abort for Ctrl-C, also for one that comes before the command starts.
        except (KeyboardInterrupt, click.Abort):
            click.echo("autograder: interrupted; run the same command to continue.", err=True)
            status = 130
        sys.exit(status if isinstance(status, int) else 0)


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--course", "folder", default=".", show_default="current folder",
              type=click.Path(file_okay=False),
              help="Course folder, which contains nbgrader_config.py.")  # fmt: skip
@click.pass_context
def main(context, folder):
    """Release, collect and grade nbgrader assignments in a sandbox.

    Commands run in the course folder, which contains nbgrader_config.py. The argument ASSIGNMENT
    is the name of a folder in notebooks/; without it, commands use dinosaur_land.

    \b
    Exit status:
      0    success
      1, 3 see the help of the command
      2    wrong usage, or an error in the course
      130  interrupted by Ctrl-C
    """  # noqa: D301
    context.obj = Path(folder)


@main.command()
@click.option("--names", type=click.Path(path_type=Path), metavar="FILE",
              help="List of names to use instead of the one that the notebook loads.")  # fmt: skip
@click.option("--repository", metavar="OWNER/NAME",
              help="Public GitHub repository of the release package, for links to Colab and "
                   "Binder.")  # fmt: skip
@click.option("--branch", help="Branch of that repository.  [default: main]")
@click.argument("assignment", default=ASSIGNMENT, shell_complete=complete_assignment)
@click.pass_obj
def release(folder, names, repository, branch, assignment):
    """Create the student version of an assignment.

    Compares the outputs of the source notebook with a new run, generates the release in
    course/release, verifies that the instructor's solution gets all points, and writes the release
    package, course/<assignment>.zip.
    """
    from autograder.course import Course
    from autograder.release import build_release

    target = build_release(Course(folder), assignment, names, repository, branch, report=click.echo)
    click.echo(f"Release package for students: {target}")


@main.command()
@click.argument("assignment", default=ASSIGNMENT, shell_complete=complete_assignment)
@click.pass_obj
def checks(folder, assignment):
    """Store what the visible checks know about mistakes.

    Runs the solution and the wrong solutions in notebooks/ASSIGNMENT/mistakes on the calls of the
    visible checks, in the sandbox, and stores the outcomes beside the checks.
    """
    from autograder.course import Course
    from autograder.release import store_outcomes

    course = Course(folder)
    store_outcomes(course.source(assignment), course.config, report=click.echo)


@main.command()
@click.argument("assignment", required=False, shell_complete=complete_assignment)
@click.pass_context
def doctor(context, assignment):
    """Check that the sandbox works on this machine.

    Attempts what each layer of defence has to prevent, and shows the results in a table. With
    ASSIGNMENT, also lists its tests that the test runner cannot run, with the reasons.

    \b
    Exit status:
      0    all protections hold
      1    a protection does not hold; a message says how to repair it
    """  # noqa: D301
    from autograder.sandbox import check_machine

    checks = check_machine()
    make_console().print(make_doctor_table(checks))
    for check in checks:
        if not check.holds:
            click.echo(f"{check.name}: {check.mend}", err=True)
    if assignment:
        print_unprotected_tests(context.obj, assignment)
    context.exit(0 if all(check.holds for check in checks) else 1)


def print_unprotected_tests(folder, assignment):
    """Print which tests of an assignment run in the student's process, and how to change that."""
    from autograder.course import Course
    from autograder.grading import list_unprotected_tests, pack

    course = Course(folder)
    with open_gradebook(course) as gradebook:
        if assignment not in {one.name for one in gradebook.assignments}:
            raise make_unreleased_error(assignment)
        sentences = list_unprotected_tests(pack(course, gradebook, assignment))
    for sentence in sentences:
        click.echo(sentence)
    if sentences:
        click.echo(
            "Rewrite such a test so that it calls the student's functions and compares values: the "
            "test runner can run it then."
        )
    else:
        click.echo(f"The test runner runs all tests of {assignment}.")


def open_gradebook(course):
    """Return nbgrader's gradebook of a course."""
    from nbgrader.api import Gradebook

    api = course.api()
    return Gradebook(api.coursedir.db_url, course_id=api.course_id)


@main.command()
@click.argument("assignment", default=ASSIGNMENT, shell_complete=complete_assignment)
@click.pass_obj
def execute(folder, assignment):
    """Run the source notebook and store its outputs.

    Use it after each change of the notebook; review the new outputs with git diff.
    """
    from autograder.course import Course
    from autograder.release import execute_notebook, require_libraries

    path = Course(folder).source(assignment)
    require_libraries(assignment)
    click.echo(f"Running {path.name} ...")
    execute_notebook(path)
    click.echo("Stored its outputs. Review them with git diff.")


@main.command()
@click.option("--into", default="demo", show_default=True, type=click.Path(path_type=Path),
              metavar="FOLDER",
              help="Folder for the example course. An earlier example course there is "
                   "replaced.")  # fmt: skip
@click.pass_obj
def demo(folder, into):
    """Create an example course with submissions and grade it.

    Copies the course, releases dinosaur_land, writes the submissions of ten example students, and
    grades them.
    """
    from autograder.course import Course
    from autograder.demo import create_demo_course, submit_examples
    from autograder.release import build_release

    course = create_demo_course(Course(folder), into)
    build_release(course, ASSIGNMENT, report=click.echo)
    submit_examples(course, ASSIGNMENT)
    grade_and_report(course, ASSIGNMENT)


for command in (grade, export, report, collect):
    main.add_command(command)
