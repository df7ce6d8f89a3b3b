"""Read the small courses in ``notebooks/`` and make nbgrader notebooks from them.

Each course is a text file in the percent format. The first lines say what it is about. A line
``# %% ROLE NAME key=value`` begins a cell, and NAME is its grade id:

- ``markdown`` and ``code``: a cell of the instructor's without a grade id;
- ``locked``: a read-only cell of the instructor's;
- ``solution``: a cell that students write, graded by the tests that follow;
- ``test``: a test cell, with ``points`` (1 by default). ``protected=no`` says that the test runner
  cannot run it and that it falls back;
- ``essay`` and ``manual``: text and code that a person grades, with ``points``;
- ``task``: a task that a person grades, with ``points``;
- ``wrong`` and ``solved``: a wrong answer, and a right one in place of the instructor's, to the
  cell of that name;
- ``file``: a file beside the notebook.
"""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

FOLDER = Path(__file__).with_name("notebooks")
HEADER = re.compile(r"^# %% (?P<role>\w+)(?: (?P<name>[\w.-]+))?(?P<options>(?: \w+=\S+)*)$")
DELIMITER = re.compile(r"^[ \t]*### (BEGIN|END) SOLUTION(\n|\Z)", re.MULTILINE)
SUBMISSIONS = ("solved", "untouched", "wrong")
# The flags grade, solution, locked and task of nbgrader's metadata.
FLAGS = {
    "locked": (False, False, True, False),
    "solution": (False, True, False, False),
    "test": (True, False, True, False),
    "manual": (True, True, False, False),
    "essay": (True, True, False, False),
    "task": (False, False, True, True),
}
TEXT = ("markdown", "essay", "task")
WRITTEN = ("solution", "manual", "essay")
ANSWERS = ("solved", "wrong")


@dataclass(frozen=True)
class Cell:
    """One cell of a source notebook.

    Attributes
    ----------
    role, name, source : str
        See the module. A cell without a grade id has an empty name.
    points : float or None
        None where nobody grades the cell.
    protected : bool
        Whether the test runner runs the test. Otherwise the test falls back.
    """

    role: str
    name: str
    source: str
    points: float | None = None
    protected: bool = True


@dataclass(frozen=True)
class Course:
    """One assignment with a notebook of the same name.

    Attributes
    ----------
    name, about : str
    cells : tuple of Cell
    answers : dict of str to dict of str to str
        By submission, the student's sources by grade id.
    files : dict of str to str
        Text of the files beside the notebook, by name.
    """

    name: str
    about: str
    cells: tuple
    answers: dict
    files: dict

    @property
    def tests(self):
        """The cells that a test grades."""
        return [cell for cell in self.cells if cell.role == "test"]

    def notebook(self):
        """Return the source notebook."""
        return new_notebook(
            cells=[make_cell(number, cell) for number, cell in enumerate(self.cells)],
            metadata={
                "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
            },
        )


def make_cell(number, cell):
    """Return a notebook cell with nbgrader's metadata of schema version 3."""
    metadata = {}
    if cell.role in FLAGS:
        flags = dict(zip(("grade", "solution", "locked", "task"), FLAGS[cell.role], strict=True))
        metadata["nbgrader"] = {"grade_id": cell.name, "schema_version": 3, **flags}
        if cell.points is not None:
            metadata["nbgrader"]["points"] = cell.points
    make = new_markdown_cell if cell.role in TEXT else new_code_cell
    return make(cell.source, metadata=metadata, id=f"cell-{number}")


def read_courses(folder=FOLDER):
    """Return all courses of a folder by name."""
    paths = sorted(folder.glob("*.py"))
    return {path.stem: parse_course(path.stem, path.read_text("utf-8")) for path in paths}


def parse_course(name, text):
    """Return the course that a text describes.

    Parameters
    ----------
    name, text : str

    Returns
    -------
    Course

    Raises
    ------
    ValueError
        If a header is wrong, a grade id is not unique, or a wrong answer is missing.
    """
    sections = [[None, []]]
    for line in text.splitlines():
        if line.startswith("# %%"):
            sections.append([line, []])
        else:
            sections[-1][1].append(line)
    cells, given, files = [], {answer: {} for answer in ANSWERS}, {}
    for header, lines in sections[1:]:
        found = HEADER.match(header)
        if not found:
            raise ValueError(f"{name}: no header of a cell: {header}")
        role, own, source = found["role"], found["name"] or "", "\n".join(lines).strip("\n")
        if role == "file":
            files[own] = f"{source}\n"
        elif role in ANSWERS:
            given[role][own] = source
        else:
            options = dict(option.split("=") for option in found["options"].split())
            cells.append(make_described(role, own, source, options))
    twice = [own for own, count in Counter(cell.name for cell in cells).items() if count > 1]
    if any(twice):
        raise ValueError(
            f"{name}: several cells have the grade id {', '.join(filter(None, twice))}"
        )
    written = {cell.name: cell.source for cell in cells if cell.role in WRITTEN}
    if given["wrong"].keys() != written.keys() or given["solved"].keys() - written.keys():
        raise ValueError(f"{name}: a wrong answer is missing, or an answer belongs to no cell")
    solved = {own: DELIMITER.sub("", source).rstrip("\n") for own, source in written.items()}
    solved |= given["solved"]
    answers = {"solved": solved, "untouched": {}, "wrong": given["wrong"]}
    about = " ".join(line.removeprefix("# ") for line in sections[0][1] if line.strip())
    return Course(name, about, tuple(cells), answers, files)


def make_described(role, name, source, options):
    """Return the cell of a header's role, name and options."""
    if (role not in FLAGS and role not in TEXT and role != "code") or (role in FLAGS) != bool(name):
        raise ValueError(f"a cell has the role {role!r} and the name {name!r}")
    unknown = options.keys() - {"points", "protected"}
    if unknown or options.get("protected", "no") != "no":
        raise ValueError(f"{name}: unknown options {options}")
    graded = role in ("test", "manual", "essay", "task")
    points = float(options.get("points", 1)) if graded else None
    return Cell(role, name, source, points, "protected" not in options)
