"""Grade one notebook from bytes to bytes, without a gradebook.

`grade_notebook` takes the bytes of an assignment, see `autograder.grading.assignment.pack`, and the
bytes of a submission.
"""

import atexit
import functools
import json

import nbformat
from nbgrader.preprocessors import LimitOutput
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task

from autograder.errors import UserError
from autograder.grading.assignment import clean_and_rebuild, grader_version, unpack
from autograder.grading.graded_outputs import run_and_grade
from autograder.sandbox import ForkServers, require_protections
from autograder.sanitize import InvalidSubmissionError


def grade_notebook(assignment, submission, machine_checked=False):
    """Grade one notebook.

    Parameters
    ----------
    assignment : bytes
        From `autograder.grading.assignment.pack`.
    submission : bytes
        What was submitted; can be anything.
    machine_checked : bool
        True where somebody has tried the protections of this machine already.

    Returns
    -------
    bytes
        A JSON object with ``grader_version``, the version that has graded, and one of

        - ``rejected``: why this cannot be graded, for the student,
        - ``error``: why nothing can be graded on this machine,
        - ``notebook``: the graded notebook as text; with it ``scores``, points by graded cell (None
          where a person has to give them), and ``untouched``, names of the cells for students to
          write that are as they were released.
    """
    try:
        answer = grade_submission(unpack(assignment), submission, machine_checked)
    except InvalidSubmissionError as reason:
        answer = {"rejected": str(reason)}
    except UserError as error:
        answer = {"error": str(error)}
    return json.dumps({"grader_version": grader_version(), **answer}).encode()


@functools.cache
def fork_servers(libraries=()):
    """Return the fork servers of this process, which live as long as it does.

    Parameters
    ----------
    libraries : tuple of str
        Modules that they import in advance.

    Returns
    -------
    ForkServers
    """
    made = ForkServers(libraries)
    atexit.register(made.close)
    return made


def grade_submission(assignment, submission, machine_checked):
    """Return the answer for a submission that can be graded; see `grade_notebook`."""
    if not machine_checked:
        require_protections(assignment.limits)
    notebook = clean_and_rebuild(submission, assignment)
    run_and_grade(notebook, assignment, fork_servers(assignment.libraries))
    LimitOutput(config=assignment.config).preprocess(notebook, {})
    return {
        "notebook": nbformat.v4.writes(notebook),
        **outcome(notebook),
    }


def outcome(notebook):
    """Return what nbgrader reads from a graded notebook.

    Parameters
    ----------
    notebook : NotebookNode

    Returns
    -------
    dict
        ``scores`` and ``untouched``, see `grade_notebook`.
    """
    graded = [cell for cell in notebook.cells if is_grade(cell)]
    written = [cell for cell in notebook.cells if is_solution(cell)]
    return {
        "scores": {cell.metadata.nbgrader.grade_id: determine_grade(cell)[0] for cell in graded},
        "untouched": [
            cell.metadata.nbgrader.grade_id
            for cell in written
            if not is_task(cell)
            and cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
        ],
    }
