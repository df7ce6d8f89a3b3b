"""Plan the tests of a notebook: what each of them needs, and how it is graded.

The source notebook is read as a program. What its solution cells bind belongs to the student, what
any other cell binds to the instructor. For a test, the test runner executes the instructor's cells
that the test needs, and gets the student's names from the student's process.
"""

import ast
import re
from dataclasses import asdict, dataclass, field, replace

from nbgrader.utils import is_grade, is_solution

from autograder.grading.name_analysis import (
    CellNames,
    find_names,
    to_python,
)

RANDOM = re.compile(r"\brandom\b|default_rng|RandomState|\bseed\b|\brng\b")
FILES = re.compile(
    r"\bopen\b|\bPath\b|\bos\b|\bglob\b|\bshutil\b|\bsqlite3\b|load|read|exists|isfile|\bcsv\b"
)


@dataclass(frozen=True)
class ProgramCell:
    """A code cell of the source notebook.

    Attributes
    ----------
    place : int
        In the notebook.
    source : str
        With hidden tests; of a solution cell, the instructor's solution where it is known.
    grade_id : str
        Empty for a cell that nbgrader does not know.
    is_solution, is_test : bool
    points : float
        The largest number of points of a test.
    """

    place: int
    source: str
    grade_id: str = ""
    is_solution: bool = False
    is_test: bool = False
    points: float = 0.0


@dataclass(frozen=True)
class Test:
    """A test cell, as the test runner gets it.

    Attributes
    ----------
    grade_id : str
    points : float
        The largest number of points.
    source : str
        Plain Python: the whole cell, its visible and its hidden part.
    names : tuple of str
        Names of the student's that the test and the cells that it needs use.
    other_names : tuple of str
        Names of the student's that the test may look up by text.
    cells : tuple of int
        The instructor's cells that the test needs, see `Program.cells`.
    accepted : tuple of str or None
        Places where the student's code may give a reference; None to record them.
    has_random, has_files : bool
        Whether the test uses the global random generators, or files.
    in_kernel : bool
        Whether the test runs in a fork of the student's process, as in stock nbgrader.
    sources : tuple of str
        For that: code of other tests that it needs, and the test itself.
    reason : str
        Why the test runner cannot run it.
    """

    grade_id: str
    points: float
    source: str
    names: tuple = ()
    other_names: tuple = ()
    cells: tuple = ()
    accepted: tuple | None = ()
    has_random: bool = False
    has_files: bool = False
    in_kernel: bool = False
    sources: tuple = ()
    reason: str = ""

    __test__ = False


@dataclass(frozen=True)
class Program:
    """The instructor's cells and the tests of a notebook.

    Attributes
    ----------
    cells : list of dict
        What the test runner executes before the tests that need it, see
        `autograder.grading.remote.instructor_code.InstructorCode`.
    tests : list of Test
        In the order of the notebook.
    imports : frozenset of str
        Names of the packages that the notebook imports.
    """

    cells: list = field(default_factory=list)
    tests: list = field(default_factory=list)
    imports: frozenset = frozenset()


def read_cells(cells):
    """Return the code cells of a notebook.

    Parameters
    ----------
    cells : list of NotebookNode

    Returns
    -------
    list of ProgramCell
    """
    found = []
    for place, cell in enumerate(cells):
        if cell.cell_type != "code":
            continue
        about = cell.metadata.get("nbgrader", {})
        solution = is_solution(cell)
        test = is_grade(cell) and not solution
        points = float(about.get("points", 0)) if test else 0.0
        name = about.get("grade_id", "")
        found.append(ProgramCell(place, cell.source, name, solution, test, points))
    return found


def plan_tests(cells):
    """Return the program of a notebook.

    Parameters
    ----------
    cells : list of ProgramCell

    Returns
    -------
    Program
        A test that is no plain Python runs in the kernel.
    """
    names, sources, faults = [], [], {}
    cells = [part for cell in cells for part in separate_imports(cell)]
    for number, cell in enumerate(cells):
        try:
            source = to_python(cell.source)
            names.append(find_names(source))
        except SyntaxError as error:
            source = ""
            names.append(CellNames())
            faults[number] = f"is not plain Python (line {error.lineno}: {error.msg})"
        sources.append(source)
    planner = Planner(cells, names, faults)
    tests = [planner.plan_test(n, sources[n]) for n, cell in enumerate(cells) if cell.is_test]
    program = [
        {
            "place": cell.place,
            "source": sources[number],
            "is_test": cell.is_test,
            "uses_student": cell.is_test or planner.uses_student(number),
        }
        for number, cell in enumerate(cells)
    ]
    needed = {number for test in tests for number in test.cells}
    for number, cell in enumerate(program):
        if number not in needed:
            cell["source"] = ""
    imports = frozenset().union(*(one.imports for one in names))
    return Program(program, tests, imports)


