"""What grading needs of an assignment: its cells, released files, tests, and how each is graded.

`pack` collects everything as bytes that can be sent to any machine. `unpack` reads them.
"""

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
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_solution
from traitlets.config import Config

from autograder.course import sha256
from autograder.errors import UserError
from autograder.grading.calibration import (
    compare_both_ways,
    decisions_path,
    describe,
    digest,
    keep_all,
    read_decisions,
    read_seed,
    require_allowed,
    write_decisions,
)
from autograder.grading.test_plan import Program, ProgramCell, apply_decisions, plan_tests
from autograder.sandbox import ForkServers, Limits
from autograder.sanitize import (
    Fact,
    clean_isolated,
    grade_id,
    read_facts,
    read_release,
    rebuild_notebook,
)

# Sections of nbgrader's configuration that decide how a notebook is graded.
SECTIONS = ("ClearHiddenTests", "LimitOutput")

PACKAGE = Path(__file__).parents[1]

# The parts of this package that decide how a notebook is graded, besides the assignment itself.
PARTS = ("grading", "sandbox", "sanitize")  # fmt: skip

LIBRARIES = ("ipykernel", "ipython", "matplotlib", "nbformat", "nbgrader", "numpy")

# Libraries that take long to import, and their modules that a fork server imports in advance. Not
# those that start threads, after which no process of the fork server can join a sandbox.
PRELOADED = {
    "pandas": ("pandas",),
    "scipy": ("scipy.stats", "scipy.optimize", "scipy.sparse", "scipy.linalg"),
    "sklearn": ("sklearn.linear_model", "sklearn.model_selection", "sklearn.metrics"),
    "sympy": ("sympy",),
    "networkx": ("networkx",),
}


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
    program : Program
        The instructor's cells and the tests.
    decisions : dict of str to dict
        How each test is graded, see `autograder.grading.calibration.compare_both_ways`.
    seed : str
        Secret of the course.
    """

    version: str
    facts: list
    release: list
    released_files: Path
    limits: Limits
    config: Config
    program: Program
    decisions: dict
    seed: str

    @property
    def libraries(self):
        """The libraries that the fork servers import in advance for this assignment."""
        return find_preloaded(self.program.imports)


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
        If the released files are missing, or the notebook is not for Python.
    """
    return pack_notebook(CourseDirectory(config=course.config), gradebook, name, name)


def pack_notebook(coursedir, gradebook, assignment, name):
    """Return everything that grading needs of one notebook of an assignment; see `pack`.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
    gradebook : nbgrader.api.Gradebook
    assignment, name : str
    """
    config = coursedir.config
    folder = Path(coursedir.format_path(coursedir.release_directory, ".", assignment))
    if not folder.is_dir():
        raise UserError(
            f"{folder} is missing, and students' code is run beside the released files: release "
            "the assignment again. No grade was changed."
        )
    files = {
        path.relative_to(folder).as_posix(): base64.b64encode(path.read_bytes()).decode()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and "__pycache__" not in path.parts
    }
    source = Path(coursedir.format_path(coursedir.source_directory, ".", assignment))
    source = read_notebook(source / f"{name}.ipynb")
    release = read_release(folder / f"{name}.ipynb")
    require_python(read_notebook(folder / f"{name}.ipynb"), name)
    facts = read_facts(gradebook.find_notebook(name, assignment), release)
    content = {
        "name": name,
        "facts": [dataclasses.asdict(fact) for fact in facts],
        "files": files,
        "limits": Limits(config=config).as_record(),
        "config": {section: plain(config.get(section, {})) for section in SECTIONS},
        "cells": [dataclasses.asdict(cell) for cell in list_cells(facts, release, source)],
        "seed": read_seed(Path(coursedir.root)),
    }
    content["decisions"] = decide_for(content, source, Path(coursedir.root))
    require_allowed(content["decisions"], config, name)
    return json.dumps(content, sort_keys=True).encode()


def read_notebook(path):
    """Return a notebook of the instructor's, or None if there is none."""
    try:
        return nbformat.read(path, as_version=4) if path.is_file() else None
    except Exception:  # nbformat raises many kinds of errors
        return None


