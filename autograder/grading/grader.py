"""Grade one notebook from bytes to bytes, without a gradebook.

`pack` collects everything that a worker has to know of an assignment, as bytes that can be sent to
any machine. `grade_notebook` takes them and the bytes of a submission.
"""

import atexit
import base64
import dataclasses
import functools
import importlib.metadata
import json
import platform
import shutil
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.preprocessors import LimitOutput
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task
from traitlets.config import Config

from autograder.course import sha256
from autograder.errors import UserError
from autograder.grading.preprocessor import examine
from autograder.sandbox import ForkServers, Limits, require_protections
from autograder.sanitize import (
    Fact,
    InvalidSubmissionError,
    clean_isolated,
    read_facts,
    read_release,
    rebuild_notebook,
)

# Sections of nbgrader's configuration that decide how a notebook is graded.
SECTIONS = ("ClearHiddenTests", "LimitOutput")


@dataclass(frozen=True)
class Assignment:
    """One assignment, as a worker knows it.

    Attributes
    ----------
    version : str
        Digest of everything below: what is graded with another version is graded differently.
    facts : list of Fact
        The assignment's own cells.
    release : list of NotebookNode
        The cells that students were given.
    released_files : Path
        A folder with the files that students were given; it goes when nobody knows this any more.
    limits : Limits
    config : traitlets.config.Config
        The sections that decide how a notebook is graded.
    """

    version: str
    facts: list
    release: list
    released_files: Path
    limits: Limits
    config: Config


def pack(course, gradebook, name):
    """Return everything that grading needs of an assignment, as bytes.

    Parameters
    ----------
    course : Course
    gradebook : nbgrader.api.Gradebook
    name : str
        Of an assignment that the gradebook knows.

    Returns
    -------
    bytes
        The same for the same release, hidden tests, limits and configuration.

    Raises
    ------
    UserError
        If the files that were released are gone.
    """
    folder = course.step("release", assignment=name)
    if not folder.is_dir():
        raise UserError(
            f"{folder} is missing, and students' code is run beside what they were given: release "
            "the assignment again. No grade was changed."
        )
    files = {
        path.relative_to(folder).as_posix(): base64.b64encode(path.read_bytes()).decode()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and "__pycache__" not in path.parts
    }
    release = read_release(folder / f"{name}.ipynb")
    facts = read_facts(gradebook.find_notebook(name, name), release)
    content = {
        "name": name,
        "facts": [dataclasses.asdict(fact) for fact in facts],
        "files": files,
        "limits": Limits(config=course.config).as_record(),
        "config": {section: plain(course.config.get(section, {})) for section in SECTIONS},
    }
    return json.dumps(content, sort_keys=True).encode()


def plain(section):
    """Return the settings of a section that can be written as JSON."""
    return {name: value for name, value in section.items() if isinstance(value, str | int | float)}


def version_of(packed):
    """Return the digest of a packed assignment."""
    return sha256(packed)


def graded_cells(packed):
    """Return the names of the cells with points, in the order of the notebook."""
    facts = json.loads(packed)["facts"]
    return [fact["name"] for fact in facts if fact["points"] is not None]


@functools.lru_cache(maxsize=2)
def unpack(packed):
    """Return what `pack` has collected, with its files in a folder of this process.

    Parameters
    ----------
    packed : bytes

    Returns
    -------
    Assignment
    """
    content = json.loads(packed)
    folder = Path(tempfile.mkdtemp(prefix="dinosaur-release-"))
    for name, encoded in content["files"].items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(encoded))
    notebook = folder / f"{content['name']}.ipynb"
    known = Assignment(
        version=version_of(packed),
        facts=[Fact(**fact) for fact in content["facts"]],
        release=nbformat.read(notebook, as_version=4).cells if notebook.is_file() else [],
        released_files=folder,
        limits=Limits(**content["limits"]),
        config=Config(content["config"]),
    )
    weakref.finalize(known, shutil.rmtree, folder, ignore_errors=True)
    return known


PACKAGE = Path(__file__).parents[1]
# The parts of this package that decide how a notebook is graded, besides the assignment itself.
PARTS = ("grading", "sandbox", "sanitize")  # fmt: skip
LIBRARIES = ("ipykernel", "ipython", "matplotlib", "nbformat", "nbgrader", "numpy")


@functools.cache
def grader_version():
    """Return a digest of our grading code and of the libraries that it and the students use.

    Returns
    -------
    str
    """
    files = sorted(
        path
        for part in PARTS
        for path in ([PACKAGE / part] if part.endswith(".py") else (PACKAGE / part).rglob("*.py"))
    )
    parts = [path.relative_to(PACKAGE).as_posix().encode() + path.read_bytes() for path in files]
    parts += [f"{name} {importlib.metadata.version(name)}".encode() for name in LIBRARIES]
    return sha256(*parts, platform.python_version().encode())


def grade_notebook(assignment, submission, machine_checked=False):
    """Grade one notebook.

    Parameters
    ----------
    assignment : bytes
        From `autograder.grading.grader.pack`.
    submission : bytes
        What was submitted; anything.
    examined : bool
        True where somebody has tried the protections of this machine already.

    Returns
    -------
    bytes
        A JSON object with ``test runner``, the version that has graded, and one of

        - ``rejected``: why this cannot be graded, for the student,
        - ``error``: why nothing can be graded on this machine,
        - ``notebook``: the graded notebook as text; with it ``scores``, points by graded cell (None
          where a person has to give them), and ``untouched``, names of the cells for students to
          write that are as they were given out.
    """
    try:
        answer = grade_submission(unpack(assignment), submission, machine_checked)
    except InvalidSubmissionError as reason:
        answer = {"rejected": str(reason)}
    except UserError as error:
        answer = {"error": str(error)}
    return json.dumps({"grader_version": grader_version(), **answer}).encode()


@functools.cache
def fork_servers():
    """Return the fork servers of this process, which live as long as it does."""
    made = ForkServers()
    atexit.register(made.close)
    return made


def grade_submission(assignment, submission, machine_checked):
    """Return the answer for a submission that can be graded; see `grade_notebook`."""
    if not machine_checked:
        require_protections(assignment.limits)
    content, repairs = clean_isolated(submission)
    notebook = nbformat.from_dict(content)
    notebook.metadata.autograder = nbformat.from_dict({"repairs": repairs})
    rebuild_notebook(notebook, assignment.facts, assignment.release)
    examine(
        notebook, assignment.limits, assignment.released_files, assignment.config, fork_servers()
    )
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
