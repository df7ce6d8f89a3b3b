"""Read the libraries that an assignment needs from the metadata of this project.

``pyproject.toml`` lists them: in the dependencies, in the extra ``student``, and in the extra with
the name of the assignment, if there is one.
"""

import importlib.metadata
import re

from autograder.errors import UserError

PROJECT = "dinosaur-land"
# Extras for instructors and developers. An assignment may have the same name by chance.
NOT_FOR_STUDENTS = {"grade", "cluster", "postgresql", "dev"}
EXTRA = re.compile(r"""\bextra\s*==\s*["']([^"']+)["']""")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def read_project_requirements():
    """Return pairs of a requirement and its extra, which is empty for a dependency."""
    requirements = [line.partition(";") for line in importlib.metadata.requires(PROJECT)]
    return [
        (requirement.strip(), match[1] if (match := EXTRA.search(marker)) else "")
        for requirement, _, marker in requirements
    ]


def read_assignment_requirements(assignment):
    """Return the requirements of the extra that is named after an assignment.

    Parameters
    ----------
    assignment : str

    Returns
    -------
    list of str
    """
    name = re.sub(r"[-_.]+", "-", assignment).lower()  # pip normalizes names of extras so
    if name in NOT_FOR_STUDENTS:
        return []
    return [requirement for requirement, extra in read_project_requirements() if extra == name]


def make_requirements_file(assignment):
    """Return the text of ``requirements.txt`` for students, the same libraries as for conda.

    Parameters
    ----------
    assignment : str

    Returns
    -------
    str
    """
    common = [
        requirement
        for requirement, extra in read_project_requirements()
        if extra in ("", "student")
    ]
    lines = dict.fromkeys([*common, *read_assignment_requirements(assignment)])
    return "".join(
        f"{line}\n"
        for line in ["# For students: python -m pip install -r requirements.txt", *lines]
    )


def require_libraries(assignment):
    """Raise an error if a library of an assignment's own extra is not installed.

    Parameters
    ----------
    assignment : str

    Raises
    ------
    UserError
    """
    names = [NAME.match(requirement)[0] for requirement in read_assignment_requirements(assignment)]
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
    """Return whether a distribution is installed, by its name on PyPI."""
    try:
        importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True
