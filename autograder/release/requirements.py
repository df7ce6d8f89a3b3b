"""Libraries that an assignment needs: what students install, and whether they are here.

All of it stands in ``pyproject.toml``: the dependencies, the extra ``student``, and the extra that
is called like the assignment, where there is one.
"""

import importlib.metadata
import re

from autograder.errors import UserError

PROJECT = "dinosaur-land"
# What instructors and developers install; an assignment may be called so by chance.
NOT_FOR_STUDENTS = {"grade", "cluster", "postgresql", "dev"}
EXTRA = re.compile(r"""\bextra\s*==\s*["']([^"']+)["']""")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def stated():
    """What the project states.

    Returns
    -------
    list of tuple of (str, str)
        A requirement as pip reads it, and the extra that it belongs to, empty for none.
    """
    lines = [line.partition(";") for line in importlib.metadata.requires(PROJECT)]
    return [
        (wanted.strip(), found[1] if (found := EXTRA.search(marker)) else "")
        for wanted, _, marker in lines
    ]


def own(assignment):
    """Requirements of the extra that is called like an assignment.

    Parameters
    ----------
    assignment : str

    Returns
    -------
    list of str
    """
    extra = re.sub(r"[-_.]+", "-", assignment).lower()  # as pip writes the names of extras
    if extra in NOT_FOR_STUDENTS:
        return []
    return [wanted for wanted, belongs in stated() if belongs == extra]


def requirements(assignment):
    """What a student installs with pip: the text of ``requirements.txt``.

    The same as ``environment.yml``, which lists it for conda.

    Parameters
    ----------
    assignment : str

    Returns
    -------
    str
    """
    everybody = [wanted for wanted, extra in stated() if extra in ("", "student")]
    lines = dict.fromkeys([*everybody, *own(assignment)])
    return "".join(
        f"{line}\n"
        for line in ["# For students: python -m pip install -r requirements.txt", *lines]
    )


def require_libraries(assignment):
    """Say in one sentence what has to be installed before an assignment's notebook can run.

    Parameters
    ----------
    assignment : str

    Raises
    ------
    UserError
        If something of the assignment's own extra is not installed.
    """
    names = [NAME.match(wanted)[0] for wanted in own(assignment)]
    missing = [name for name in names if not is_installed(name)]
    if missing:
        listed = " and ".join(", ".join(missing).rsplit(", ", 1))
        verb = "is" if len(missing) == 1 else "are"
        raise UserError(
            f"The notebook {assignment} needs {listed}, which {verb} not installed here: run "
            f"`make release ASSIGNMENT={assignment}`, which installs what it needs, or install "
            f"the extra [{assignment}] of pyproject.toml."
        )


def is_installed(name):
    """Whether a distribution is there, by its name on PyPI."""
    try:
        importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True
