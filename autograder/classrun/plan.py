"""What there is to mark, and what came of it, in small records."""

from dataclasses import dataclass, field

from autograder.intake.reader import read_submission
from autograder.intake.refused import Refused

LONGEST_ID = 128  # nbgrader's column for students


@dataclass(frozen=True)
class Job:
    """A submission whose mark has to be found or written.

    Attributes
    ----------
    student : str
        nbgrader's student id.
    digest : str
        Of all that the mark depends on.
    submission : str
        Digest of what was handed in alone.
    repairs : tuple of str
        What was done to find it.
    anew : bool
        Whether the same file has a mark already.
    """

    student: str
    digest: str
    submission: str
    repairs: tuple
    anew: bool


@dataclass(frozen=True)
class Mark:
    """What came of one submission.

    Attributes
    ----------
    student : str
    scores : dict of str to tuple of float
        For each graded cell the points and the largest number of points; empty when refused.
    notes : tuple of str
        Why points were lost, or why the submission was refused.
    refused : bool
        True when it could not be marked at all.
    """

    student: str
    scores: dict = field(default_factory=dict)
    notes: tuple = ()
    refused: bool = False


@dataclass
class Outcome:
    """What a run has done.

    Attributes
    ----------
    marks : list of Mark
        Of everybody who has handed in, in order.
    marked : int
        Submissions that were marked in this run; equal ones count once.
    recorded : int
        Submissions whose mark this run has written, marked now or before.
    unchanged : int
        Submissions with nothing to do.
    moved : dict of str to dict of str to tuple
        Where a file that has a mark was marked anew: by student and graded cell, the automatic
        points before and after, where they differ.
    held : int
        Marks made anew that were found and not written, because some move and nobody agreed.
    """

    marks: list = field(default_factory=list)
    marked: int = 0
    recorded: int = 0
    unchanged: int = 0
    moved: dict = field(default_factory=dict)
    held: int = 0

    @property
    def refused(self):
        """How many of the marks are none."""
        return sum(mark.refused for mark in self.marks)


def students(course, assignment):
    """Ids of those who handed something in, sorted."""
    folders = (course.work / "submitted").glob(f"*/{assignment}")
    return sorted(folder.parent.name for folder in folders if folder.is_dir())


def read(course, assignment, student):
    """What a student has handed in.

    Returns
    -------
    autograder.intake.reader.Submission

    Raises
    ------
    Refused
        If there is nothing that can be marked.
    """
    # nbgrader looks students up with glob, where the first four mean others' folders, and puts
    # names into formgrader's pages as they are.
    if set(student) & set('*?[]<>&"\\') or not student.isprintable():
        raise Refused(
            f'The folder name {student!r} contains one of * ? [ ] < > & " \\ or a character '
            "that cannot be printed: rename it."
        )
    if len(student) > LONGEST_ID:
        raise Refused(f"The folder name has more than {LONGEST_ID} characters: rename it.")
    return read_submission(course.step("submitted", student, assignment), assignment)
