"""Mark solutions as in a course: nbgrader releases the notebook, then autogrades submissions."""

import shutil
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor

import nbformat

from autograder.source import solution_cells
from tests import instructor
from tests.mutants.corpus import submission

ASSIGNMENT = instructor.NOTEBOOK.stem
# One solution never ends and is asked thirteen times. Many a wrong one ends only by a deadline.
LIMITS = "\nc = get_config()\nc.Limits.cell_seconds = c.Limits.call_seconds = 2.5\n"
COURSES = 2  # side by side, as many as the smallest of our machines has cores


def mark(folder, found):
    """Mark solutions with nbgrader, each as the submission of a student of that name.

    Parameters
    ----------
    folder : Path
        An empty folder for the courses.
    found : list of Solution

    Returns
    -------
    dict of str to dict of str to float
        By solution, the points lost by graded cell.
    """
    first = folder / "course-0"
    first.mkdir()
    for name in ("notebooks", "data"):
        shutil.copytree(instructor.ROOT / name, first / name)
    config = (instructor.ROOT / "nbgrader_config.py").read_text("utf-8")
    (first / "nbgrader_config.py").write_text(config + LIMITS)
    nbgrader(first, "generate_assignment", ASSIGNMENT)
    courses = [first]
    for number in range(1, COURSES):
        courses.append(shutil.copytree(first, folder / f"course-{number}"))
    with ThreadPoolExecutor() as pool:
        parts = [found[number::COURSES] for number in range(COURSES)]
        return {name: lost for part in pool.map(mark_course, courses, parts) for name, lost in part}


def mark_course(course, found):
    """Hand solutions in, autograde them, and list what each has lost."""
    place = f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb"
    released = nbformat.read(course / "course" / "release" / place, as_version=4)
    reference = solution_cells(instructor.read())
    for solution in found:
        path = course / "course" / "submitted" / solution.name / place
        path.parent.mkdir(parents=True)
        sources = {**reference, solution.function: solution.code}
        nbformat.write(submission(released, sources), path)
    nbgrader(course, "autograde", ASSIGNMENT, "--create")
    return [(solution.name, points_lost(course, solution.name)) for solution in found]


def nbgrader(course, *arguments):
    """Run a command of nbgrader in a course's folder; its log is the message if it fails."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"nbgrader {arguments[0]} failed:\n{done.stderr[-5000:]}")


def points_lost(course, student):
    """Points lost by graded cell, from nbgrader's gradebook."""
    with warnings.catch_warnings():
        # nbgrader was written for an older SQLAlchemy, and our tests take warnings for errors.
        warnings.simplefilter("ignore")
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{course / 'course' / 'gradebook.db'}", ASSIGNMENT) as gradebook:
            (notebook,) = gradebook.find_submission(ASSIGNMENT, student).notebooks
            return {
                grade.name: grade.max_score - grade.score
                for grade in notebook.grades
                if grade.score < grade.max_score
            }
