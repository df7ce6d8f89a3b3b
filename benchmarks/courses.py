"""Courses with a class, for the benchmarks: ours, and the same for stock nbgrader."""

import copy
import datetime
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat

from autograder.config import ASSIGNMENT
from autograder.demo import fill_in_solutions
from autograder.release.source_notebook import read_solutions

ROOT = Path(__file__).parents[1]
NOTEBOOK = f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb"
STOCK = """
from autograder.config import configure
c = get_config()
configure(c)
c.pop("Autograde")
c.pop("GenerateFeedback")
c.Execute.timeout = 30
"""
DUE = datetime.datetime(2026, 3, 2, 12, 0)
# Of ten submissions in a mixed class: how many of the four functions are written.
WRITTEN = (4, 4, 4, 4, 3, 3, 2, 2, 1, 0)


def command(folder, *arguments):
    """Run a command of the virtual environment; its wall seconds."""
    began = time.perf_counter()
    program = [sys.executable, "-m", *map(str, arguments)]
    # As in an environment that is activated.
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        program, cwd=folder, capture_output=True, text=True, env={**os.environ, "PATH": path}
    )
    if done.returncode:
        sys.exit(f"{' '.join(arguments)} failed:\n{done.stderr[-3000:]}")
    return time.perf_counter() - began


def make_course(folder):
    """A course with a release and a due date.

    Parameters
    ----------
    folder : Path
        Made here.
    """
    folder.mkdir(parents=True)
    for name in ("notebooks", "data"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copyfile(ROOT / "nbgrader_config.py", folder / "nbgrader_config.py")
    command(folder, "nbgrader", "generate_assignment", ASSIGNMENT)
    command(folder, "nbgrader", "db", "assignment", "add", ASSIGNMENT, "--duedate", str(DUE))


def make_stock(folder):
    """Have a course of ours graded by nbgrader's own means."""
    (folder / "nbgrader_config.py").write_text(STOCK)


def submissions(folder, number, mixed=True):
    """Yield what a class submits: notebooks with outputs, no two of them equal.

    Parameters
    ----------
    folder : Path
        A course with a release.
    number : int
    mixed : bool
        Some have written only the first functions, or none; otherwise everything is solved.

    Yields
    ------
    student : str
    notebook : str
    submitted : datetime
        Every tenth is late.
    """
    source = nbformat.read(folder / "notebooks" / NOTEBOOK, as_version=4)
    solutions = read_solutions(source)
    shown = {cell.id: cell.outputs for cell in source.cells if cell.cell_type == "code"}
    draw = random.Random(1)
    for index in range(number):
        count = WRITTEN[index % 10] if mixed else len(solutions)
        written = dict(list(solutions.items())[:count])
        notebook = fill_in_solutions(folder / "course" / "release" / NOTEBOOK, written)
        for place, cell in enumerate(notebook.cells):
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in written:
                cell.source += f"\n# {name}, as student {index} has written it"
            if cell.cell_type == "code":
                cell.execution_count = place + 1
                cell.outputs = copy.deepcopy(shown.get(cell.id, []))
        late = index % 10 == 9
        minutes = draw.uniform(1, 3000) * (0.1 if late else -1)
        yield (
            f"student{index:05}",
            nbformat.writes(notebook),
            DUE + datetime.timedelta(minutes=minutes),
        )


def submit(folder, number, mixed=True):
    """Put a class's submissions where nbgrader collects them."""
    for student, notebook, submitted in submissions(folder, number, mixed):
        path = folder / "course" / "submitted" / student / NOTEBOOK
        path.parent.mkdir(parents=True)
        path.write_text(notebook)
        (path.parent / "timestamp.txt").write_text(f"{submitted:%Y-%m-%d %H:%M:%S} UTC")
