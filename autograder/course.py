"""A course folder with its nbgrader configuration, API and paths."""

import contextlib
import hashlib
import warnings
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import Config, PyFileConfigLoader

from autograder.config import COURSE, list_assignments
from autograder.errors import UserError

# nbgrader was written for SQLAlchemy 1. The warnings of version 2 are harmless and would fill the
# terminal.
warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")


class Course:
    """A course folder and its configuration, ``nbgrader_config.py``.

    Parameters
    ----------
    root : str or Path
        Course folder.

    Raises
    ------
    UserError
        If the folder contains no ``nbgrader_config.py``.
    """

    def __init__(self, root="."):
        self.root = Path(root).resolve()
        if not (self.root / "nbgrader_config.py").is_file():
            raise UserError(
                f"There is no nbgrader_config.py in {self.root}: change to the course folder, or "
                "give it with --course."
            )
        # The configuration file uses the current folder.
        with contextlib.chdir(self.root):
            self.config = PyFileConfigLoader("nbgrader_config.py", str(self.root)).load_config()
        self.work = self.root / COURSE

    def api(self, **coursedir):
        """Return nbgrader's API for this course.

        Parameters
        ----------
        **coursedir
            Traits of nbgrader's CourseDirectory that override the configuration.

        Returns
        -------
        NbGraderAPI
        """
        config = Config(self.config)
        config.CourseDirectory.update(coursedir)
        return NbGraderAPI(CourseDirectory(config=config), config=config)

    def source(self, assignment):
        """Return the path of the source notebook of an assignment.

        Raises
        ------
        UserError
            If the file is missing.
        """
        path = self.root / "notebooks" / assignment / f"{assignment}.ipynb"
        if not path.is_file():
            available = ", ".join(list_assignments(self.root)) or "none"
            raise UserError(
                f"There is no notebook {path.relative_to(self.root)}. Assignments in this course: "
                f"{available}."
            )
        return path

    def step(self, step, student=".", assignment="."):
        """Return the path of the folder ``course/<step>/<student>/<assignment>``."""
        return self.work / step / student / assignment


def sha256(*contents):
    """Return the hex digest of a sequence of byte strings. Their boundaries are part of it."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


def require_success(result, command):
    """Raise an error with nbgrader's log if a command of nbgrader failed.

    Parameters
    ----------
    result : dict
        What a method of NbGraderAPI returned.
    command : str
        The command, for the message.

    Raises
    ------
    UserError
        If nbgrader failed; KeyboardInterrupt if that was the reason.
    """
    # nbgrader reports an interrupt as a failure.
    if "KeyboardInterrupt" in result.get("error", ""):
        raise KeyboardInterrupt
    if not result["success"]:
        lines = (result.get("error") or result.get("log") or "no reason given").strip().split("\n")
        raise UserError(
            f"{command} failed: {lines[-1].strip()}\n\nnbgrader's log:\n" + "\n".join(lines)
        )
