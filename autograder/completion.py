"""Completion for shells: the script, and what arguments can be."""

from pathlib import Path

import click
from click.shell_completion import get_completion_class

from autograder import config

SHELLS = ("bash", "zsh", "fish")


def root(context):
    """The course's folder, as far as it is typed by now."""
    while context.parent is not None:
        context = context.parent
    return Path(context.params.get("folder") or ".")


def assignments(context, parameter, incomplete):
    """Names of assignments."""
    return [name for name in config.assignments(root(context)) if name.startswith(incomplete)]


def handed_in(context, parameter, incomplete):
    """Students who have handed something in."""
    found = sorted(path.name for path in (root(context) / config.COURSE / "submitted").glob("*/"))
    return [name for name in found if name.startswith(incomplete)]


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context, shell):
    """Print a script that completes our commands, for instance with
    `eval "$(autograder completion bash)"` in ~/.bashrc.
    """  # noqa: D205
    script = get_completion_class(shell)(
        context.find_root().command, {}, "autograder", "_AUTOGRADER_COMPLETE"
    )
    click.echo(script.source())
