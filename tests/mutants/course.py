"""Grade solutions as in a course: nbgrader releases the notebooks, then a class is graded."""

import subprocess
import sys
import warnings

import nbformat

from autograder.files import copy_sources
from autograder.release.source_notebook import read_solutions
from tests import instructor
from tests.mutants.corpus import by_assignment, submission

# One solution never ends and is asked thirteen times. Many a wrong one ends only by a deadline.
LIMITS = "\nc = get_config()\nc.Limits.cell_seconds = c.Limits.call_seconds = 2.5\n"


def grade(course, found):
    """Grade solutions, each as the submission of a student of that name to its assignment.

    Parameters
    ----------
    course : Path
        An empty folder.
    found : list of Solution

    Returns
    -------
    dict of str to dict of str to float
        By solution, the points lost by graded cell.
    """
    for name in ("notebooks", "data"):
        copy_sources(instructor.ROOT / name, course / name)
    config = (instructor.ROOT / "nbgrader_config.py").read_text("utf-8")
    (course / "nbgrader_config.py").write_text(config + LIMITS)
    for assignment, theirs in by_assignment(found):
        name = assignment.name
        run(course, "nbgrader", "generate_assignment", name)
        place = f"{name}/{name}.ipynb"
        released = nbformat.read(course / "course" / "release" / place, as_version=4)
        reference = read_solutions(instructor.read(assignment))
        for solution in theirs:
            path = course / "course" / "submitted" / solution.name / place
            path.parent.mkdir(parents=True)
            sources = {name: reference[name] for name in needed(solution)}
            sources[solution.function] = solution.code
            nbformat.write(submission(released, sources), path)
        run(course, "autograder", "grade", name)
    return {solution.name: points_lost(course, solution) for solution in found}


def needed(solution):
    """The functions that are written in a submission: after a wrong one, nothing counts."""
    exercises = solution.assignment.exercises
    return exercises[: exercises.index(solution.function)] if solution.wrong else exercises


def run(course, *arguments):
    """Run a command in a course's folder; its log is the message if it fails."""
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stderr[-5000:]}")


def points_lost(course, solution):
    """Points lost by graded cell, from nbgrader's gradebook."""
    with warnings.catch_warnings():
        # nbgrader was written for an older SQLAlchemy, and our tests take warnings for errors.
        warnings.simplefilter("ignore")
        from nbgrader.api import Gradebook

        name = solution.assignment.name
        with Gradebook(f"sqlite:///{course / 'course' / 'gradebook.db'}", name) as gradebook:
            (notebook,) = gradebook.find_submission(name, solution.name).notebooks
            return {
                grade.name: grade.max_score - grade.score
                for grade in notebook.grades
                if grade.score < grade.max_score
            }
