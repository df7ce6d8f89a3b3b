"""Each solution gets the expected score, however numpy computes."""

import pytest

from tests import instructor
from tests.mutants.corpus import graded_cells, misses, solutions
from tests.mutants.variations import VARIATIONS, run

CELLS = {one: graded_cells(instructor.read(one)) for one in instructor.ASSIGNMENTS}
SOLUTIONS = solutions()


@pytest.fixture(scope="module")
def results():
    """What failed, by variation; each is run when first asked for."""
    done = {}

    def get(variation):
        if variation not in done:
            done[variation] = run(variation)
        return done[variation]

    return get


def test_the_corpus_is_large_enough():
    for assignment in instructor.ASSIGNMENTS:
        for function in assignment.exercises:
            found = [s.wrong for s in SOLUTIONS if s.function == function]
            assert found.count(True) >= 10
            assert found.count(False) >= 4
    assert len({s.code for s in SOLUTIONS}) == len(SOLUTIONS)


@pytest.mark.parametrize("variation", VARIATIONS)
@pytest.mark.parametrize("solution", SOLUTIONS, ids=lambda solution: solution.name)
def test_scores_do_not_depend_on_rounding(results, variation, solution):
    failed = results(variation)[solution.name]
    assert misses(solution, failed, CELLS[solution.assignment]) == []