def separate_imports(cell):
    """Return a solution cell as two: its imports, which the test runner makes itself, and the rest.

    A test that uses a library must not get the library from the student's process.
    """
    if not cell.is_solution:
        return [cell]
    try:
        tree = ast.parse(to_python(cell.source))
    except SyntaxError:
        return [cell]
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    tree.body = [node for node in tree.body if node not in imports]
    if not imports:
        return [cell]
    source = "\n".join(map(ast.unparse, imports))
    return [
        ProgramCell(cell.place, source),
        replace(cell, source=ast.unparse(tree)),
    ]


class Planner:
    """Find what a test needs.

    Parameters
    ----------
    cells : list of ProgramCell
    names : list of CellNames
    faults : dict of int to str
        Why a cell cannot run in the test runner, by its number.
    """

    def __init__(self, cells, names, faults):
        self.cells, self.names, self.faults = cells, names, faults

    def find_binder(self, name, number):
        """Return the number of the last cell before another one that binds a name, or None."""
        for before in range(number - 1, -1, -1):
            if name in self.names[before].bound:
                return before
        return None

    def find_star_imports(self, number):
        return [n for n in range(number) if self.names[n].has_star_import
                and not self.cells[n].is_solution]  # fmt: skip

    def find_needed(self, number):
        """Return the instructor's cells that a cell needs, and the student's names in them."""
        needed, students = set(), set()
        waiting = [(name, number) for name in self.names[number].used]
        seen = set(waiting)
        while waiting:
            name, position = waiting.pop()
            binder = self.find_binder(name, position)
            if binder is None and position != number:
                binder = self.find_binder(name, number)  # a function uses what is bound later
            if binder is None:
                new = self.find_star_imports(position)
                if not new:
                    students.add(name)
            elif self.cells[binder].is_solution:
                new = []
                students.add(name)
            else:
                new = [binder, *self.find_changes(name, binder, position)]
            for cell in new:
                needed.add(cell)
                for used in self.names[cell].used:
                    if (used, cell) not in seen:
                        seen.add((used, cell))
                        waiting.append((used, cell))
        return needed, students

    def find_changes(self, name, first, last):
        """Return the instructor's cells between two others that change an object of a name."""
        return [
            number
            for number in range(first + 1, last)
            if name in self.names[number].changed
            and not self.cells[number].is_solution
            and not self.cells[number].is_test
        ]

    def uses_student(self, number):
        """Return whether a cell, or one that it needs, uses the student's names."""
        return bool(self.find_needed(number)[1])

    def plan_test(self, number, source):
        """Return the plan of a test cell."""
        cell = self.cells[number]
        needed, students = self.find_needed(number)
        others = set()
        if self.names[number].looks_up:
            for before in range(number):
                if self.cells[before].is_solution:
                    others |= self.names[before].bound
        text = "\n".join([source, *(self.cells[n].source for n in needed)])
        fault = self.faults.get(number)
        broken = [n for n in needed if n in self.faults]
        if broken and not fault:
            fault = f"needs cell {self.cells[broken[0]].place + 1}, which {self.faults[broken[0]]}"
        if not fault and re.search(r"\bawait\b|\basync\b", source):
            fault = "uses await"
        earlier = tuple(
            self.cells[n].source for n in sorted(needed) if self.cells[n].is_test
        )  # fmt: skip
        return Test(
            grade_id=cell.grade_id,
            points=cell.points,
            source=source,
            names=tuple(sorted(students)),
            other_names=tuple(sorted(others - students)),
            cells=tuple(sorted(needed)),
            accepted=tuple(sorted(students)),
            has_random=bool(RANDOM.search(text)),
            has_files=bool(FILES.search(text)),
            in_kernel=bool(fault),
            sources=(*earlier, cell.source),
            reason=fault or "",
        )


def apply_decisions(program, decisions):
    """Return a program whose tests are graded as was decided.

    Parameters
    ----------
    program : Program
    decisions : dict of str to dict
        By grade id, see `autograder.grading.calibration.compare_both_ways`.

    Returns
    -------
    Program
    """
    tests = [
        replace(
            test,
            in_kernel=decisions[test.grade_id]["in_kernel"],
            accepted=tuple(decisions[test.grade_id]["accepted"]),
            reason=decisions[test.grade_id]["reason"],
        )
        if test.grade_id in decisions
        else test
        for test in program.tests
    ]
    return replace(program, tests=tests)


def as_job(test):
    """Return a test as a dict that can be written as JSON."""
    return asdict(test)
