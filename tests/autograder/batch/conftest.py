"""A small graded class that tests copy and change."""

# ruff: noqa: F811, a fixture that is imported bears the name of an argument
import shutil

import pytest

from tests.autograder.batch.classes import grade
from tests.autograder.tiny import GOOD, submit, tiny_released  # noqa: F401

HALF = {"double": "def double(x): return 2 if x == 1 else 0"}


@pytest.fixture(scope="session")
def graded_once(tiny_released, tmp_path_factory):
    """A course with three students, one of them without a notebook. Tests do not change it."""
    course = shutil.copytree(tiny_released, tmp_path_factory.mktemp("class") / "course")
    submit(course, "good", **GOOD)
    submit(course, "half", **HALF)
    submit(course, "none").write_text("no notebook")
    outcome = grade(course)
    assert (outcome.graded, outcome.recorded, outcome.unchanged) == (3, 3, 0)
    return course


@pytest.fixture
def graded(graded_once, tmp_path):
    """A copy of the graded course."""
    return shutil.copytree(graded_once, tmp_path / "course")
