"""nbgrader's gradebook for a class of any size: one transaction for a submission's scores.

The same rows that nbgrader's preprocessors SaveAutoGrades and AssignLatePenalties write. Those
commit each cell on its own, so that a run which dies leaves half a submission, and they look cells
up in ways that read the whole table: with a hundred thousand submissions a second for each cell.
"""

import contextlib
from dataclasses import dataclass, field

from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import select, update
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, SQLAlchemyError

from autograder.config import make_unreleased_error
from autograder.errors import UserError

# Graders who record the same student at the same moment; all but one try again.
ATTEMPTS = 5
# PostgreSQL's words for such moments: could not serialise, deadlock.
RACES = {"40001", "40P01"}
NO_RESPONSE = "No response."  # nbgrader's own words


@contextlib.contextmanager
def answering():
    """Tell in a sentence that a gradebook does not answer.

    Raises
    ------
    UserError
    """
    try:
        yield
    except OperationalError as error:
        said = str(error.orig).strip().partition("\n")[0]
        raise UserError(
            f"The gradebook does not answer ({said}): is its server running, or does another "
            "program keep it locked? What was graded is kept: run the same command again to go on."
        ) from None


def is_race(error):
    """Whether a change has failed only because somebody else has made one at the same time."""
    races = isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", "") in RACES
    return races or isinstance(error, IntegrityError)


@dataclass
class Recorded:
    """What the gradebook holds for one submission.

    Attributes
    ----------
    scores : dict of str to tuple of float
        Points and largest number of points by graded cell; points given by hand count first.
    comments : dict of str to str or None
        By cell.
    penalty : float
        For being late.
    """

    scores: dict = field(default_factory=dict)
    comments: dict = field(default_factory=dict)
    penalty: float = 0.0


