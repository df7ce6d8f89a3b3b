"""Write grades: gradebook rows, graded notebooks, feedback pages and grading records.

The gradebook gets the same rows as from nbgrader's preprocessors SaveAutoGrades and
AssignLatePenalties. Those commit each cell on its own, so that a run that is killed leaves half a
submission, and they read the whole table for each cell: with a hundred thousand submissions this
takes a second for each cell. Here one transaction writes all scores of a submission.
"""

import contextlib
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime

import nbformat
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
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import is_grade, is_solution, is_task
from sqlalchemy import select, update
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, SQLAlchemyError

from autograder.config import make_unreleased_error
from autograder.errors import UserError
from autograder.feedback import FeedbackExporter, rejection_page
from autograder.files import remove_unfinished, write_atomically
from autograder.grading import read_notes
from autograder.sanitize import quarantine_folder

# Attempts of a transaction that conflicts with those of other graders.
MOST_ATTEMPTS = 5
# Error codes of PostgreSQL: serialization failure, deadlock.
CONFLICT_CODES = {"40001", "40P01"}
NO_RESPONSE = "No response."  # nbgrader's comment on an unchanged cell


@contextlib.contextmanager
def report_database_errors():
    """Raise a UserError if the gradebook does not answer.

    Raises
    ------
    UserError
    """
    try:
        yield
    except OperationalError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise UserError(
            f"The gradebook does not answer ({reason}): check that its server runs and that no "
            "other program locks it. Finished grades are kept; run the same command to continue."
        ) from None


def is_conflict(error):
    """Return whether a transaction failed because of another one at the same time."""
    is_aborted = (
        isinstance(error, OperationalError)
        and getattr(error.orig, "sqlstate", "") in CONFLICT_CODES
    )
    return is_aborted or isinstance(error, IntegrityError)


