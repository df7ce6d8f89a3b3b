"""The one writer: a graded notebook's way into ``autograded``, the gradebook and ``feedback``."""

import shutil
from datetime import UTC, datetime

import nbformat
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.utils import is_grade, is_solution, is_task

from autograder.feedback import FeedbackExporter, rejection_page
from autograder.files import remove_unfinished, write_atomically
from autograder.grading import read_notes
from autograder.sanitize import quarantine_folder


class Writer:
    """Records what grading has found, one submission after the other.

    A submission's record goes first and comes back last. Whatever stops the writer in between, the
    next run finds no record and writes the same things again.

    Parameters
    ----------
    course : Course
    assignment : str
    book : autograder.batch.gradebook_writer.Book
    store : autograder.batch.result_store.Store
    """

    def __init__(self, course, assignment, book, store):
        self.course, self.assignment, self.book, self.store = course, assignment, book, store
        self.coursedir = course.api().coursedir
        # nbgrader's own converters know which permissions its configuration asks for.
        self.autograde, self.feedback = (
            converter(coursedir=self.coursedir, config=course.config)
            for converter in (Autograde, GenerateFeedback)
        )
        self.exporter = FeedbackExporter(config=course.config)

    def write(self, student, answer, repairs, **about):
        """Record what came of one submission.

        Parameters
        ----------
        student : str
        answer : dict
            From `autograder.grading.grader.grade_notebook`.
        repairs : sequence of str
            What was done to find the file.
        **about
            What the record says besides: ``digest``, ``submission``, versions.
        """
        self.store.forget_record(student)
        remove_unfinished(self.course.step("feedback", student, self.assignment))
        if "rejected" in answer:
            notes, record = [answer["rejected"]], {"test_results": {}}
            self.reject(student, answer["rejected"])
        else:
            # Ours, so that nothing has to be checked or brought up to date.
            notebook = nbformat.v4.reads(answer["notebook"])
            record = notebook.metadata.autograder
            record.repairs = [*repairs, *record.repairs]
            notes = list(read_notes(notebook))
            self.put_notebook(student, nbformat.v4.writes(notebook) + "\n")
            recorded = self.book.record(
                student, self.timestamp(student), answer["scores"], answer["untouched"]
            )
            self.put_feedback(student, notebook, recorded)
        self.store.keep_record(
            student,
            {
                **record,
                **about,
                "graded_at": datetime.now(UTC).isoformat(timespec="seconds"),
                "notes": notes,
                "rejected": answer.get("rejected"),
            },
        )

    def reject(self, student, reason):
        """Say on the feedback page why there is no grade; one that was earned before stays."""
        self.book.add_student(student)  # hence a line in every export
        page = self.course.step("feedback", student, self.assignment) / f"{self.assignment}.html"
        write_atomically(page, rejection_page(self.assignment, reason))
        self.feedback.set_permissions(self.assignment, student)

    def timestamp(self, student):
        """When a student has submitted, or None."""
        return self.coursedir.get_existing_timestamp(
            str(self.course.step("submitted", student, self.assignment))
        )

    def put_notebook(self, student, text):
        """Put a graded notebook, and what else was submitted, where formgrader looks for it."""
        submitted = self.course.step("submitted", student, self.assignment)
        target = self.course.step("autograded", student, self.assignment)
        quarantine_folder(submitted)  # what is left has no links
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(submitted, target, ignore=shutil.ignore_patterns("*.ipynb"), symlinks=True)
        write_atomically(target / f"{self.assignment}.ipynb", text)
        self.autograde.set_permissions(self.assignment, student)

    def put_feedback(self, student, notebook, recorded):
        """Write the feedback page, as nbgrader's generate_feedback would."""
        for cell in notebook.cells:
            about = cell.metadata.get("nbgrader")
            if about is None:
                continue
            if is_solution(cell) or is_task(cell):
                about["comment"] = recorded.comments.get(about.grade_id)
            if is_grade(cell) or is_task(cell):
                about["score"], about["points"] = recorded.scores[about.grade_id]
        points, largest = (sum(pair) for pair in zip(*recorded.scores.values(), strict=True))
        about = {
            "notebook": self.assignment,
            "score": points - recorded.penalty,
            "max_score": largest,
            "late_penalty": recorded.penalty,
        }
        target = self.course.step("feedback", student, self.assignment)
        page = self.exporter.page(notebook, about)
        write_atomically(target / f"{self.assignment}.html", page)
        self.feedback.set_permissions(self.assignment, student)
