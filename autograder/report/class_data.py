"""Collect the data of each student of a class: roster, folders, grading records, gradebook."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from autograder.gradebook import Book, Graded, Record, read_book, read_records, roster_of

GRADED, REJECTED, WAITING = "graded", "rejected", "waiting"
LARGEST_LIST = 100_000  # bytes read of the quarantine's list


@dataclass(frozen=True)
class Person:
    """One student who submitted something.

    Attributes
    ----------
    student : str
        nbgrader's id.
    name : str
        From the roster, or else from the gradebook; may be empty.
    on_roster : bool
        Also True without a roster.
    record : Record or None
    graded : Graded or None
    taken_out : tuple of str
        Files in quarantine, each with the reason.
    """

    student: str
    name: str
    on_roster: bool
    record: Record | None
    graded: Graded | None
    taken_out: tuple = ()

    @property
    def has_points(self):
        """Return whether the gradebook has a grade, perhaps of an earlier attempt."""
        graded = self.record is not None and self.record.readable and self.record.rejected is None
        return self.graded is not None and (self.graded.scored or (graded and self.graded.cells))

    @property
    def state(self):
        """Return the state of the submission."""
        if self.record is not None and self.record.rejected is not None:
            return REJECTED
        return GRADED if self.has_points else WAITING


@dataclass(frozen=True)
class Class:
    """All students of a class.

    Attributes
    ----------
    people : list of Person
        Students with a submission, in the order of ids.
    book : Book
    expected : int or None
        Number of students on the roster; None without a roster.
    missing : list of tuple of str
        Id and name of each student on the roster without a submission.
    """

    people: list
    book: Book
    expected: int | None
    missing: list


def read_class(course, assignment):
    """Return the students of a class with all their data.

    Parameters
    ----------
    course : Course
    assignment : str

    Returns
    -------
    Class

    Raises
    ------
    UserError
        If the assignment was never released, or the roster cannot be read.
    """
    book = read_book(course, assignment)
    records = read_records(course.work / "grading_records" / assignment)
    roster = read_names(course)
    names = {**book.names, **{student: name for student, name in (roster or {}).items() if name}}
    submitted = {*folders(course.work / "submitted", assignment), *records, *book.graded}
    quarantined = set(folders(course.work / "quarantine", assignment))
    people = [
        Person(
            student=student,
            name=names.get(student, ""),
            on_roster=roster is None or student in roster,
            record=records.get(student),
            graded=book.graded.get(student),
            taken_out=taken_out(course, assignment, student) if student in quarantined else (),
        )
        for student in sorted(submitted)
    ]
    missing = [(who, names.get(who, "")) for who in sorted(roster or {}) if who not in submitted]
    return Class(people, book, None if roster is None else len(roster), missing)


def read_names(course):
    """Return the names of the students on the roster by id, or None without a roster."""
    path = course.work / "roster.csv"
    return {person.id: person.name for person in roster_of(path)} if path.is_file() else None


def folders(above, assignment):
    """Yield students who have a folder of this assignment below `above`."""
    if not above.is_dir():
        return
    with os.scandir(above) as entries:
        for entry in entries:
            if os.path.lexists(Path(entry.path) / assignment):
                yield entry.name


def taken_out(course, assignment, student):
    """Return the lines about one submission in the list of its quarantine."""
    path = course.work / "quarantine" / student / assignment / "why.txt"
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            lines = file.read(LARGEST_LIST).split("\n")
    except OSError:
        return ()
    # Each line begins with the number under which the file is kept.
    return tuple(line.partition(": ")[2] or line for line in lines if line)


def feedback_link(course, assignment, student):
    """Return the address of a student's feedback page, relative to the report, or None.

    Parameters
    ----------
    course : Course
    assignment, student : str

    Returns
    -------
    str or None
        Relative; characters other than letters and digits are percent-encoded.
    """
    page = course.step("feedback", student, assignment) / f"{assignment}.html"
    if "/" in student or student in ("", ".", "..") or not page.is_file():
        return None
    steps = (student, assignment, f"{assignment}.html")
    return "../feedback/" + "/".join(quote(os.fsencode(step), safe="") for step in steps)
