"""Courses to release and mark in, made from the project's own sources."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.instructor import ROOT

SCRIPTS = Path(sys.executable).parent


def make_course(folder):
    """Copy all that a course consists of."""
    for name in ("notebooks", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".*"))
    for name in ("nbgrader_config.py", "environment.yml", "LICENSE"):
        shutil.copyfile(ROOT / name, folder / name)
    return folder


def run(command, folder, **options):
    """Run a command of the virtual environment as a user would who has not activated it."""
    return subprocess.run(
        [SCRIPTS / command[0], *map(str, command[1:])],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "200"},
        **options,
    )


@pytest.fixture
def empty_course(tmp_path):
    """A course in which nothing was released."""
    return make_course(tmp_path)


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """A course with a release, made by the command; tests may read it, not change it."""
    course = make_course(tmp_path_factory.mktemp("released"))
    done = run(["autograder", "release"], course)
    assert done.returncode == 0, done.stderr
    return course


@pytest.fixture
def course(released, tmp_path):
    """A copy of the released course, to hand in and mark in."""
    shutil.copytree(released, tmp_path, dirs_exist_ok=True)
    return tmp_path
