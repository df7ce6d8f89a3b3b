"""Configure nbgrader for a course: folders, database, preprocessors and plugins."""

import os
import sys
from pathlib import Path

from autograder.errors import UserError
from autograder.files import LEFTOVERS

COURSE = "course"
ASSIGNMENT = "dinosaur_land"
# For the kernel of the source notebook: no history file, and no warning about the transport.
KERNEL_ARGUMENTS = ["--HistoryManager.hist_file=:memory:", "--log-level=ERROR"]


def list_assignments(root):
    """Return the names of the assignments that have a source notebook.

    Parameters
    ----------
    root : Path
        Course folder.

    Returns
    -------
    list of str
    """
    notebooks = root.glob("notebooks/*/*.ipynb")
    return sorted(path.stem for path in notebooks if path.stem == path.parent.name)


def format_command(command, assignment):
    """Return a command line for an assignment, in backticks, to be shown in a message.

    Parameters
    ----------
    command, assignment : str

    Returns
    -------
    str
    """
    argument = "" if assignment == ASSIGNMENT else f" {assignment}"
    return f"`autograder {command}{argument}`"


def make_unreleased_error(assignment):
    """Return the error for an assignment that has no release.

    Parameters
    ----------
    assignment : str

    Returns
    -------
    UserError
    """
    return UserError(
        f"{assignment} was never released: run {format_command('release', assignment)} first."
    )


def configure(c, root=None):
    """Set the folders of the course and the classes that replace parts of nbgrader.

    Parameters
    ----------
    c : traitlets.config.Config
        What ``get_config()`` returns in a configuration file.
    root : str or Path, optional
        Course folder, which contains ``notebooks``; by default the current folder.
    """
    root = Path(root or Path.cwd()).resolve()
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.course_id = ASSIGNMENT
    c.CourseDirectory.source_directory = "notebooks"
    c.CourseDirectory.ignore = list(LEFTOVERS)
    # All folders that nbgrader writes are in one folder, which git ignores.
    for step in ("release", "submitted", "autograded", "feedback", "solution"):
        setattr(c.CourseDirectory, f"{step}_directory", f"{COURSE}/{step}")
    (root / COURSE).mkdir(exist_ok=True)
    # SQLite waits 60 seconds for another writer; its default is 5.
    c.CourseDirectory.db_url = f"sqlite:///{root / COURSE / 'gradebook.db'}?timeout=60"

    # nbgrader finds `alembic` on PATH, which lacks a virtual environment that is not activated.
    scripts = str(Path(sys.executable).parent)
    if scripts not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([scripts, os.environ.get("PATH", "")])

    c.GenerateAssignment.preprocessors = [
        "nbgrader.preprocessors.IncludeHeaderFooter",
        "autograder.release.package.ReleaseLinks",
        "nbgrader.preprocessors.InstantiateTests",
        "nbgrader.preprocessors.LockCells",
        "autograder.release.package.ClearSolutionsWithHints",
        "nbgrader.preprocessors.ClearOutput",
        "nbgrader.preprocessors.CheckCellMetadata",
        "nbgrader.preprocessors.ComputeChecksums",
        "nbgrader.preprocessors.SaveCells",
        "nbgrader.preprocessors.ClearHiddenTests",
        "nbgrader.preprocessors.ClearMarkScheme",
        "nbgrader.preprocessors.ComputeChecksums",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.GenerateAssignment.post_convert_hook = "autograder.release.package.complete_release"
    # c.Exchange.root keeps nbgrader's default, so that students need no configuration.
    c.ExchangeFactory.collect = "autograder.exchange.Collect"
    c.ExchangeFactory.release_assignment = "autograder.exchange.ReleaseAssignment"
    c.ExchangeFactory.release_feedback = "autograder.exchange.ReleaseFeedback"
    configure_grading(c)


def configure_grading(c):
    """Set the classes that grade in the sandbox, also for nbgrader's command and formgrader.

    Parameters
    ----------
    c : traitlets.config.Config
    """
    # Imported here because it takes seconds, and --help imports this module.
    from autograder.feedback import configure_formgrader

    c.Autograde.pre_convert_hook = "autograder.sanitize.quarantine.quarantine"
    c.Autograde.exporter_class = "autograder.sanitize.rebuild.SubmissionExporter"
    c.Autograde.sanitize_preprocessors = [
        "autograder.sanitize.rebuild.Rebuild",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.Autograde.autograde_preprocessors = [
        "autograder.grading.preprocessor.GradeNotebook",
        "nbgrader.preprocessors.LimitOutput",
        "nbgrader.preprocessors.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.GenerateFeedback.exporter_class = "autograder.feedback.exporter.FeedbackExporter"
    configure_formgrader(c)
