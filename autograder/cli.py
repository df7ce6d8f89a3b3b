"""The command line: ``autograder`` and what follows it."""

from pathlib import Path

import click

import autograder.blocked_imports  # noqa: F401
from autograder.batch import grade, grade_and_report
from autograder.collect import collect
from autograder.config import ASSIGNMENT
from autograder.console import assignments, completion, make_console
from autograder.errors import UserError
from autograder.export import export
from autograder.report import report


class CommandGroup(click.Group):
    """A group of commands that tells a user's mistake in a sentence, without a traceback."""

    def invoke(self, context):
        try:
            return super().invoke(context)
        except UserError as error:
            click.echo(f"autograder: {error}", err=True)
            context.exit(2)
        except (KeyboardInterrupt, click.Abort):  # the second is Ctrl-C at a question
            click.echo("autograder: interrupted; run the same command to go on.", err=True)
            context.exit(130)


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--course", "folder", default=".", type=click.Path(file_okay=False),
              help="The course's folder, with its nbgrader_config.py.")  # fmt: skip
@click.pass_context
def main(context, folder):
    """Release an assignment, grade what comes back."""
    context.obj = Path(folder)


@main.command()
@click.option("--names", type=click.Path(path_type=Path), help="Another list of names.")
@click.option("--repository", metavar="OWNER/NAME",
              help="Public repository for the release package: links to Colab and Binder.")  # fmt: skip
@click.option("--branch", help="Its branch.  [default: main]")
@click.argument("assignment", default=ASSIGNMENT, shell_complete=assignments)
@click.pass_obj
def release(folder, names, repository, branch, assignment):
    """Check the instructor's notebook, make the students' version and zip it."""
    from autograder.course import Course  # importing nbgrader takes seconds, --help should not
    from autograder.release import build_release

    target = build_release(Course(folder), assignment, names, repository, branch, say=click.echo)
    click.echo(f"For your students: {target}")


@main.command()
@click.pass_context
def doctor(context):
    """Try every protection of the sandbox on this machine; exit status 1 if one fails."""
    from autograder.console import doctor_table
    from autograder.sandbox import check_machine

    checks = check_machine()
    make_console().print(doctor_table(checks))
    for check in checks:
        if not check.holds:
            click.echo(f"{check.name}: {check.mend}", err=True)
    context.exit(0 if all(check.holds for check in checks) else 1)


@main.command()
@click.argument("assignment", default=ASSIGNMENT, shell_complete=assignments)
@click.pass_obj
def execute(folder, assignment):
    """Run the instructor's notebook anew and store its outputs."""
    from autograder.course import Course
    from autograder.release import execute, require_libraries

    path = Course(folder).source(assignment)
    require_libraries(assignment)
    click.echo(f"Running {path.name} ...")
    execute(path)
    click.echo("Stored its outputs; look at them with git diff.")


@main.command()
@click.option("--into", default="demo", type=click.Path(path_type=Path),
              help="The folder for the example course; what is in it is replaced.")  # fmt: skip
@click.pass_obj
def demo(folder, into):
    """Release, make a class of example submissions, and grade it, in a course of its own."""
    from autograder.course import Course
    from autograder.demo import set_up, submit
    from autograder.release import build_release

    course = set_up(Course(folder), into)
    build_release(course, ASSIGNMENT, say=click.echo)
    submit(course, ASSIGNMENT)
    grade_and_report(course, ASSIGNMENT)


main.add_command(completion)
main.add_command(grade)
main.add_command(export)
main.add_command(report)
main.add_command(collect)
