"""Grade the submissions of a class: find new ones, have workers grade them, record the grades."""

import contextlib
import dataclasses
import fcntl
import json
from dataclasses import dataclass, field

from autograder.batch.gradebook_writer import Book, GradeWriter, report_database_errors
from autograder.batch.local_workers import defer_sigint
from autograder.batch.result_store import ResultStore, compute_digest
from autograder.batch.temporary_folders import remove_abandoned_folders, use_temporary_folder
from autograder.course import sha256
from autograder.errors import UserError
from autograder.grading import (
    graded_cells,
    grader_version,
    list_unprotected_tests,
    pack,
    version_of,
)
from autograder.sandbox import Limits, reject_visible_folder, require_protections
from autograder.sanitize import InvalidSubmissionError, read_submission

LONGEST_STUDENT_ID = 128  # nbgrader's column
WORKERS_DIED = (
    "The program that grades this notebook died three times while it graded it, so there is no "
    "grade: please tell your instructor."
)


@dataclass(frozen=True)
class Job:
    """A submission whose grade has to be computed or written.

    Attributes
    ----------
    student : str
        nbgrader's student id.
    digest : str
        Digest of everything that the grade depends on.
    submission : str
        Digest of the submission alone.
    repairs : tuple of str
        What was done to find the notebook in the submission.
    is_regrade : bool
        Whether the gradebook has a grade of the same submission.
    """

    student: str
    digest: str
    submission: str
    repairs: tuple
    is_regrade: bool


@dataclass(frozen=True)
class StudentGrade:
    """The grade of one submission.

    Attributes
    ----------
    student : str
    scores : dict of str to tuple of float
        Points and maximum by graded cell. Empty if the submission was rejected.
    notes : tuple of str
        Why points were lost, or why the submission was rejected.
    rejected : bool
    """

    student: str
    scores: dict = field(default_factory=dict)
    notes: tuple = ()
    rejected: bool = False


@dataclass
class Outcome:
    """The result of a run.

    Attributes
    ----------
    grades : list of StudentGrade
        Of all selected students with a submission, sorted by student.
    graded : int
        Number of submissions that workers graded. Equal submissions count once.
    recorded : int
        Number of submissions whose grade this run wrote.
    unchanged : int
        Number of submissions whose grade was written before.
    changed_scores : dict of str to dict of str to tuple
        By student and graded cell, the automatic score before and after, where a submission that
        had a grade was graded again and the scores differ.
    withheld : int
        Number of grades that were computed again and not written, because some of them differ and
        the user did not confirm.
    unprotected_tests : list of str
        A sentence for each test that runs in the student's process.
    """

    grades: list = field(default_factory=list)
    graded: int = 0
    recorded: int = 0
    unchanged: int = 0
    changed_scores: dict = field(default_factory=dict)
    withheld: int = 0
    unprotected_tests: list = field(default_factory=list)

    @property
    def rejected(self):
        """Number of rejected submissions."""
        return sum(grade.rejected for grade in self.grades)


def list_submitted_students(course, assignment):
    """Return the sorted ids of the students with a submission."""
    folders = (course.work / "submitted").glob(f"*/{assignment}")
    return sorted(folder.parent.name for folder in folders if folder.is_dir())


def read_student_submission(course, assignment, student):
    """Return the submission of a student.

    Returns
    -------
    autograder.sanitize.submission_reader.Submission

    Raises
    ------
    InvalidSubmissionError
        If the submission cannot be graded.
    """
    # nbgrader passes student ids to glob, where the first four characters match other folders, and
    # writes them unescaped into formgrader's pages.
    if set(student) & set('*?[]<>&"\\') or not student.isprintable():
        raise InvalidSubmissionError(
            f'The folder name {student!r} contains one of * ? [ ] < > & " \\ or a character '
            "that cannot be printed: rename it."
        )
    if len(student) > LONGEST_STUDENT_ID:
        raise InvalidSubmissionError(
            f"The folder name has more than {LONGEST_STUDENT_ID} characters: rename it."
        )
    return read_submission(course.step("submitted", student, assignment), assignment)


