"""A small class that is marked, to be copied and changed."""

# ruff: noqa: F811, a fixture that is imported bears the name of an argument
import shutil

import pytest

from tests.autograder.classrun.classes import mark
from tests.autograder.tiny import GOOD, hand_in, tiny_released  # noqa: F401

HALF = {"double": "def double(x): return 2 if x == 1 else 0"}


@pytest.fixture(scope="session")
def marked_once(tiny_released, tmp_path_factory):
    """A course with three students, one of them without a notebook; not to be changed."""
    course = shutil.copytree(tiny_released, tmp_path_factory.mktemp("class") / "course")
    hand_in(course, "good", **GOOD)
    hand_in(course, "half", **HALF)
    hand_in(course, "none").write_text("no notebook")
    outcome = mark(course)
    assert (outcome.marked, outcome.recorded, outcome.unchanged) == (3, 3, 0)
    return course


@pytest.fixture
def marked(marked_once, tmp_path):
    """A copy of it."""
    return shutil.copytree(marked_once, tmp_path / "course")
