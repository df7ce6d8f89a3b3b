"""Classes to mark, and runs over them in this very process: importing nbgrader takes seconds."""

import contextlib
import warnings

from autograder.classrun.run import ClassRun
from autograder.classrun.workers import LocalWorkers
from autograder.course import Course
from tests.autograder.tiny import TINY


class Workers:
    """Starts workers, and knows how often it had to."""

    def __init__(self, number=2):
        self.number, self.started = number, []

    def __call__(self, packed):
        self.started.append(LocalWorkers(packed, self.number))
        return self.started[-1]


def mark(course, assignment=TINY, workers=None, **options):
    """Mark a class.

    Parameters
    ----------
    course : Path
    assignment : str
    workers : Workers, optional
    **options
        Of `ClassRun`.

    Returns
    -------
    Outcome
    """
    # nbgrader's SQLAlchemy is older than ours.
    with warnings.catch_warnings(), contextlib.chdir(course):
        warnings.simplefilter("ignore")
        return ClassRun(Course(course), assignment, workers or Workers(), **options).go()


def points(outcome):
    """All points of each student that could be marked."""
    return {
        mark.student: sum(score for score, _ in mark.scores.values())
        for mark in outcome.marks
        if not mark.refused
    }


def stock(course, assignment=TINY, students=()):
    """Mark a class as nbgrader does, a student after the other, and make feedback.

    Parameters
    ----------
    course : Path
    assignment : str
    students : collection of str
    """
    with warnings.catch_warnings(), contextlib.chdir(course):
        warnings.simplefilter("ignore")
        api = Course(course).api()
        for student in students:
            for result in (
                api.autograde(assignment, student, force=True, create=True),
                api.generate_feedback(assignment, student, force=True),
            ):
                assert result["success"], result["log"]
