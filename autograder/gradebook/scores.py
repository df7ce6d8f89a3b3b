"""Read the grades of a class from nbgrader's gradebook in a handful of queries."""

import json
import math
import os
from dataclasses import dataclass, field

import numpy as np
from nbgrader.api import (
    Grade,
    GradeCell,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.api import (
    Student as StudentRow,
)
from sqlalchemy import case, func, select

from autograder.config import format_command
from autograder.errors import UserError
from autograder.gradebook.participants import people

GRADED, UNFINISHED = "graded", "needs manual grade"
REJECTED, MISSING, WAITING = "rejected", "missing", "not graded yet"
AUTO, MANUAL, EXTRA = range(3)


@dataclass(frozen=True)
class Cell:
    """A graded cell: its name, its notebook's, its largest number of points."""

    name: str
    notebook: str
    max_score: float


@dataclass(slots=True)
class Student:
    """One student and the result of their submission.

    Attributes
    ----------
    id, name, email, platform_id : str
        See `autograder.gradebook.participants`.
    state : str
        ``graded``; ``needs manual grade``, if somebody has yet to give points for a cell;
        ``rejected``, if the submission could not be graded, with the `reason`; ``not graded yet``,
        if it lies in ``course/submitted`` and has no grade; ``missing``, if nothing was submitted.
    score, penalty : float
        Sum of the cells' points, and what a late submission costs.
    timestamp : datetime or None
        When it was submitted, in UTC.
    seconds_late : int
    notes : list of str
        Why points were lost.
    earned : bool
        Whether the gradebook has a grade of an earlier submission while this one was rejected.
    """

    id: str
    name: str = ""
    email: str = ""
    platform_id: str = ""
    state: str = MISSING
    reason: str = ""
    score: float = 0.0
    penalty: float = 0.0
    timestamp: object = None
    seconds_late: int = 0
    notes: list = field(default_factory=list)
    earned: bool = False

    @property
    def total(self):
        """Return the points after the penalty, never below zero, as nbgrader counts."""
        return max(0.0, self.score - self.penalty)


@dataclass
class ClassGrades:
    """All grades of one assignment.

    Attributes
    ----------
    assignment : str
    max_score : float
    students : list of Student
        Sorted by id.
    cells : list of Cell
        In the order of the released notebooks.
    parts : numpy.ndarray or None
        Shape (students, cells, 3), nan where nothing was given: points by the test runner, by hand,
        extra ones. None unless asked for.
    """

    assignment: str
    max_score: float
    students: list
    cells: list
    parts: object = None

    def cell_points(self, row):
        """Return the points that count for each cell, as nbgrader counts; nan for none."""
        given = self.parts[row]
        base = np.where(np.isnan(given[:, MANUAL]), given[:, AUTO], given[:, MANUAL])
        return base + np.nan_to_num(given[:, EXTRA])


def read_class(gradebook, assignment, work, roster=(), only=(), cells=False):
    """Read the grades of everybody in the gradebook and on the roster.

    Parameters
    ----------
    gradebook : nbgrader.api.Gradebook
    assignment : str
    work : Path
        The folder ``course`` with ``submitted``, ``graded`` and ``release``.
    roster : list of Person
        Who takes part; may be empty.
    only : collection of str
        Ids of the students wanted; all by default.
    cells : bool
        Read each cell's points, too.

    Returns
    -------
    ClassGrades

    Raises
    ------
    UserError
        If the assignment is not in the gradebook.
    """
    try:
        row = gradebook.find_assignment(assignment)
    except MissingEntry:
        raise UserError(
            f"The gradebook knows no assignment {assignment}: run "
            f"{format_command('release', assignment)} first."
        ) from None
    db = gradebook.db
    columns = [getattr(StudentRow, n) for n in ("id", "first_name", "last_name", "email")]
    persons = people(db.execute(select(*columns, StudentRow.lms_user_id)), roster)
    students = {p.id: Student(p.id, p.name, p.email, p.platform_id) for p in persons}
    graded = graded_cells(db, row.id, release_order(work, assignment))
    submitted(students, work, assignment)
    submissions(db, row, students)
    records(students, work / "grading_records" / assignment)
    wanted = sorted(set(students) & set(only) if only else students)
    grades = ClassGrades(
        assignment,
        math.fsum(cell.max_score for cell in graded.values()),
        [students[name] for name in wanted],
        list(graded.values()),
    )
    if cells:
        grades.parts = cell_parts(db, row.id, wanted, list(graded))
    return grades


def graded_cells(db, assignment_id, order):
    """Return graded cells by their id in the gradebook, as the notebooks have them."""
    found = {}
    for kind in (GradeCell, TaskCell):
        query = (
            select(kind.id, kind.name, Notebook.name, kind.max_score)
            .join(Notebook, kind.notebook_id == Notebook.id)
            .where(Notebook.assignment_id == assignment_id)
        )
        for cell_id, name, notebook, max_score in db.execute(query):
            found[cell_id] = Cell(name, notebook, max_score or 0.0)
    last = len(order)

    def place(item):
        cell = item[1]
        return order.get((cell.notebook, cell.name), last), cell.notebook, cell.name

    return dict(sorted(found.items(), key=place))


def release_order(work, assignment):
    """Return the place of each graded cell in the released notebooks."""
    order = {}
    for path in sorted((work / "release" / assignment).glob("*.ipynb")):
        try:
            notebook = json.loads(path.read_text(encoding="utf-8"))
            names = [cell["metadata"].get("nbgrader", {}).get("grade_id")
                     for cell in notebook["cells"]]  # fmt: skip
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # not a notebook of ours; the cells' names give an order as well
        for name in names:
            order.setdefault((path.stem, name), len(order))
    return order


def submitted(students, work, assignment):
    """Set who submitted, graded or not, so that no submission counts as missing."""
    folder = work / "submitted"
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False) and (folder / entry.name / assignment).is_dir():
                students.setdefault(entry.name, Student(entry.name)).state = WAITING


