"""A course folder: nbgrader's configuration loaded, its API at hand, its places by name."""

import contextlib
import hashlib
import warnings
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import Config, PyFileConfigLoader

from autograder.config import COURSE, assignments
from autograder.errors import UserError

# nbgrader was written for SQLAlchemy 1; what 2 warns of does no harm and would bury our table.
warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")


class Course:
    """A folder with an ``nbgrader_config.py``, as nbgrader sees it.

    Parameters
    ----------
    root : str or Path
        The folder.

    Raises
    ------
    UserError
        If there is no configuration.
    """

    def __init__(self, root="."):
        self.root = Path(root).resolve()
        if not (self.root / "nbgrader_config.py").is_file():
            raise UserError(
                f"There is no nbgrader_config.py in {self.root}: go to the course's folder, "
                "or name it with --course."
            )
        # The loader runs the file in place, and the file asks for the current folder.
        with contextlib.chdir(self.root):
            self.config = PyFileConfigLoader("nbgrader_config.py", str(self.root)).load_config()
        self.work = self.root / COURSE

    def api(self, **coursedir):
        """nbgrader's API for this course.

        Parameters
        ----------
        **coursedir
            Traits of nbgrader's CourseDirectory to set otherwise than the configuration does.

        Returns
        -------
        NbGraderAPI
        """
        config = Config(self.config)
        config.CourseDirectory.update(coursedir)
        return NbGraderAPI(CourseDirectory(config=config), config=config)

    def source(self, assignment):
        """The instructor's notebook of an assignment.

        Raises
        ------
        UserError
            If there is none.
        """
        path = self.root / "notebooks" / assignment / f"{assignment}.ipynb"
        if not path.is_file():
            known = ", ".join(assignments(self.root)) or "none"
            raise UserError(
                f"There is no notebook {path.relative_to(self.root)}; the assignments here are: "
                f"{known}."
            )
        return path

    def step(self, step, student=".", assignment="."):
        """A folder of nbgrader's: ``course/<step>/<student>/<assignment>``."""
        return self.work / step / student / assignment


def sha256(*contents):
    """Hex digest of some bytes, each set apart from the next."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


def succeed(result, what):
    """Pass nbgrader's result on, or say what its log says went wrong.

    Parameters
    ----------
    result : dict
        What a method of NbGraderAPI returned.
    what : str
        What was tried, for the message.

    Raises
    ------
    UserError
        If nbgrader failed.
    """
    pass_interrupt_on(result)
    if not result["success"]:
        lines = (result.get("error") or result.get("log") or "no reason given").strip().split("\n")
        raise UserError(
            f"{what} failed: {lines[-1].strip()}\n\nnbgrader's log:\n" + "\n".join(lines)
        )


def pass_interrupt_on(result):
    """Raise KeyboardInterrupt if that is what ended a step: nbgrader takes it for a failure."""
    if "KeyboardInterrupt" in result.get("error", ""):
        raise KeyboardInterrupt
