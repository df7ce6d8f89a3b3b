"""A run over a class: find what has to be marked, have it marked, record it, say what moved."""

import contextlib
import dataclasses
import fcntl
import json

from autograder.classrun.assignment import graded_cells, pack, version_of
from autograder.classrun.gradebook import Book, answering
from autograder.classrun.interrupts import patient
from autograder.classrun.marker import examiner_version
from autograder.classrun.plan import Job, Mark, Outcome, read, students
from autograder.classrun.store import Store, digest_of
from autograder.classrun.writer import Writer
from autograder.course import sha256
from autograder.errors import UserError
from autograder.intake.refused import Refused
from autograder.sandbox import doctor
from autograder.sandbox.jail import refuse_what_is_shown
from autograder.sandbox.limits import Limits

GIVEN_UP = (
    "The program that marks this notebook died three times at it, so there is no mark: please tell "
    "your instructor."
)


class Silent:
    """A progress that nobody watches."""

    def begin(self, total):
        """Say how many submissions have to be marked."""

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
        `autograder.classrun.workers.LocalWorkers`.
    again : bool
        Mark unchanged submissions too.
    only : collection of str
        The students to look at; everybody when empty.
    agree : callable
        Takes the marks that would move, see `Outcome`, and says whether to write them.
    progress : Silent
    """

    def __init__(self, course, assignment, workers, *, again=False, only=(),
                 agree=lambda moved: True, progress=None):  # fmt: skip
        self.course, self.assignment, self.workers = course, assignment, workers
        self.again, self.only, self.agree = again, only, agree
        self.progress = progress or Silent()
        self.store = Store(course, assignment)
        self.limits = Limits(config=course.config)
        self.outcome, self.held = Outcome(), []

    def go(self):
        """Mark, record, and tell.

        Returns
        -------
        Outcome

        Raises
        ------
        UserError
            If nothing was released or nothing handed in, another run is on, or a protection does
            not hold.
        """
        with answering(), self.lock(), Book(self.course, self.assignment) as book:
            self.store.tidy()
            self.writer = Writer(self.course, self.assignment, book, self.store)
            packed = pack(self.course, book.gradebook, self.assignment)
            self.version = version_of(packed)
            handed_in = self.handed_in()
            jobs = [job for job in map(self.look_at, handed_in) if job]
            unknown = [job for job in jobs if self.again or not self.use_what_is_known(job)]
            if unknown:
                self.mark(packed, unknown)
            self.write_held(book)
            self.read_marks(book, handed_in, graded_cells(packed))
        return self.outcome

    @contextlib.contextmanager
    def lock(self):
        """Keep a second run out of this course."""
        with (self.course.work / ".marking.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise UserError(
                    f"Another run is marking in {self.course.work}: wait for its end, or stop it."
                ) from None
            yield

    def handed_in(self):
        """Whom to look at."""
        found = students(self.course, self.assignment)
        if not found:
            raise UserError(
                f"Nobody has handed in {self.assignment}: put each notebook into "
                f"course/submitted/<student>/{self.assignment}/{self.assignment}.ipynb, or let "
                "`autograder intake` do it."
            )
        for student in self.only:
            if student not in found:
                raise UserError(f"{student} has not handed in {self.assignment}.")
        return [student for student in found if not self.only or student in self.only]

    def look_at(self, student):
        """A job, or None when there is nothing to mark."""
        try:
            content, repairs = read(self.course, self.assignment, student)
        except Refused as reason:
            # No version of anything has a part in this.
            digest = digest_of(b"", (str(reason),), "", "")
            job = Job(student, digest, sha256(b""), repairs=(), anew=False)
            if not self.is_recorded(job):
                self.write(job, {"refused": str(reason)})
            else:
                self.outcome.unchanged += 1
            return None
        job = self.job(student, content, tuple(repairs))
        if self.is_recorded(job) and not self.again:
            self.outcome.unchanged += 1
            return None
        return job

    def job(self, student, content, repairs):
        """A job for what was handed in."""
        submission = sha256(content)
        return Job(
            student,
            digest_of(content, repairs, self.version, examiner_version()),
            submission,
            repairs,
            anew=self.store.record(student).get("submission") == submission,
        )

    def is_recorded(self, job):
        """Whether gradebook and folders hold this very mark."""
        record = self.store.record(job.student)
        notebook, page = (
            self.course.step(step, job.student, self.assignment) / f"{self.assignment}.{ending}"
            for step, ending in (("autograded", "ipynb"), ("feedback", "html"))
        )
        whole = page.is_file() and (record.get("refused") or notebook.is_file())
        return bool(whole) and record.get("digest") == job.digest

    def use_what_is_known(self, job):
        """Record what an earlier run, or an equal submission, has found; False if nothing was."""
        answer = self.store.result(job.digest)
        if answer:
            self.settle(job, answer)
        return bool(answer)

    def mark(self, packed, jobs):
        """Have submissions marked, and record each as it comes back."""
        if not self.limits.unsafe:
            refuse_what_is_shown(self.course.root, self.limits)
        self.progress.begin(len(jobs))
        with self.workers(packed) as workers:
            if workers.here:
                doctor.require(self.limits)
            for equal, answer in workers.run(self.contents(jobs)):
                self.take(equal, answer)
                self.outcome.marked += 1

    def contents(self, jobs):
        """Yield jobs with what was handed in, read when it is needed; equal ones together."""
        groups = {}
        for job in jobs:
            groups.setdefault(job.digest, []).append(job)
        for group in groups.values():
            for place, job in enumerate(group):
                # What was taken away since it was looked at is a matter of the next run.
                with contextlib.suppress(Refused):
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
                self.write(dataclasses.replace(job, digest=""), {"refused": GIVEN_UP})
                self.progress.step()
            return
        found = json.loads(answer)
        if "error" in found:
            raise UserError(found["error"])
        if found["examiner"] != examiner_version():
            raise UserError(
                "A worker has another version of this package, of Python or of a library, and "
                "would mark differently: install the same on all. Nothing more was marked."
            )
        self.store.keep_result(equal[0].digest, answer)
        for job in equal:
            self.settle(job, found)
            self.progress.step()

    def settle(self, job, answer):
        """Record a mark; one made anew of the same file waits until all are known."""
        if job.anew:
            self.held.append(job)
        else:
            self.write(job, answer)

    def write(self, job, answer):
        with patient():
            self.writer.write(
                job.student,
                answer,
                job.repairs,
                digest=job.digest,
                submission=job.submission,
                assignment_version=self.version,
                examiner_version=examiner_version(),
            )
        self.outcome.recorded += 1

    def write_held(self, book):
        """Say which marks move, and write them if that is what is wanted."""
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

    def read_marks(self, book, handed_in, order):
        """What the gradebook and the records say now of everybody who was looked at."""
        scores = book.scores()
        for student in handed_in:
            record = self.store.record(student)
            notes, refused = tuple(record.get("notes", ())), bool(record.get("refused"))
            found = {} if refused else scores.get(student, {})
            points = {name: (found[name][0], found[name][2]) for name in order if name in found}
            # What cannot be shown is refused, and shown escaped.
            name = student if student.isprintable() else ascii(student)[1:-1]
            self.outcome.marks.append(Mark(name, points, notes, refused))
