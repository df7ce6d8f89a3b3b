"""Classes that were never graded, and their reports."""

import shutil

import pytest

from autograder.course import Course
from autograder.report.report_page import write_report
from tests.autograder.report.hostile import fill_with_attacks
from tests.autograder.report.made_up import NAME, new_course, showcase


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """Folder of a course with an assignment; copied, since nbgrader takes seconds to make one."""
    return new_course(tmp_path_factory.mktemp("template")).root


@pytest.fixture
def bare(template, tmp_path):
    """A course with an assignment, in which nobody has submitted."""
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return Course(tmp_path)


@pytest.fixture(scope="session")
def shown_course(template, tmp_path_factory):
    """The class that the README shows; tests may read it, not change it."""
    folder = tmp_path_factory.mktemp("showcase")
    return showcase(Course(shutil.copytree(template, folder, dirs_exist_ok=True)))


@pytest.fixture(scope="session")
def shown_page(shown_course):
    """Its report."""
    return write_report(shown_course, NAME)


@pytest.fixture(scope="session")
def hostile(template, tmp_path_factory):
    """Report of a class with hostile names and messages."""
    folder = tmp_path_factory.mktemp("hostile")
    course = Course(shutil.copytree(template, folder, dirs_exist_ok=True))
    fill_with_attacks(course)
    return write_report(course, NAME)
