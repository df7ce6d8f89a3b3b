"""The list of a course's students: ``course/roster.csv``."""

import codecs
import csv
import io
from dataclasses import astuple, dataclass
from pathlib import Path

from autograder.downloads.columns import reader_for
from autograder.downloads.names import JOINERS, LONGEST_NAME, same_id, unseen_removed, why_no_id
from autograder.errors import UserError
from autograder.files import write_atomically
from autograder.intake.refused import printable

COLUMNS = ("id", "name", "email", "platform_id")
LARGEST = 100_000_000  # bytes


@dataclass(frozen=True)
class Person:
    """A student of the course.

    Attributes
    ----------
    id : str
        nbgrader's student id, which names her folders.
    name : str
        ``Given Family`` or ``Family, Given``; may be empty, as may the next two.
    email : str
    platform_id : str
        The learning platform's number: Canvas's user id, or Moodle's participant.
    """

    id: str
    name: str = ""
    email: str = ""
    platform_id: str = ""

    @property
    def first_and_last(self):
        """The name in the two parts that nbgrader keeps."""
        family, comma, given = self.name.partition(",")
        if not comma:
            given, _, family = self.name.strip().rpartition(" ")
        return given.strip(), family.strip()


def read_roster(path):
    """Read and check a list of students.

    Parameters
    ----------
    path : str or Path
        A CSV with the columns id, name, email, platform_id in any order, of which id is needed; or
        an export of Canvas's gradebook, of Moodle's participants, grades or grading worksheet.

    Returns
    -------
    list of Person

    Raises
    ------
    UserError
        If it cannot be read, or an id is missing, given twice or one that nbgrader cannot take.
    """
    path = Path(path)
    lines = table(path, text_of(path))
    _, header = next(lines, (1, []))
    names = [unseen_removed(name).strip().casefold() for name in header]
    read = reader_for(names)
    if read is None:
        raise UserError(
            f"{path}, line 1: a roster's first line names its columns, id and perhaps name, email, "
            "platform_id; or give Canvas's gradebook or Moodle's participants, exported as CSV."
        )
    people, seen = [], {}
    for number, row in lines:
        cells = {name: clean(cell) for name, cell in reversed(list(zip(names, row, strict=False)))}
        found = read(cells) if any(cells.values()) else None
        if found is not None:
            person = Person(*(clean(field) for field in found))
            check(person, path, number, seen)
            people.append(person)
    if not people:
        raise UserError(f"{path} names no student: it needs a line for each, below the first.")
    return people


def text_of(path):
    """A file's text, whichever way a spreadsheet has stored it."""
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            raise UserError(f"{path} has more than {LARGEST:,} bytes, which no roster has.")
        if not path.is_file():
            raise UserError(f"There is no roster {path}: name a CSV file with --roster.")
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"The roster {path} cannot be read: {error.strerror}.") from None
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        raise UserError(
            f"{path}, line {number}: this is not UTF-8; save it in the spreadsheet as "
            '"CSV UTF-8", so that names with accents stay what they are.'
        ) from None


def table(path, text):
    """Yield the number of each line and its cells, whichever character parts them."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in lines:
            yield lines.line_num, row
    except csv.Error as error:
        raise UserError(f"{path}, line {lines.line_num}: this is no CSV ({error}).") from None


def clean(cell):
    """A cell's text without what cannot be seen, cut where no name goes on."""
    return unseen_removed(cell, keep=JOINERS).strip()[:LONGEST_NAME].strip()


def check(person, path, number, seen):
    """Refuse an id that is none, or stands twice.

    Parameters
    ----------
    person : Person
    path : Path
    number : int
        Of the line.
    seen : dict
        The lines of all ids so far; added to.
    """
    where = f"{path}, line {number}"
    wrong = why_no_id(person.id)
    if wrong:
        raise UserError(f"{where}: the id {printable(person.id)!r} {wrong}: give another one.")
    for what, value in (("id", same_id(person.id)), ("platform_id", person.platform_id)):
        if value and seen.setdefault((what, value), number) != number:
            raise UserError(
                f"{where}: the {what} {printable(value)!r} stands in line "
                f"{seen[what, value]} already: every student needs one of his own."
            )


def write_roster(path, people):
    """Write a roster of our own four columns.

    Parameters
    ----------
    path : str or Path
    people : list of Person
    """
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(COLUMNS)
    lines.writerows(astuple(person) for person in people)
    write_atomically(path, text.getvalue())
