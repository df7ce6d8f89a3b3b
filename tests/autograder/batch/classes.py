"""Grade classes in the process of the test, because importing nbgrader takes seconds."""

import contextlib
import warnings

from autograder.batch.batch_run import ClassRun
from autograder.batch.local_workers import LocalWorkers
from autograder.course import Course
from tests.autograder.tiny import TINY


class Workers:
    """Starts workers and remembers them."""

    def __init__(self, number=2):
        self.number, self.started = number, []

    def __call__(self, packed):
        self.started.append(LocalWorkers(packed, self.number))
        return self.started[-1]


def grade(course, assignment=TINY, workers=None, **options):
    """Grade a class.

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
    # nbgrader was written for SQLAlchemy 1.
    with warnings.catch_warnings(), contextlib.chdir(course):
        warnings.simplefilter("ignore")
        return ClassRun(Course(course), assignment, workers or Workers(), **options).run()


def points(outcome):
    """Return the points of each student whose submission was not rejected."""
    return {
        grade.student: sum(score for score, _ in grade.scores.values())
        for grade in outcome.grades
        if not grade.rejected
    }


def stock(course, assignment=TINY, students=()):
    """Grade a class with nbgrader's own commands, and generate feedback.

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
