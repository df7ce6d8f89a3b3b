"""Each solution gets the expected score in a class that is graded as any other."""

import pytest

from tests import instructor
from tests.mutants.corpus import graded_cells, misses, solutions
from tests.mutants.course import grade

CELLS = {one: graded_cells(instructor.read(one)) for one in instructor.ASSIGNMENTS}
SOLUTIONS = solutions()


@pytest.fixture(scope="module")
def lost(tmp_path_factory):
    """Points lost by solution and graded cell."""
    return grade(tmp_path_factory.mktemp("course"), SOLUTIONS)


@pytest.mark.parametrize("solution", SOLUTIONS, ids=lambda solution: solution.name)
def test_it_gets_the_expected_score(lost, solution):
    points = lost[solution.name]
    cells = CELLS[solution.assignment]
    assert misses(solution, points, cells) == []
    # A cell is passed or failed: nothing is printed that nbgrader would take for part of it.
    assert all(points[cell] == cells[cell] for cell in points)