@dataclass
class RecordedScores:
    """The scores of one submission in the gradebook.

    Attributes
    ----------
    scores : dict of str to tuple of float
        Points and maximum by graded cell. Manual points replace automatic ones.
    comments : dict of str to str or None
        By cell.
    penalty : float
        Points subtracted for a late submission.
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
            row = self.gradebook.find_assignment(assignment)
            notebook = self.gradebook.find_notebook(assignment, assignment)
        except MissingEntry:
            self.close()
            raise make_unreleased_error(assignment) from None
        self.id, self.notebook_id, self.duedate = row.id, notebook.id, row.duedate
        graded = [*notebook.grade_cells, *notebook.task_cells]
        self.graded = {cell.name: cell.id for cell in graded}
        self.largest = {cell.name: float(cell.max_score) for cell in graded}
        self.tasks = {cell.name for cell in notebook.task_cells}
        answered = [*notebook.solution_cells, *notebook.task_cells]
        self.answered = {cell.name: cell.id for cell in answered}
        self.penalties = AssignLatePenalties(config=course.config)
        self.penalties.init_plugin()
        self.db.commit()

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        self.close()

    def close(self):
        """Close the connection to the database."""
        # After an interrupt in the middle of a transaction, the session cannot roll back.
        with contextlib.suppress(SQLAlchemyError):
            self.gradebook.close()
        self.gradebook.engine.dispose()

    def add_student(self, student):
        """Add a student to the gradebook, so that exports list the student, if the id fits."""
        # The id can be longer than nbgrader's column, which SQLite ignores, or not valid text.
        with contextlib.suppress(DataError, UnicodeEncodeError):
            self.commit(lambda: self.ensure_student(student))

    def record(self, student, timestamp, scores, untouched):
        """Write a submission and its scores; manual points and comments are kept.

        Parameters
        ----------
        student : str
        timestamp : datetime or None
            Time of the submission in UTC.
        scores : dict of str to (float or None)
            Points by graded cell; None for a cell that needs manual grading.
        untouched : collection of str
            The solution cells that the student did not change.

        Returns
        -------
        RecordedScores
        """
        return self.commit(lambda: self.write_submission(student, timestamp, scores, untouched))

    def commit(self, change):
        """Call a function and commit its changes; repeat this after a conflict."""
        for attempt in range(1, MOST_ATTEMPTS + 1):
            try:
                result = change()
                self.db.commit()
                return result
            except BaseException as error:
                self.db.rollback()
                if attempt == MOST_ATTEMPTS or not is_conflict(error):
                    raise

    def ensure_student(self, student):
        if self.db.execute(select(Student.id).where(Student.id == student)).first() is None:
            self.db.add(Student(id=student))
            self.db.flush()

    def write_submission(self, student, timestamp, scores, untouched):
        self.ensure_student(student)
        submission, extension, submitted_at = self.ensure_submission(student, timestamp)
        notebook = self.ensure_notebook(submission)
        recorded = RecordedScores()
        rows = {
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
            id_, manual, extra = rows.get(cell) or (None, None, None)
            # As in nbgrader: manual points of an earlier submission need review.
            needs_review = score is None or manual is not None
            values = {"auto_score": score, "needs_manual_grade": needs_review}
            if id_ is None:
                self.db.add(Grade(cell_id=cell, notebook_id=notebook, **values))
            elif name not in self.tasks:  # tasks have manual scores only
                changes.append({"id": id_, **values})
            points = score if manual is None else manual
            # As in nbgrader: extra credit counts only beside a score.
            points = 0.0 if points is None else points + (extra or 0.0)
            recorded.scores[name] = (points, self.largest[name])
        self.update_rows(Grade, changes)
        self.write_comments(notebook, untouched, recorded)
        raw = sum(score for score, _ in recorded.scores.values())
        seconds_late = self.compute_seconds_late(submitted_at, extension)
        recorded.penalty = self.write_penalty(student, notebook, raw, seconds_late)
        return recorded

    def ensure_submission(self, student, timestamp):
        """Return id, extension and time of a student's submission; add it if it is missing."""
        query = select(
            SubmittedAssignment.id, SubmittedAssignment.extension, SubmittedAssignment.timestamp
        ).where(
            SubmittedAssignment.assignment_id == self.id, SubmittedAssignment.student_id == student
        )
        row = self.db.execute(query).first()
        if row is None:
            self.db.add(
                SubmittedAssignment(assignment_id=self.id, student_id=student, timestamp=timestamp)
            )
            self.db.flush()
            row = self.db.execute(query).one()
        elif timestamp is not None and timestamp != row.timestamp:
            self.update_rows(SubmittedAssignment, [{"id": row.id, "timestamp": timestamp}])
        return row.id, row.extension, timestamp or row.timestamp

    def ensure_notebook(self, submission):
        """Return the id of a submission's notebook; add it if it is missing."""
        query = select(SubmittedNotebook.id).where(
            SubmittedNotebook.notebook_id == self.notebook_id,
            SubmittedNotebook.assignment_id == submission,
        )
        notebook = self.db.execute(query).scalar()
        if notebook is None:
            self.db.add(SubmittedNotebook(notebook_id=self.notebook_id, assignment_id=submission))
            self.db.flush()
            notebook = self.db.execute(query).scalar_one()
        return notebook

    def write_comments(self, notebook, untouched, recorded):
        rows = {
            cell: (id_, manual)
            for id_, cell, manual in self.db.execute(
                select(Comment.id, Comment.cell_id, Comment.manual_comment).where(
                    Comment.cell_id.in_(self.answered.values()), Comment.notebook_id == notebook
                )
            )
        }
        changes = []
        for name, cell in self.answered.items():
            automatic = NO_RESPONSE if name in untouched else None
            id_, manual = rows.get(cell) or (None, None)
            if id_ is None:
                self.db.add(Comment(cell_id=cell, notebook_id=notebook, auto_comment=automatic))
            else:
                changes.append({"id": id_, "auto_comment": automatic})
            recorded.comments[name] = automatic if manual is None else manual
        self.update_rows(Comment, changes)

    def write_penalty(self, student, notebook, raw, seconds_late):
        """Write the penalty that nbgrader's plugin computes, and return it."""
        penalty = None
        if seconds_late > 0:
            plugin = self.penalties.plugin_inst
            penalty = plugin.late_submission_penalty(student, raw, seconds_late)
            if penalty is not None:
                penalty = min(max(penalty, 0), raw)
        self.update_rows(SubmittedNotebook, [{"id": notebook, "late_submission_penalty": penalty}])
        return penalty or 0.0

    def compute_seconds_late(self, submitted_at, extension):
        if submitted_at is None or self.duedate is None:
            return 0.0
        due = self.duedate + extension if extension is not None else self.duedate
        return max(0.0, (submitted_at - due).total_seconds())

    def update_rows(self, table, rows):
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