def require_python(notebook, name):
    """Raise an error if a notebook is for another kernel than Python's.

    Raises
    ------
    UserError
    """
    metadata = notebook.metadata if notebook else {}
    kernel = metadata.get("kernelspec", {})
    language = metadata.get("language_info", {}).get("name") or kernel.get("language")
    if language and language.lower() not in ("python", "ipython"):
        raise UserError(
            f"{name}.ipynb is for the kernel {kernel.get('name') or language}, and the sandbox has "
            "Python only: grade this assignment with stock nbgrader. Nothing was graded."
        )


def list_cells(facts, release, source):
    """Return the code cells of the instructor's notebook: as released, with tests and solutions.

    Parameters
    ----------
    facts : list of Fact
    release : list of NotebookNode
        The cells of the released notebook.
    source : NotebookNode or None
        The source notebook.

    Returns
    -------
    list of ProgramCell
    """
    known = {fact.name: fact for fact in facts}
    solutions = read_solutions(source)
    cells, seen = [], set()
    names = [(grade_id(cell), cell) for cell in release]
    names += [(name, None) for name in known if name not in {one for one, _ in names}]
    for place, (name, cell) in enumerate(names):
        fact = known.get(name)
        if fact is None:
            if cell.cell_type == "code":
                cells.append(ProgramCell(place, cell.source))
        elif fact.cell_type == "code" and name not in seen:
            seen.add(name)
            is_test = fact.grade and not fact.solution
            text = solutions.get(name, fact.source) if fact.solution else fact.source
            points = (fact.points or 0.0) if is_test else 0.0
            cells.append(ProgramCell(place, text, name, fact.solution, is_test, points))
    return cells


def read_solutions(source):
    """Return the instructor's solution cells by grade id; empty without a source notebook."""
    return {
        grade_id(cell): cell.source
        for cell in (source.cells if source else ())
        if is_solution(cell)
    }


def decide_for(content, source, root):
    """Return how the tests of an assignment are graded; see `autograder.grading.calibration`."""
    version = digest({**content, "solutions": read_solutions(source)}, grader_version())
    path = decisions_path(root, version)
    decisions = read_decisions(path)
    if decisions is not None:
        return decisions
    # Not kept by `unpack`, because the temporary folder of a run goes with the run.
    known = unpack.__wrapped__(json.dumps({**content, "decisions": {}}).encode())
    if source is None:
        return keep_all(known.program)

    def rebuild(solutions):
        released = known.released_files / f"{content['name']}.ipynb"
        notebook = nbformat.read(released, as_version=4)
        for cell in notebook.cells:
            cell.source = solutions.get(grade_id(cell), cell.source)
        return clean_and_rebuild(nbformat.writes(notebook).encode(), known)

    with ForkServers(known.libraries) as servers:
        decisions = compare_both_ways(
            known.program,
            rebuild(read_solutions(source)),
            rebuild({}),
            known.limits,
            known.released_files,
            known.config,
            seed=known.seed,
            fork_servers=servers,
        )
    write_decisions(path, decisions)
    return decisions


def plain(section):
    """Return the settings of a section that can be written as JSON."""
    return {name: value for name, value in section.items() if isinstance(value, str | int | float)}


def version_of(packed):
    """Return the digest of a packed assignment."""
    return sha256(packed)


def list_unprotected_tests(packed):
    """Return a sentence for each test that runs in the student's process."""
    return describe(json.loads(packed)["decisions"])


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
        program=apply_decisions(
            plan_tests([ProgramCell(**cell) for cell in content["cells"]]), content["decisions"]
        ),
        decisions=content["decisions"],
        seed=content["seed"],
    )
    weakref.finalize(known, shutil.rmtree, folder, ignore_errors=True)
    return known


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


def find_preloaded(packages):
    """Return the modules to import in advance for a notebook that imports packages."""
    return tuple(
        name for package in PRELOADED if package in packages for name in PRELOADED[package]
    )


def clean_and_rebuild(submission, assignment):
    """Return a submission as a clean notebook with the assignment's own cells."""
    content, repairs = clean_isolated(submission)
    notebook = nbformat.from_dict(content)
    notebook.metadata.autograder = nbformat.from_dict({"repairs": repairs})
    rebuild_notebook(notebook, assignment.facts, assignment.release)
    return notebook