class NullProgress:
    """A progress display that shows nothing."""

    def start(self, total):
        """Show the number of submissions to grade."""

    def advance(self):
        """Count one submission as graded."""


class ClassRun:
    """One run over the submissions of a class.

    Parameters
    ----------
    course : Course
        Contains ``course/submitted/<student>/<assignment>``.
    assignment : str
        Name of a released assignment.
    workers : callable
        Returns the workers for a packed assignment, see
        `autograder.batch.local_workers.LocalWorkers`.
    again : bool
        Grade unchanged submissions again.
    only : collection of str
        Ids of the students to grade; empty for all.
    confirm : callable
        Called with `Outcome.changed_scores`; returns whether to write the changed grades.
    progress : NullProgress or object with the same methods
    """

    def __init__(self, course, assignment, workers, *, again=False, only=(),
                 confirm=lambda changed: True, progress=None):  # fmt: skip
        self.course, self.assignment, self.workers = course, assignment, workers
        self.again, self.only, self.confirm = again, only, confirm
        self.progress = progress or NullProgress()
        self.store = ResultStore(course, assignment)
        self.limits = Limits(config=course.config)
        self.outcome, self.regrades = Outcome(), []

    def run(self):
        """Grade new and changed submissions and record their grades.

        Returns
        -------
        Outcome

        Raises
        ------
        UserError
            If the assignment has no release or no submissions, another run uses the course, or a
            protection of the sandbox does not hold.
        """
        with report_database_errors(), self.lock(), Book(self.course, self.assignment) as book:
            self.store.remove_unfinished_files()
            remove_abandoned_folders()
            self.writer = GradeWriter(self.course, self.assignment, book, self.store)
            with use_temporary_folder():
                packed = pack(self.course, book.gradebook, self.assignment)
            self.version = version_of(packed)
            self.outcome.unprotected_tests = list_unprotected_tests(packed)
            students = self.select_students()
            jobs = [job for job in map(self.make_job, students) if job]
            new = [job for job in jobs if self.again or not self.use_stored_result(job)]
            if new:
                self.grade(packed, new)
            self.write_regrades(book)
            self.read_grades(book, students, graded_cells(packed))
        return self.outcome

    @contextlib.contextmanager
    def lock(self):
        """Prevent a second run in this course."""
        with (self.course.work / ".grading.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise UserError(
                    f"Another run is grading in {self.course.work}: wait until it ends, or stop it."
                ) from None
            yield

    def select_students(self):
        """Return the students to grade."""
        students = list_submitted_students(self.course, self.assignment)
        if not students:
            raise UserError(
                f"There are no submissions of {self.assignment}: run `autograder collect`, or copy "
                f"each notebook to course/submitted/<student>/{self.assignment}/"
                f"{self.assignment}.ipynb."
            )
        for student in self.only:
            if student not in students:
                raise UserError(f"{student} has not submitted {self.assignment}.")
        return [student for student in students if not self.only or student in self.only]

    def make_job(self, student):
        """Return the job for a student, or None if there is nothing to grade."""
        try:
            content, repairs = read_student_submission(self.course, self.assignment, student)
        except InvalidSubmissionError as reason:
            # A rejection depends neither on the assignment nor on the version of the grader.
            digest = compute_digest(b"", (str(reason),), "", "")
            job = Job(student, digest, sha256(b""), repairs=(), is_regrade=False)
            if not self.is_recorded(job):
                self.write_grade(job, {"rejected": str(reason)})
            else:
                self.outcome.unchanged += 1
            return None
        job = self.make_job_for_content(student, content, tuple(repairs))
        if self.is_recorded(job) and not self.again:
            self.outcome.unchanged += 1
            return None
        return job

    def make_job_for_content(self, student, content, repairs):
        submission = sha256(content)
        return Job(
            student,
            compute_digest(content, repairs, self.version, grader_version()),
            submission,
            repairs,
            is_regrade=self.store.record(student).get("submission") == submission,
        )

    def is_recorded(self, job):
        """Return whether the gradebook and all files of this grade are up to date."""
        record = self.store.record(job.student)
        notebook, page = (
            self.course.step(step, job.student, self.assignment) / f"{self.assignment}.{ending}"
            for step, ending in (("autograded", "ipynb"), ("feedback", "html"))
        )
        is_complete = page.is_file() and (record.get("rejected") or notebook.is_file())
        return bool(is_complete) and record.get("digest") == job.digest

    def use_stored_result(self, job):
        """Record the stored result of an equal submission; return whether there is one."""
        result = self.store.read_result(job.digest)
        if result:
            self.record_grade(job, result)
        return bool(result)

    def grade(self, packed, jobs):
        """Have workers grade submissions, and record each result when it arrives."""
        if not self.limits.unsafe:
            reject_visible_folder(self.course.root, self.limits)
        self.progress.start(len(jobs))
        with self.workers(packed) as workers:
            if workers.are_local:
                require_protections(self.limits)
            for equal_jobs, answer in workers.run(self.read_contents(jobs)):
                self.process_answer(equal_jobs, answer)
                self.outcome.graded += 1

    def read_contents(self, jobs):
        """Yield jobs with equal submissions, and their content, which is read when it is needed."""
        groups = {}
        for job in jobs:
            groups.setdefault(job.digest, []).append(job)
        for group in groups.values():
            for index, job in enumerate(group):
                # The next run rejects a submission that was removed since its job was made.
                with contextlib.suppress(InvalidSubmissionError):
                    content, repairs = read_student_submission(
                        self.course, self.assignment, job.student
                    )
                    current = self.make_job_for_content(job.student, content, tuple(repairs))
                    if current.digest == job.digest:
                        yield tuple(group[index:]), content
                        break
                    yield (current,), content

    def process_answer(self, equal_jobs, answer):
        """Store the answer of a worker and record it for all equal submissions."""
        if answer is None:
            for job in equal_jobs:
                # Without a digest, the next run grades the submission again.
                self.write_grade(dataclasses.replace(job, digest=""), {"rejected": WORKERS_DIED})
                self.progress.advance()
            return
        result = json.loads(answer)
        if "error" in result:
            raise UserError(result["error"])
        if result["grader_version"] != grader_version():
            raise UserError(
                "A worker has another version of this package, of Python or of a library and would "
                "grade differently: install the same versions. Grading stopped."
            )
        self.store.write_result(equal_jobs[0].digest, answer)
        for job in equal_jobs:
            self.record_grade(job, result)
            self.progress.advance()

    def record_grade(self, job, result):
        """Write a new grade; defer a regrade until all changes are known."""
        if job.is_regrade:
            self.regrades.append(job)
        else:
            self.write_grade(job, result)

    def write_grade(self, job, result):
        with defer_sigint():
            self.writer.write_grade(
                job.student,
                result,
                job.repairs,
                digest=job.digest,
                submission=job.submission,
                assignment_version=self.version,
                grader_version=grader_version(),
            )
        self.outcome.recorded += 1

    def write_regrades(self, book):
        """Find the scores that change, and write the deferred grades if the user confirms."""
        if not self.regrades:
            return
        before = book.scores()
        for job in self.regrades:
            after = (self.store.read_result(job.digest) or {}).get("scores", {})
            changed = {
                name: (score[1], after[name])
                for name, score in before.get(job.student, {}).items()
                if name in after and score[1] != after[name]
            }
            if changed:
                self.outcome.changed_scores[job.student] = changed
        if self.outcome.changed_scores and not self.confirm(self.outcome.changed_scores):
            self.outcome.withheld = len(self.regrades)
            return
        for job in self.regrades:
            result = self.store.read_result(job.digest)
            if result:
                self.write_grade(job, result)

    def read_grades(self, book, submitted, order):
        """What the gradebook and the records say now of everybody who was looked at."""
        scores = book.scores()
        for student in submitted:
            record = self.store.record(student)
            notes, rejected = tuple(record.get("notes", ())), bool(record.get("rejected"))
            found = {} if rejected else scores.get(student, {})
            points = {name: (found[name][0], found[name][2]) for name in order if name in found}
            # What cannot be shown is rejected, and shown escaped.
            name = student if student.isprintable() else ascii(student)[1:-1]
            self.outcome.grades.append(StudentGrade(name, points, notes, rejected))
