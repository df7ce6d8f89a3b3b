"""Wrong and right solutions, and the expected result of each.

A file in `wrong` or `right` is one solution; its name begins with the function that it solves. Its
first line says what is wrong, or what is different. In `wrong` the second line lists the graded
cells of that function that have to fail: these and no others, and none of an earlier function.
What becomes of later functions, which call this one, is left open. Right ones lose nothing.
The third line has the words by which a visible check names the mistake, or `-` and the reason why
none can.
"""

from dataclasses import dataclass
from pathlib import Path

import nbformat

from tests.instructor import ASSIGNMENTS, assignment_of, exercise_of, nbgrader

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Solution:
    """A file of the corpus; `loses` and `message` are None for a right solution."""

    name: str
    about: str
    code: str
    loses: frozenset | None
    message: str | None = None

    @property
    def function(self):
        return exercise_of(self.name)

    @property
    def assignment(self):
        return assignment_of(self.function)

    @property
    def wrong(self):
        return self.loses is not None


def read(path):
    """Read a solution. Its header stays in the code, where it is a comment."""
    code = path.read_text("utf-8")
    first, second, third, *_ = code.splitlines()
    loses = message = None
    if path.parent.name == "wrong":
        if not second.startswith("# loses: test-"):
            raise ValueError(f"{path.name}: the second line should begin with '# loses: test-'")
        if not third.startswith("# message: "):
            raise ValueError(f"{path.name}: the third line should begin with '# message: '")
        loses = frozenset(second.removeprefix("# loses: ").split())
        message = third.removeprefix("# message: ")
    return Solution(path.stem, first.removeprefix("# "), code, loses, message)


def solutions(names=()):
    """Those that are named, or else all, the wrong ones first, in the order of the exercises."""
    order = [exercise for one in ASSIGNMENTS for exercise in one.exercises]
    found = [read(path) for kind in ("wrong", "right") for path in (HERE / kind).glob("*.py")]
    found = [solution for solution in found if not names or solution.name in names]
    return sorted(found, key=lambda s: (not s.wrong, order.index(s.function), s.name))


def by_assignment(found):
    """Each assignment with those of some solutions that solve it."""
    return [(one, [s for s in found if s.assignment == one]) for one in ASSIGNMENTS]


def graded_cells(notebook):
    """Points of each graded cell by its grade id, in the notebook's order."""
    cells = [cell for cell in notebook.cells if nbgrader(cell).get("grade")]
    return {nbgrader(cell)["grade_id"]: nbgrader(cell)["points"] for cell in cells}


def submission(notebook, sources):
    """A copy of `notebook` with new sources, by grade id."""
    copy = nbformat.from_dict(notebook)
    for cell in copy.cells:
        cell.source = sources.get(nbgrader(cell).get("grade_id"), cell.source)
    return copy


def owner(cell):
    """The function that a graded cell is about: clip, for test-clip-range."""
    return cell.split("-")[1]


def misses(solution, failed, cells):
    """Where a grade is not as it should be.

    Parameters
    ----------
    solution : Solution
    failed : collection of str
        The graded cells that failed.
    cells : iterable of str
        All graded cells of its assignment.

    Returns
    -------
    list of str
        One sentence for each cell that failed or passed against the promise.
    """
    exercises = solution.assignment.exercises
    last = exercises.index(solution.function) if solution.wrong else len(exercises)
    judged = [cell for cell in cells if exercises.index(owner(cell)) <= last]
    expected = solution.loses or frozenset()
    unknown = [f"there is no cell {cell}" for cell in sorted(expected - set(judged))]
    return unknown + [
        f"{cell} {'passed' if cell in expected else 'failed'}"
        for cell in judged
        if (cell in expected) != (cell in failed)
    ]
