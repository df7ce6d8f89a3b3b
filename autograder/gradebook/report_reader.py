"""Read what the report needs of an assignment from nbgrader's gradebook."""

import math
from dataclasses import dataclass, field
from datetime import datetime

from nbgrader.api import (
    BaseCell,
    Grade,
    Gradebook,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)

from autograder.config import make_unreleased_error
from autograder.sanitize import read_facts, read_release


@dataclass
class Graded:
    """One student's line in the gradebook.

    Attributes
    ----------
    cells : dict of str to float
        Points by graded cell, those given by hand included.
    penalty : float
        Taken off because it was late.
    submitted : datetime or None
        In UTC, without a zone, as nbgrader keeps it.
    seconds_late : float
        After the due date and the student's own extension.
    by_hand : int
        How many cells wait for a person.
    scored : bool
        Whether anything was graded yet: nbgrader adds a line of nothing first.
    """

    cells: dict = field(default_factory=dict)
    penalty: float = 0.0
    submitted: datetime | None = None
    seconds_late: float = 0.0
    by_hand: int = 0
    scored: bool = False

    @property
    def points(self):
        """Return the score, as nbgrader exports it."""
        return max(0.0, sum(self.cells.values()) - self.penalty)


@dataclass
class Book:
    """An assignment in the gradebook.

    Attributes
    ----------
    cells : dict of str to float
        The largest number of points by graded cell, in the notebook's order.
    due : datetime or None
    graded : dict of str to Graded
        By student.
    names : dict of str to str
        First and last name by student, where the gradebook has any.
    """

    cells: dict
    due: datetime | None
    graded: dict
    names: dict

    @property
    def most(self):
        """Return the largest number of points."""
        return sum(self.cells.values())


def read_book(course, assignment):
    """Read an assignment, its submissions and the class.

    Parameters
    ----------
    course : Course
    assignment : str

    Returns
    -------
    Book

    Raises
    ------
    UserError
        If it was never released.
    """
    coursedir = course.api().coursedir
    with Gradebook(coursedir.db_url, course_id=coursedir.course_id) as gradebook:
        try:
            known = gradebook.find_assignment(assignment)
        except MissingEntry:
            raise make_unreleased_error(assignment) from None
        graded = read_submissions(gradebook.db, known)
        read_grades(gradebook.db, known, graded)
        return Book(
            cells=read_cells(course, gradebook, known),
            due=known.duedate,
            graded=graded,
            names={
                student: " ".join(filter(None, names))
                for student, *names in gradebook.db.query(
                    Student.id, Student.first_name, Student.last_name
                )
                if any(names)
            },
        )


def read_cells(course, gradebook, known):
    """Return the largest number of points of each graded cell, in the release's order."""
    cells = {}
    for notebook in known.notebooks:
        release = course.step("release", assignment=known.name) / f"{notebook.name}.ipynb"
        for fact in read_facts(notebook, read_release(release)):
            if fact.grade or fact.task:
                cells[fact.name] = cells.get(fact.name, 0.0) + (fact.points or 0.0)
    return cells


def read_submissions(db, known):
    """Return when each student has submitted, and the late penalty."""
    graded = {}
    for student, submitted, extension in db.query(
        SubmittedAssignment.student_id,
        SubmittedAssignment.timestamp,
        SubmittedAssignment.extension,
    ).filter(SubmittedAssignment.assignment_id == known.id):
        late = 0.0
        if submitted and known.duedate:
            due = known.duedate + extension if extension else known.duedate
            late = max(0.0, (submitted - due).total_seconds())
        graded[student] = Graded(submitted=submitted, seconds_late=late)
    for student, penalty in (
        db.query(SubmittedAssignment.student_id, SubmittedNotebook.late_submission_penalty)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .filter(SubmittedAssignment.assignment_id == known.id)
    ):
        if student in graded:  # another process may be grading at this moment
            graded[student].penalty += penalty or 0.0
    return graded


def read_grades(db, known, graded):
    """Add every grade of an assignment to its students' lines."""
    for student, name, points, automatic, manual, by_hand in (
        db.query(
            SubmittedAssignment.student_id,
            BaseCell.name,
            Grade.score,
            Grade.auto_score,
            Grade.manual_score,
            Grade.needs_manual_grade,
        )
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .filter(SubmittedAssignment.assignment_id == known.id)
    ):
        line = graded.get(student)
        if line is None:
            continue
        line.cells[name] = line.cells.get(name, 0.0) + finite(points)
        line.by_hand += bool(by_hand)
        line.scored = line.scored or automatic is not None or manual is not None


def finite(points):
    """Return points as a finite number; a database can contain NULL or infinity."""
    return points if points is not None and math.isfinite(points) else 0.0
