"""Marking one notebook as a pure function: bytes in, bytes out, and no gradebook."""

import atexit
import functools
import importlib.metadata
import json
import platform
from pathlib import Path

import nbformat
from nbgrader.preprocessors import LimitOutput
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task

from autograder.classrun.assignment import unpack
from autograder.course import sha256
from autograder.errors import UserError
from autograder.examiner.preprocessor import examine
from autograder.intake.isolated import clean_isolated
from autograder.intake.rebuild import rebuild
from autograder.intake.refused import Refused
from autograder.sandbox import doctor
from autograder.sandbox.nursery import Nurseries

PACKAGE = Path(__file__).parents[1]
# What decides how a notebook is marked, besides the assignment itself.
ROOMS = ("classrun/assignment.py", "classrun/marker.py", "examiner", "guest", "intake",
         "regions.py", "sandbox")  # fmt: skip
LIBRARIES = ("ipykernel", "ipython", "matplotlib", "nbformat", "nbgrader", "numpy")


@functools.cache
def examiner_version():
    """Digest of our marking code and of the libraries that it and the students use.

    Returns
    -------
    str
    """
    files = sorted(
        path
        for room in ROOMS
        for path in ([PACKAGE / room] if room.endswith(".py") else (PACKAGE / room).rglob("*.py"))
    )
    parts = [path.relative_to(PACKAGE).as_posix().encode() + path.read_bytes() for path in files]
    parts += [f"{name} {importlib.metadata.version(name)}".encode() for name in LIBRARIES]
    return sha256(*parts, platform.python_version().encode())


def mark_notebook(assignment, submission, examined=False):
    """Mark one notebook.

    Parameters
    ----------
    assignment : bytes
        From `autograder.classrun.assignment.pack`.
    submission : bytes
        What was handed in; anything.
    examined : bool
        True where somebody has tried the protections of this machine already.

    Returns
    -------
    bytes
        A JSON object with ``examiner``, the version that has marked, and one of

        - ``refused``: why this cannot be marked, for the student,
        - ``error``: why nothing can be marked on this machine,
        - ``notebook``: the marked notebook as text; with it ``scores``, points by graded cell (None
          where a person has to give them), and ``untouched``, names of the cells for students to
          write that are as they were given out.
    """
    try:
        answer = marked(unpack(assignment), submission, examined)
    except Refused as reason:
        answer = {"refused": str(reason)}
    except UserError as error:
        answer = {"error": str(error)}
    return json.dumps({"examiner": examiner_version(), **answer}).encode()


@functools.cache
def nurseries():
    """Warm starts of this process, for as long as it lives."""
    made = Nurseries()
    atexit.register(made.close)
    return made


def marked(assignment, submission, examined):
    """The answer for a submission that can be marked; see `mark_notebook`."""
    if not examined:
        doctor.require(assignment.limits)
    content, repairs = clean_isolated(submission)
    notebook = nbformat.from_dict(content)
    notebook.metadata.autograder = nbformat.from_dict({"repairs": repairs})
    rebuild(notebook, assignment.facts, assignment.release)
    examine(notebook, assignment.limits, assignment.handed_out, assignment.config, nurseries())
    LimitOutput(config=assignment.config).preprocess(notebook, {})
    return {
        "notebook": nbformat.v4.writes(notebook),
        **outcome(notebook),
    }


def outcome(notebook):
    """What nbgrader reads from a marked notebook.

    Parameters
    ----------
    notebook : NotebookNode

    Returns
    -------
    dict
        ``scores`` and ``untouched``, see `mark_notebook`.
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