class Book:
    """The gradebook, opened for one assignment.

    Parameters
    ----------
    course : Course
    assignment : str

    Raises
    ------
    UserError
        If the assignment was never released.
    """

    def __init__(self, course, assignment):
        api = course.api()
        self.gradebook = Gradebook(api.coursedir.db_url, course_id=api.course_id)
        self.db = self.gradebook.db
        try:
            found = self.gradebook.find_assignment(assignment)
            notebook = self.gradebook.find_notebook(assignment, assignment)
        except MissingEntry:
            self.close()
            raise make_unreleased_error(assignment) from None
        self.id, self.notebook_id, self.duedate = found.id, notebook.id, found.duedate
        graded = [*notebook.grade_cells, *notebook.task_cells]
        self.graded = {cell.name: cell.id for cell in graded}
        self.largest = {cell.name: float(cell.max_score) for cell in graded}
        self.tasks = {cell.name for cell in notebook.task_cells}
        written = [*notebook.solution_cells, *notebook.task_cells]
        self.written = {cell.name: cell.id for cell in written}
        self.penalties = AssignLatePenalties(config=course.config)
        self.penalties.init_plugin()
        self.db.commit()

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        self.close()

    def close(self):
        # After an interrupt in the middle of something there is nothing left to roll back with.
        with contextlib.suppress(SQLAlchemyError):
            self.gradebook.close()
        self.gradebook.engine.dispose()

    def add_student(self, student):
        """Have a student in the gradebook, and so a line in every export, if the name fits in."""
        # Longer than nbgrader's column, which SQLite does not mind, or not text.
        with contextlib.suppress(DataError, UnicodeEncodeError):
            self.once_more(lambda: self.ensure_student(student))

    def record(self, student, timestamp, scores, untouched):
        """Record a submission and its scores; points and comments given by hand stay.

        Parameters
        ----------
        student : str
        timestamp : datetime or None
            When it was submitted, in UTC.
        scores : dict of str to (float or None)
            Points by graded cell; None where a person has to give them.
        untouched : collection of str
            The cells for students to write that are as they were given out.

        Returns
        -------
        Recorded
        """
        return self.once_more(lambda: self.write(student, timestamp, scores, untouched))

    def once_more(self, change):
        """Make a change and commit it; again when another grader was faster."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                result = change()
                self.db.commit()
                return result
            except BaseException as error:
                self.db.rollback()
                if attempt == ATTEMPTS or not is_race(error):
                    raise

    def ensure_student(self, student):
        if self.db.execute(select(Student.id).where(Student.id == student)).first() is None:
            self.db.add(Student(id=student))
            self.db.flush()

    def write(self, student, timestamp, scores, untouched):
        self.ensure_student(student)
        submission, extension, stamp = self.ensure_submission(student, timestamp)
        notebook = self.ensure_notebook(submission)
        recorded = Recorded()
        found = {
            cell: (id_, manual, extra)
            for id_, cell, manual, extra in self.db.execute(
                select(Grade.id, Grade.cell_id, Grade.manual_score, Grade.extra_credit).where(
                    Grade.cell_id.in_(self.graded.values()), Grade.notebook_id == notebook
                )
            )
        }
        changes = []
        for name, cell in self.graded.items():
            score = scores.get(name)
            id_, manual, extra = found.get(cell) or (None, None, None)
            # As nbgrader: who gave points by hand should look at what is new.
            by_hand = score is None or manual is not None
            values = {"auto_score": score, "needs_manual_grade": by_hand}
            if id_ is None:
                self.db.add(Grade(cell_id=cell, notebook_id=notebook, **values))
            elif name not in self.tasks:  # which are a person's alone
                changes.append({"id": id_, **values})
            points = score if manual is None else manual
            # As nbgrader: extra points count once there are others.
            points = 0.0 if points is None else points + (extra or 0.0)
            recorded.scores[name] = (points, self.largest[name])
        self.change(Grade, changes)
        self.write_comments(notebook, untouched, recorded)
        raw = sum(score for score, _ in recorded.scores.values())
        recorded.penalty = self.write_penalty(student, notebook, raw, self.late(stamp, extension))
        return recorded

    def ensure_submission(self, student, timestamp):
        """Id, extension and time of a student's submission."""
        query = select(
            SubmittedAssignment.id, SubmittedAssignment.extension, SubmittedAssignment.timestamp
        ).where(
            SubmittedAssignment.assignment_id == self.id, SubmittedAssignment.student_id == student
        )
        found = self.db.execute(query).first()
        if found is None:
            self.db.add(
                SubmittedAssignment(assignment_id=self.id, student_id=student, timestamp=timestamp)
            )
            self.db.flush()
            found = self.db.execute(query).one()
        elif timestamp is not None and timestamp != found.timestamp:
            self.change(SubmittedAssignment, [{"id": found.id, "timestamp": timestamp}])
        return found.id, found.extension, timestamp or found.timestamp

    def ensure_notebook(self, submission):
        query = select(SubmittedNotebook.id).where(
            SubmittedNotebook.notebook_id == self.notebook_id,
            SubmittedNotebook.assignment_id == submission,
        )
        found = self.db.execute(query).scalar()
        if found is None:
            self.db.add(SubmittedNotebook(notebook_id=self.notebook_id, assignment_id=submission))
            self.db.flush()
            found = self.db.execute(query).scalar_one()
        return found

    def write_comments(self, notebook, untouched, recorded):
        found = {
            cell: (id_, manual)
            for id_, cell, manual in self.db.execute(
                select(Comment.id, Comment.cell_id, Comment.manual_comment).where(
                    Comment.cell_id.in_(self.written.values()), Comment.notebook_id == notebook
                )
            )
        }
        changes = []
        for name, cell in self.written.items():
            automatic = NO_RESPONSE if name in untouched else None
            id_, manual = found.get(cell) or (None, None)
            if id_ is None:
                self.db.add(Comment(cell_id=cell, notebook_id=notebook, auto_comment=automatic))
            else:
                changes.append({"id": id_, "auto_comment": automatic})
            recorded.comments[name] = automatic if manual is None else manual
        self.change(Comment, changes)

    def write_penalty(self, student, notebook, raw, seconds):
        """Have nbgrader's plugin say what being late costs."""
        penalty = None
        if seconds > 0:
            penalty = self.penalties.plugin_inst.late_submission_penalty(student, raw, seconds)
            if penalty is not None:
                penalty = min(max(penalty, 0), raw)
        self.change(SubmittedNotebook, [{"id": notebook, "late_submission_penalty": penalty}])
        return penalty or 0.0

    def late(self, timestamp, extension):
        """Seconds after the due date."""
        if timestamp is None or self.duedate is None:
            return 0.0
        due = self.duedate + extension if extension is not None else self.duedate
        return max(0.0, (timestamp - due).total_seconds())

    def change(self, table, rows):
        if rows:
            self.db.execute(update(table), rows)

    def scores(self):
        """Points of everybody, in one query.

        Returns
        -------
        dict of str to dict of str to tuple
            By student and graded cell: points, the automatic ones among them (None where a person
            gives them), and the largest number of points.
        """
        rows = self.db.execute(
            select(SubmittedAssignment.student_id, BaseCell.name, Grade.score, Grade.auto_score)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .where(SubmittedAssignment.assignment_id == self.id)
        )
        found = {}
        for student, name, score, automatic in rows:
            found.setdefault(student, {})[name] = (score, automatic, self.largest.get(name, 0.0))
        self.db.commit()
        return found
