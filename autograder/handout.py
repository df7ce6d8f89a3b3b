"""What students get beside the notebook: the helpers, the names, how to install."""

import shutil
from pathlib import Path

import rnn_utils
from autograder.config import COURSE

NAMES = Path("data") / "dinos.txt"


def add_helpers(root, folder, names_file=None):
    """Put beside a released notebook what it imports and reads.

    Parameters
    ----------
    root : Path
        The course, which has the environment file and the licence.
    folder : Path
        The release folder.
    names_file : Path, optional
        The list of names; by default the course's own.
    """
    names_file = names_file or root / NAMES
    package = Path(rnn_utils.__file__).parent
    hidden = shutil.ignore_patterns("__pycache__", ".*")
    for name in ("rnn_utils", "data"):
        shutil.rmtree(folder / name, ignore_errors=True)
    shutil.copytree(package, folder / "rnn_utils", ignore=hidden)
    (folder / "data").mkdir()
    shutil.copyfile(names_file, folder / "data" / names_file.name)
    for name in ("environment.yml", "LICENSE"):
        if (root / name).is_file():
            shutil.copyfile(root / name, folder / name)


def after_generating(assignment, student, notebooks):
    """nbgrader's ``GenerateAssignment.post_convert_hook``, which runs in the course's folder.

    So what nbgrader's own command and formgrader's button release is as complete, and submissions
    are marked beside it.

    Parameters
    ----------
    assignment : str
    student : str
        "." in a release.
    notebooks : list of str
    """
    root = Path.cwd()
    folder = root / COURSE / "release" / student / assignment
    if (root / NAMES).is_file():
        add_helpers(root, folder)
