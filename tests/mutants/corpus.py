"""Wrong and right solutions, and the expected result of each.

Wrong ones are in ``notebooks/<assignment>/mistakes/<function>``. `read_mistake` of
`autograder.release` says what their headers hold. A right one is a file in `right`; its name begins
with the function that it solves, its first line says what is different, and it loses nothing.
A wrong one fails the graded cells that its header lists: these and no others, and none of an
earlier function. What becomes of later functions, which call this one, is left open.
"""

from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.release import find_mistakes, read_mistake
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


def read_right(path):
    """Read a right solution. Its header stays in the code, where it is a comment."""
    code = path.read_text("utf-8")
    return Solution(path.stem, code.partition("\n")[0].removeprefix("# "), code, None)


def read_wrong(path):
    """Read a wrong solution."""
    mistake = read_mistake(path)
    message = mistake.message or mistake.headline
    name = f"{path.parent.name}_{path.stem}"
    return Solution(name, mistake.about, mistake.code, frozenset(mistake.loses.split()), message)


def solutions(names=()):
    """Those that are named, or else all, the wrong ones first, in the order of the exercises."""
    order = [exercise for one in ASSIGNMENTS for exercise in one.exercises]
    found = [read_right(path) for path in (HERE / "right").glob("*.py")]
    for one in ASSIGNMENTS:
        found += [read_wrong(path) for path in find_mistakes(one.notebook)]
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