class GradeWriter:
    """Writes the grades of one assignment, one submission after the other.

    The grading record of a submission is removed first and written last. If the process ends in
    between, the next run finds no record and writes the grade again.

    Parameters
    ----------
    course : Course
    assignment : str
    book : Book
    store : autograder.batch.result_store.ResultStore
    """

    def __init__(self, course, assignment, book, store):
        self.course, self.assignment, self.book, self.store = course, assignment, book, store
        self.coursedir = course.api().coursedir
        # nbgrader's converters set the permissions that the configuration asks for.
        self.autograde, self.feedback = (
            converter(coursedir=self.coursedir, config=course.config)
            for converter in (Autograde, GenerateFeedback)
        )
        self.exporter = FeedbackExporter(config=course.config)

    def write_grade(self, student, result, repairs, **details):
        """Write the grade of one submission, or its rejection.

        Parameters
        ----------
        student : str
        result : dict
            From `autograder.grading.grader.grade_notebook`.
        repairs : sequence of str
            What was done to find the notebook in the submission.
        **details
            Further entries of the grading record.
        """
        self.store.remove_record(student)
        remove_unfinished(self.course.step("feedback", student, self.assignment))
        if "rejected" in result:
            notes, record = [result["rejected"]], {"test_results": {}}
            self.write_rejection(student, result["rejected"])
        else:
            # The notebook comes from the grader, so it is valid and has the current format.
            notebook = nbformat.v4.reads(result["notebook"])
            record = notebook.metadata.autograder
            record.repairs = [*repairs, *record.repairs]
            notes = list(read_notes(notebook))
            self.write_notebook(student, nbformat.v4.writes(notebook) + "\n")
            recorded = self.book.record(
                student, self.read_timestamp(student), result["scores"], result["untouched"]
            )
            self.write_feedback(student, notebook, recorded)
        self.store.write_record(
            student,
            {
                **record,
                **details,
                "graded_at": datetime.now(UTC).isoformat(timespec="seconds"),
                "notes": notes,
                "rejected": result.get("rejected"),
            },
        )

    def write_rejection(self, student, reason):
        """Write a feedback page with the reason; an earlier grade in the gradebook is kept."""
        self.book.add_student(student)
        page = self.course.step("feedback", student, self.assignment) / f"{self.assignment}.html"
        write_atomically(page, rejection_page(self.assignment, reason))
        self.feedback.set_permissions(self.assignment, student)

    def read_timestamp(self, student):
        """Return the time of a submission, or None."""
        return self.coursedir.get_existing_timestamp(
            str(self.course.step("submitted", student, self.assignment))
        )

    def write_notebook(self, student, text):
        """Write a graded notebook and the other submitted files into ``autograded``."""
        submitted = self.course.step("submitted", student, self.assignment)
        target = self.course.step("autograded", student, self.assignment)
        quarantine_folder(submitted)  # removes links, among others
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(submitted, target, ignore=shutil.ignore_patterns("*.ipynb"), symlinks=True)
        write_atomically(target / f"{self.assignment}.ipynb", text)
        self.autograde.set_permissions(self.assignment, student)

    def write_feedback(self, student, notebook, recorded):
        """Write the feedback page with the scores and comments of the gradebook."""
        for cell in notebook.cells:
            metadata = cell.metadata.get("nbgrader")
            if metadata is None:
                continue
            if is_solution(cell) or is_task(cell):
                metadata["comment"] = recorded.comments.get(metadata.grade_id)
            if is_grade(cell) or is_task(cell):
                metadata["score"], metadata["points"] = recorded.scores[metadata.grade_id]
        points, largest = (sum(pair) for pair in zip(*recorded.scores.values(), strict=True))
        resources = {
            "notebook": self.assignment,
            "score": points - recorded.penalty,
            "max_score": largest,
            "late_penalty": recorded.penalty,
        }
        target = self.course.step("feedback", student, self.assignment)
        page = self.exporter.page(notebook, resources)
        write_atomically(target / f"{self.assignment}.html", page)
        self.feedback.set_permissions(self.assignment, student)
