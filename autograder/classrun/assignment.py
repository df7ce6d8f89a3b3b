"""All that a worker has to know of an assignment, as bytes that can be sent to any machine."""

import base64
import dataclasses
import functools
import json
import shutil
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path

import nbformat
from traitlets.config import Config

from autograder.course import sha256
from autograder.errors import UserError
from autograder.intake.facts import Fact, read_facts, read_release
from autograder.sandbox.limits import Limits

# Sections of nbgrader's configuration that decide how a notebook is marked.
SECTIONS = ("ClearHiddenTests", "LimitOutput")


@dataclass(frozen=True)
class Assignment:
    """One assignment, as a worker knows it.

    Attributes
    ----------
    version : str
        Digest of everything below: what is marked with another version is marked differently.
    facts : list of Fact
        The assignment's own cells.
    release : list of NotebookNode
        The cells that students were given.
    handed_out : Path
        A folder with the files that students were given; it goes when nobody knows this any more.
    limits : Limits
    config : traitlets.config.Config
        The sections that decide how a notebook is marked.
    """

    version: str
    facts: list
    release: list
    handed_out: Path
    limits: Limits
    config: Config


def pack(course, gradebook, name):
    """Collect what is known of an assignment.

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
        If the files that were handed out are gone.
    """
    folder = course.step("release", assignment=name)
    if not folder.is_dir():
        raise UserError(
            f"{folder} is missing, and students' code is run beside what they were given: release "
            "the assignment again. No mark was changed."
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
    """The settings of a section that are plain values."""
    return {name: value for name, value in section.items() if isinstance(value, str | int | float)}


def version_of(packed):
    """Digest of a packed assignment."""
    return sha256(packed)


def graded_cells(packed):
    """Names of the cells with points, as they follow each other in the notebook."""
    facts = json.loads(packed)["facts"]
    return [fact["name"] for fact in facts if fact["points"] is not None]


@functools.lru_cache(maxsize=2)
def unpack(packed):
    """What `pack` has collected, and its files in a folder of this process.

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
        handed_out=folder,
        limits=Limits(**content["limits"]),
        config=Config(content["config"]),
    )
    weakref.finalize(known, shutil.rmtree, folder, ignore_errors=True)
    return known
