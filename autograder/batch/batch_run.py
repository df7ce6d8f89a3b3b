"""A run over a class: find what has to be graded, have it graded, record it, say what moved.

What there is to grade, and what came of it, in small records.
"""

import contextlib
import dataclasses
import fcntl
import json
from dataclasses import dataclass, field

from autograder.batch.gradebook_writer import Book, answering
from autograder.batch.local_workers import defer_sigint
from autograder.batch.result_store import Store, digest_of
from autograder.batch.writer import Writer
from autograder.course import sha256
from autograder.errors import UserError
from autograder.grading import graded_cells, grader_version, pack, version_of
from autograder.sandbox import Limits, reject_visible_folder, require_protections
from autograder.sanitize import InvalidSubmissionError, read_submission

LONGEST_ID = 128  # nbgrader's column for students


@dataclass(frozen=True)
class Job:
    """A submission whose grade has to be found or written.

    Attributes
    ----------
    student : str
        nbgrader's student id.
    digest : str
        Of all that the grade depends on.
    submission : str
        Digest of what was submitted alone.
    repairs : tuple of str
        What was done to find it.
    anew : bool
        Whether the same file has a grade already.
    """

    student: str
    digest: str
    submission: str
    repairs: tuple
    anew: bool


@dataclass(frozen=True)
class StudentGrade:
    """What came of one submission.

    Attributes
    ----------
    student : str
    scores : dict of str to tuple of float
        For each graded cell the points and the largest number of points; empty when rejected.
    notes : tuple of str
        Why points were lost, or why the submission was rejected.
    rejected : bool
        True when it could not be graded at all.
    """

    student: str
    scores: dict = field(default_factory=dict)
    notes: tuple = ()
    rejected: bool = False


@dataclass
class Outcome:
    """What a run has done.

    Attributes
    ----------
    grades : list of Grade
        Of everybody who has submitted, in order.
    graded : int
        Submissions that were graded in this run; equal ones count once.
    recorded : int
        Submissions whose grade this run has written, graded now or before.
    unchanged : int
        Submissions with nothing to do.
    moved : dict of str to dict of str to tuple
        Where a file that has a grade was graded anew: by student and graded cell, the automatic
        points before and after, where they differ.
    held : int
        Grades made anew that were found and not written, because some move and nobody agreed.
    """

    grades: list = field(default_factory=list)
    graded: int = 0
    recorded: int = 0
    unchanged: int = 0
    moved: dict = field(default_factory=dict)
    held: int = 0

    @property
    def rejected(self):
        """How many of the grades are none."""
        return sum(grade.rejected for grade in self.grades)


def students(course, assignment):
    """Ids of those who handed something in, sorted."""
    folders = (course.work / "submitted").glob(f"*/{assignment}")
    return sorted(folder.parent.name for folder in folders if folder.is_dir())


def read(course, assignment, student):
    """What a student has submitted.

    Returns
    -------
    autograder.sanitize.submission_reader.Submission

    Raises
    ------
    InvalidSubmissionError
        If there is nothing that can be graded.
    """
    # nbgrader looks students up with glob, where the first four mean others' folders, and puts
    # names into formgrader's pages as they are.
    if set(student) & set('*?[]<>&"\\') or not student.isprintable():
        raise InvalidSubmissionError(
            f'The folder name {student!r} contains one of * ? [ ] < > & " \\ or a character '
            "that cannot be printed: rename it."
        )
    if len(student) > LONGEST_ID:
        raise InvalidSubmissionError(
            f"The folder name has more than {LONGEST_ID} characters: rename it."
        )
    return read_submission(course.step("submitted", student, assignment), assignment)


GIVEN_UP = (
    "The program that grades this notebook died three times at it, so there is no grade: please tell "
    "your instructor."
)


class NullProgress:
    """A progress that nobody watches."""

    def begin(self, total):
        """Say how many submissions have to be graded."""

    def step(self):
        """Say that one of them is done."""