def submissions(db, assignment, students):
    """Set sums, penalties and times."""
    unfinished = func.sum(case((Grade.needs_manual_grade, 1), else_=0))
    of_assignment = SubmittedAssignment.assignment_id == assignment.id
    joined = SubmittedNotebook.assignment_id == SubmittedAssignment.id
    sums = {
        key: (score or 0.0, count)
        for key, score, count in db.execute(
            select(SubmittedNotebook.assignment_id, func.sum(Grade.score), unfinished)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .join(SubmittedAssignment, joined)
            .where(of_assignment)
            .group_by(SubmittedNotebook.assignment_id)
        )
    }
    penalties = dict(
        db.execute(
            select(
                SubmittedNotebook.assignment_id, func.sum(SubmittedNotebook.late_submission_penalty)
            )
            .join(SubmittedAssignment, joined)
            .where(of_assignment)
            .group_by(SubmittedNotebook.assignment_id)
        ).all()
    )
    columns = [
        getattr(SubmittedAssignment, n) for n in ("id", "student_id", "timestamp", "extension")
    ]
    for key, name, timestamp, extension in db.execute(select(*columns).where(of_assignment)):
        student = students[name]
        student.score, count = sums.get(key, (0.0, 0))
        student.penalty = penalties.get(key) or 0.0
        student.state = UNFINISHED if count else GRADED
        student.timestamp = timestamp
        if timestamp and assignment.duedate:
            due = assignment.duedate + extension if extension else assignment.duedate
            student.seconds_late = max(0, int((timestamp - due).total_seconds()))


def records(students, folder):
    """Set who was rejected and why, and notes, from the grading records."""
    if not folder.is_dir():
        return
    for path in sorted(folder.glob("*.json")):
        student = students.get(path.name.removesuffix(".json"))
        if student is None:
            continue
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            continue  # half a record is ignored: grading makes it anew
        if not isinstance(record, dict):
            continue
        student.notes = [str(note) for note in record.get("notes") or []]
        if record.get("rejected"):
            # The gradebook's content belongs to an earlier submission.
            student.earned = student.state in (GRADED, UNFINISHED)
            student.state, student.reason = REJECTED, str(record["rejected"])
            student.score = student.penalty = 0.0


def cell_parts(db, assignment_id, names, cell_ids):
    """Return the points of each student and cell, see `ClassGrades`."""
    parts = np.full((len(names), len(cell_ids), 3), np.nan)
    rows = {name: number for number, name in enumerate(names)}
    columns = {cell_id: number for number, cell_id in enumerate(cell_ids)}
    query = (
        select(
            SubmittedAssignment.student_id,
            Grade.cell_id,
            Grade.auto_score,
            Grade.manual_score,
            Grade.extra_credit,
        )
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .where(SubmittedAssignment.assignment_id == assignment_id)
        .execution_options(yield_per=10_000)  # not all rows of a large class at once
    )
    for name, cell_id, *given in db.execute(query):
        if name in rows and cell_id in columns:
            parts[rows[name], columns[cell_id]] = [np.nan if g is None else g for g in given]
    return parts
