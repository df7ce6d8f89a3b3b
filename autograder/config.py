"""nbgrader's configuration of this course: where things lie and how cells are handled."""

import os
import sys
from pathlib import Path

from autograder.errors import UserError
from autograder.files import LEFTOVERS

COURSE = "course"
ASSIGNMENT = "dinosaur_land"
# For the instructor's own notebook: no history file, and no warning about the transport.
KERNEL_ARGUMENTS = ["--HistoryManager.hist_file=:memory:", "--log-level=ERROR"]


def assignments(root):
    """Names of the assignments whose notebook a course has.

    Parameters
    ----------
    root : Path

    Returns
    -------
    list of str
    """
    found = root.glob("notebooks/*/*.ipynb")
    return sorted(path.stem for path in found if path.stem == path.parent.name)


def as_typed(command, assignment):
    """A command of ours as one types it for an assignment; the first one needs no name.

    Parameters
    ----------
    command, assignment : str

    Returns
    -------
    str
    """
    name = "" if assignment == ASSIGNMENT else f" {assignment}"
    return f"`autograder {command}{name}`"


def never_released(assignment):
    """The error for what needs a release, where there was none.

    Parameters
    ----------
    assignment : str

    Returns
    -------
    UserError
    """
    return UserError(
        f"{assignment} was never released: run {as_typed('release', assignment)} first."
    )


def configure(c, root=None):
    """Fill an nbgrader configuration object.

    Parameters
    ----------
    c : traitlets.config.Config
        What nbgrader's ``get_config()`` gives inside a configuration file.
    root : str or Path, optional
        The folder that holds ``notebooks``; the current one by default.
    """
    root = Path(root or Path.cwd()).resolve()
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.course_id = ASSIGNMENT
    c.CourseDirectory.source_directory = "notebooks"
    c.CourseDirectory.ignore = list(LEFTOVERS)
    # Everything that nbgrader makes lies in one folder that git ignores.
    for step in ("release", "submitted", "autograded", "feedback", "solution"):
        setattr(c.CourseDirectory, f"{step}_directory", f"{COURSE}/{step}")
    (root / COURSE).mkdir(exist_ok=True)
    # SQLite waits this long for another writer instead of failing after five seconds.
    c.CourseDirectory.db_url = f"sqlite:///{root / COURSE / 'gradebook.db'}?timeout=60"

    # nbgrader starts `alembic` by name; a virtual environment that is not activated hides it.
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
    c.GenerateAssignment.post_convert_hook = "autograder.release.package.after_generating"
    # c.Exchange.root stays nbgrader's own, so that students need no configuration.
    c.ExchangeFactory.collect = "autograder.exchange.Collect"
    c.ExchangeFactory.release_assignment = "autograder.exchange.ReleaseAssignment"
    c.ExchangeFactory.release_feedback = "autograder.exchange.ReleaseFeedback"
    configure_grading(c)


def configure_grading(c):
    """Grade in the sandbox: by nbgrader's command, by formgrader's button and by our own.

    Parameters
    ----------
    c : traitlets.config.Config
    """
    # Its import takes seconds, and the command line reads this module for its --help.
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