class ClassRun:
    """One run over a class.

    Parameters
    ----------
    course : Course
        Holds ``course/submitted/<student>/<assignment>``.
    assignment : str
        Name of the assignment, released before.
    workers : callable
        Takes the packed assignment and gives workers, see
        `autograder.batch.local_workers.LocalWorkers`.
    again : bool
        Grade unchanged submissions too.
    only : collection of str
        The students to look at; everybody when empty.
    agree : callable
        Takes the grades that would move, see `Outcome`, and says whether to write them.
    progress : Silent
    """

    def __init__(self, course, assignment, workers, *, again=False, only=(),
                 agree=lambda moved: True, progress=None):  # fmt: skip
        self.course, self.assignment, self.workers = course, assignment, workers
        self.again, self.only, self.agree = again, only, agree
        self.progress = progress or NullProgress()
        self.store = Store(course, assignment)
        self.limits = Limits(config=course.config)
        self.outcome, self.held = Outcome(), []

    def go(self):
        """Grade, record, and tell.

        Returns
        -------
        Outcome

        Raises
        ------
        UserError
            If nothing was released or nothing submitted, another run is on, or a protection does
            not hold.
        """
        with answering(), self.lock(), Book(self.course, self.assignment) as book:
            self.store.tidy()
            self.writer = Writer(self.course, self.assignment, book, self.store)
            packed = pack(self.course, book.gradebook, self.assignment)
            self.version = version_of(packed)
            submitted = self.submitted()
            jobs = [job for job in map(self.look_at, submitted) if job]
            unknown = [job for job in jobs if self.again or not self.use_what_is_known(job)]
            if unknown:
                self.grade(packed, unknown)
            self.write_held(book)
            self.read_grades(book, submitted, graded_cells(packed))
        return self.outcome

    @contextlib.contextmanager
    def lock(self):
        """Keep a second run out of this course."""
        with (self.course.work / ".grading.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise UserError(
                    f"Another run is grading in {self.course.work}: wait for its end, or stop it."
                ) from None
            yield

    def submitted(self):
        """Whom to look at."""
        found = students(self.course, self.assignment)
        if not found:
            raise UserError(
                f"Nobody has submitted {self.assignment}: put each notebook into "
                f"course/submitted/<student>/{self.assignment}/{self.assignment}.ipynb, or let "
                "`autograder collect` do it."
            )
        for student in self.only:
            if student not in found:
                raise UserError(f"{student} has not submitted {self.assignment}.")
        return [student for student in found if not self.only or student in self.only]

    def look_at(self, student):
        """A job, or None when there is nothing to grade."""
        try:
            content, repairs = read(self.course, self.assignment, student)
        except InvalidSubmissionError as reason:
            # No version of anything has a part in this.
            digest = digest_of(b"", (str(reason),), "", "")
            job = Job(student, digest, sha256(b""), repairs=(), anew=False)
            if not self.is_recorded(job):
                self.write(job, {"rejected": str(reason)})
            else:
                self.outcome.unchanged += 1
            return None
        job = self.job(student, content, tuple(repairs))
        if self.is_recorded(job) and not self.again:
            self.outcome.unchanged += 1
            return None
        return job

    def job(self, student, content, repairs):
        """A job for what was submitted."""
        submission = sha256(content)
        return Job(
            student,
            digest_of(content, repairs, self.version, grader_version()),
            submission,
            repairs,
            anew=self.store.record(student).get("submission") == submission,
        )

    def is_recorded(self, job):
        """Whether gradebook and folders hold this very grade."""
        record = self.store.record(job.student)
        notebook, page = (
            self.course.step(step, job.student, self.assignment) / f"{self.assignment}.{ending}"
            for step, ending in (("autograded", "ipynb"), ("feedback", "html"))
        )
        whole = page.is_file() and (record.get("rejected") or notebook.is_file())
        return bool(whole) and record.get("digest") == job.digest

    def use_what_is_known(self, job):
        """Record what an earlier run, or an equal submission, has found; False if nothing was."""
        answer = self.store.result(job.digest)
        if answer:
            self.settle(job, answer)
        return bool(answer)

    def grade(self, packed, jobs):
        """Have submissions graded, and record each as it comes back."""
        if not self.limits.unsafe:
            reject_visible_folder(self.course.root, self.limits)
        self.progress.begin(len(jobs))
        with self.workers(packed) as workers:
            if workers.here:
                require_protections(self.limits)
            for equal, answer in workers.run(self.contents(jobs)):
                self.take(equal, answer)
                self.outcome.graded += 1

    def contents(self, jobs):
        """Yield jobs with what was submitted, read when it is needed; equal ones together."""
        groups = {}
        for job in jobs:
            groups.setdefault(job.digest, []).append(job)
        for group in groups.values():
            for place, job in enumerate(group):
                # What was taken away since it was looked at is a matter of the next run.
                with contextlib.suppress(InvalidSubmissionError):
                    content, repairs = read(self.course, self.assignment, job.student)
                    now = self.job(job.student, content, tuple(repairs))
                    if now.digest == job.digest:
                        yield tuple(group[place:]), content
                        break
                    yield (now,), content

    def take(self, equal, answer):
        """Keep what a worker has found, and record it for all whom it is about."""
        if answer is None:
            for job in equal:
                # Without a digest, so that the next run tries again.
                self.write(dataclasses.replace(job, digest=""), {"rejected": GIVEN_UP})
                self.progress.step()
            return
        found = json.loads(answer)
        if "error" in found:
            raise UserError(found["error"])
        if found["grader_version"] != grader_version():
            raise UserError(
                "A worker has another version of this package, of Python or of a library, and "
                "would grade differently: install the same on all. Nothing more was graded."
            )
        self.store.keep_result(equal[0].digest, answer)
        for job in equal:
            self.settle(job, found)
            self.progress.step()

    def settle(self, job, answer):
        """Record a grade; one made anew of the same file waits until all are known."""
        if job.anew:
            self.held.append(job)
        else:
            self.write(job, answer)

    def write(self, job, answer):
        with defer_sigint():
            self.writer.write(
                job.student,
                answer,
                job.repairs,
                digest=job.digest,
                submission=job.submission,
                assignment_version=self.version,
                grader_version=grader_version(),
            )
        self.outcome.recorded += 1

    def write_held(self, book):
        """Say which grades move, and write them if that is what is wanted."""
        if not self.held:
            return
        before = book.scores()
        for job in self.held:
            after = (self.store.result(job.digest) or {}).get("scores", {})
            moved = {
                name: (known[1], after[name])
                for name, known in before.get(job.student, {}).items()
                if name in after and known[1] != after[name]
            }
            if moved:
                self.outcome.moved[job.student] = moved
        if self.outcome.moved and not self.agree(self.outcome.moved):
            self.outcome.held = len(self.held)
            return
        for job in self.held:
            answer = self.store.result(job.digest)
            if answer:
                self.write(job, answer)

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
