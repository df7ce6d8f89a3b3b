"""A course with a release, in which nbgrader grades sanitized submissions."""

import shutil

import nbformat
import pytest

from autograder.course import Course
from autograder.demo import fill_in_solutions
from autograder.release.source_notebook import read_solutions
from tests.autograder.conftest import make_course
from tests.instructor import read

NAME = "dinosaur_land"


@pytest.fixture(scope="session")
def released_files(tmp_path_factory):
    """A course with a release by nbgrader alone; tests may read it, not change it."""
    root = make_course(tmp_path_factory.mktemp("released_files"))
    result = Course(root).api().generate_assignment(NAME)
    assert result["success"], result
    return root


@pytest.fixture(scope="session")
def release_file(released_files):
    return released_files / "course" / "release" / NAME / f"{NAME}.ipynb"


@pytest.fixture(scope="session")
def solved_text(release_file):
    """A notebook with full grades, as a student hands it in."""
    return nbformat.writes(fill_in_solutions(release_file, read_solutions(read())))


@pytest.fixture
def solved(solved_text):
    """The same, to be changed."""
    return nbformat.reads(solved_text, as_version=4)


@pytest.fixture
def classroom(released_files, tmp_path):
    """A copy of the course, in which nbgrader itself grades as the course configures it."""
    shutil.copytree(released_files, tmp_path / "root")
    return Classroom(tmp_path / "root")


class Classroom:
    """A course to submit and grade in."""

    def __init__(self, root, name=NAME):
        # The database's place stands in the configuration, which is read anew here.
        self.course, self.name = Course(root), name
        self.save_only()

    def save_only(self):
        """Instead of the test runner nothing runs: every test cell gets its points."""
        self.course.config.Autograde.autograde_preprocessors = [
            "nbgrader.preprocessors.SaveAutoGrades",
            "nbgrader.preprocessors.AssignLatePenalties",
            "nbgrader.preprocessors.CheckCellMetadata",
        ]

    def execute(self):
        """What runs here was written in this file's tests, so no sandbox is needed."""
        saving = self.course.config.Autograde.autograde_preprocessors
        execute = "nbgrader.preprocessors.Execute"
        self.course.config.Autograde.autograde_preprocessors = [execute, *saving]

    def folder(self, student):
        made = self.course.step("submitted", student, self.name)
        made.mkdir(parents=True, exist_ok=True)
        return made

    def submit(self, student, content, name=None):
        content = content if isinstance(content, (str, bytes)) else nbformat.writes(content)
        content = content.encode() if isinstance(content, str) else content
        (self.folder(student) / (name or f"{self.name}.ipynb")).write_bytes(content)

    def grade(self, student="*"):
        """Call nbgrader, for the whole class or one student; its result with the log."""
        return self.course.api().autograde(self.name, student, force=True, create=True)

    def autograded(self, student):
        return nbformat.read(
            self.course.step("autograded", student, self.name) / f"{self.name}.ipynb", as_version=4
        )

    def score(self, student):
        with self.course.api().gradebook as gradebook:
            return gradebook.find_submission(self.name, student).score
