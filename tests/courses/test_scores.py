"""Honest work gets the scores that stock nbgrader gives, cell by cell, in each small course."""

import pytest

from tests.courses.catalog import SUBMISSIONS, parse_course, read_courses
from tests.courses.grading import grade_courses

COURSES = read_courses()


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The scores of both graders, by course and submission."""
    return grade_courses(tmp_path_factory.mktemp("courses"), COURSES)


def test_there_are_enough_courses():
    assert len(COURSES) >= 30
    cells = [cell.name for course in COURSES.values() for cell in course.cells if cell.name]
    assert len(set(cells)) >= 200
    assert all(course.about for course in COURSES.values())


@pytest.mark.parametrize("name", COURSES)
def test_stock_nbgrader_gives_points_to_right_answers_only(graded, name):
    course = COURSES[name]
    solved, untouched, wrong = (graded[name, submission].stock for submission in SUBMISSIONS)
    for cell in course.tests:
        assert solved[cell.name] == [cell.points, False], cell.name
        # A cell of zero points cannot tell a right answer from a wrong one.
        if cell.points:
            assert untouched[cell.name][0] < cell.points, cell.name
            assert wrong[cell.name][0] < cell.points, cell.name
    for cell in course.cells:
        if cell.role in ("essay", "manual"):
            assert (solved[cell.name], untouched[cell.name]) == ([None, True], [0, False])


@pytest.mark.parametrize("submission", SUBMISSIONS)
@pytest.mark.parametrize("name", COURSES)
def test_scores_equal_those_of_stock_nbgrader(graded, name, submission):
    one = graded[name, submission]
    assert one.problem == ""
    assert one.ours == one.stock


@pytest.mark.parametrize("name", COURSES)
def test_the_test_runner_runs_the_tests_that_the_course_says(graded, name):
    results = graded[name, "solved"].test_results
    for cell in COURSES[name].tests:
        assert results[cell.name]["in_kernel"] != cell.protected, cell.name


def test_the_test_runner_runs_most_tests():
    tests = [cell for course in COURSES.values() for cell in course.tests]
    assert sum(cell.protected for cell in tests) / len(tests) > 0.9


def test_a_course_is_parsed():
    course = parse_course(
        "small",
        "# About it.\n# %% markdown\n# Title\n# %% solution f\n### BEGIN SOLUTION\nf = 1\n"
        "### END SOLUTION\n# %% wrong f\nf = 2\n# %% test t points=2 protected=no\nassert f == 1\n"
        "# %% file data.csv\n1,2\n",
    )
    assert course.about == "About it."
    assert course.files == {"data.csv": "1,2\n"}
    assert course.answers == {"solved": {"f": "f = 1"}, "untouched": {}, "wrong": {"f": "f = 2"}}
    (test,) = course.tests
    assert (test.points, test.protected) == (2, False)
    roles = [cell.metadata.get("nbgrader", {}) for cell in course.notebook().cells]
    assert [role.get("grade_id") for role in roles] == [None, "f", "t"]
    assert roles[2]["grade"] and roles[2]["locked"] and not roles[2]["solution"]


@pytest.mark.parametrize(
    "text",
    [
        "# %% test\n",
        "# %% quiz q\n",
        "# %% test t point=2\n",
        "# %% test t protected=yes\n",
        "# %% solution f\nf = 1\n",
        "# %% wrong f\nf = 1\n",
        "# %% test t\n# %% test t\n",
    ],
)
def test_a_wrong_course_is_rejected(text):
    with pytest.raises(ValueError):
        parse_course("wrong", text)
