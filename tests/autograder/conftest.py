"""Fixtures: courses made from the sources of this project."""

import csv
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest

from autograder.files import copy_sources
from tests.browser import browser  # noqa: F401, a fixture
from tests.instructor import NOTEBOOK, ROOT, SHAKESPEARE

SCRIPTS = Path(sys.executable).parent


def make_course(folder):
    """Copy all files of a course."""
    for name in ("notebooks", "data"):
        copy_sources(ROOT / name, folder / name)
    for name in ("nbgrader_config.py", "environment.yml", "LICENSE"):
        shutil.copyfile(ROOT / name, folder / name)
    return folder


def run(command, folder, **options):
    """Run a command of the virtual environment, which is not activated."""
    return subprocess.run(
        [SCRIPTS / command[0], *map(str, command[1:])],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "200"},
        **options,
    )


def grades_of(course, assignment):
    """Return the rows of the table of grades by student."""
    grades = course / "course" / "grades" / f"{assignment}.csv"
    with grades.open(newline="", encoding="utf-8-sig") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


@pytest.fixture
def empty_course(tmp_path):
    """A course in which nothing was released."""
    return make_course(tmp_path)


@pytest.fixture
def quick_course(empty_course):
    """The same, with a notebook that takes no training and so runs in two seconds."""
    path = empty_course / "notebooks" / NOTEBOOK.stem / NOTEBOOK.name
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [
        cell for cell in notebook.cells if "skip-execution" not in cell.metadata.get("tags", [])
    ]
    nbformat.write(notebook, path)
    return empty_course


def made_once(name, tmp_path_factory, fill):
    """Return a folder that is created once for all processes of pytest-xdist."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    course = folder / name
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not course.exists():
            making = tmp_path_factory.mktemp(name)
            fill(making)
            making.rename(course)
    return course


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """A course with a release. Tests do not change it."""

    def fill(making):
        make_course(making)
        done = run(["autograder", "release"], making)
        assert done.returncode == 0, done.stderr

    return made_once("released", tmp_path_factory, fill)


# Files beside a source notebook that are not released.
LEFT = ("best.weights.h5", "train.log", ".poem.py.x1.unfinished", "poem.py~", "__pycache__/a.pyc",
        ".ipynb_checkpoints/shakespeare.ipynb")  # fmt: skip


@pytest.fixture(scope="session")
def released_both(released, tmp_path_factory):
    """A course with releases of both assignments. Tests do not change it."""

    def fill(making):
        shutil.copytree(released, making, dirs_exist_ok=True)
        for name in LEFT:
            path = making / "notebooks" / SHAKESPEARE.name / name
            path.parent.mkdir(exist_ok=True)
            path.write_text("left over")
        done = run(["autograder", "release", SHAKESPEARE.name], making)
        assert done.returncode == 0, done.stderr

    return made_once("released-both", tmp_path_factory, fill)


@pytest.fixture
def course(released, tmp_path):
    """A copy of the released course, to submit and grade in."""
    shutil.copytree(released, tmp_path, dirs_exist_ok=True)
    return tmp_path


NOBODY = 65534
# A mount namespace with the project in a folder that all users can read.
AS_NOBODY = (
    'mount --bind "$1" "$2" && cd "$3" && shift 3 && exec setpriv '
    f'--reuid={NOBODY} --regid={NOBODY} --clear-groups -- "$@"'
)


@pytest.fixture
def as_user(tmp_path):
    """Run the project's Python as an ordinary user with a home folder.

    The fixture has the attributes `home` and `own`, a function that makes the user own a folder.
    """
    home, project = tmp_path / "home", tmp_path / "project"
    for folder in (home, project):
        folder.mkdir()
    for folder in (tmp_path, *tmp_path.parents):  # other users cannot read pytest's folders
        if folder == Path(tempfile.gettempdir()):
            break
        folder.chmod(0o755)
    is_root = os.geteuid() == 0
    here = project if is_root else ROOT
    python = here / Path(sys.executable).relative_to(ROOT)

    def own(folder):
        for path in (folder, *folder.rglob("*")):
            if is_root:
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)

    def run(*arguments, cwd=home, **options):
        command = [str(python), *map(str, arguments)]
        if is_root:
            mount = ["unshare", "--mount", "sh", "-c", AS_NOBODY, "sh", ROOT, project, cwd]
            command = [*map(str, mount), *command]
        return subprocess.run(
            command,
            cwd=cwd,
            env={**os.environ, "HOME": str(home), "PYTHONPATH": str(here), "COLUMNS": "200"},
            capture_output=True,
            text=True,
            **options,
        )

    run.home, run.own = home, own
    own(home)
    return run
