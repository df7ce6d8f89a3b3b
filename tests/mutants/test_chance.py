"""Hidden tests draw their inputs; which of two solutions is right is not left to chance."""

import re

import pytest

from tests.instructor import SHAKESPEARE, nbgrader, prepared, read
from tests.mutants.corpus import owner, solutions

# The dinosaurs' hidden tests take seconds, so often they cannot be repeated.
NOTEBOOK = read(SHAKESPEARE)
VISIBLE = re.compile(r"^checks\..*$", re.MULTILINE)
HIDDEN_ALONE = {
    nbgrader(cell)["grade_id"]: compile(VISIBLE.sub("", cell.source), "<hidden>", "exec")
    for cell in NOTEBOOK.cells
    if nbgrader(cell).get("grade")
}
SOLUTIONS = [solution for solution in solutions() if solution.assignment == SHAKESPEARE]


def passes(code, namespace):
    try:
        exec(code, namespace)
    except Exception:
        return False
    return True


@pytest.mark.parametrize("solution", SOLUTIONS, ids=lambda solution: solution.name)
def test_hidden_tests_find_the_same_each_time(solution):
    namespace = prepared(SHAKESPEARE, NOTEBOOK)
    exec(solution.code, namespace)
    own = {cell: code for cell, code in HIDDEN_ALONE.items() if owner(cell) == solution.function}
    for cell, code in own.items():
        found = {passes(code, namespace) for _ in range(100)}
        assert found == {cell not in (solution.loses or ())}, cell
