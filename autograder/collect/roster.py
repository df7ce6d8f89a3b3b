"""Read and write the roster of a course, ``course/roster.csv``, and compare people's names.

The columns of other rosters are those of the platforms' documentation.

Canvas: "How do I export grades in the Gradebook?" of the Canvas Instructor Guide and
``lib/gradebook_exporter.rb`` of canvas-lms: ``Student`` (``Family, Given``; or ``LastName`` and
``FirstName``), ``ID``, ``SIS User ID``, ``SIS Login ID``, ``Section``, then assignments. Between
the header and the students stand lines without an ID, such as ``Points Possible``.

Moodle: "Participants", "Grade export" and "Offline grading worksheet" of the Moodle documentation,
docs.moodle.org: ``First name``, ``Last name`` (``Surname`` before 4.0), ``ID number``, ``Email
address``; in the worksheet ``Identifier`` (``Participant 123``), ``Full name``, ``Email address``.
"""

import codecs
import csv
import hashlib
import io
import re
import unicodedata
from dataclasses import astuple, dataclass
from pathlib import Path

from autograder.errors import UserError
from autograder.files import write_atomically
from autograder.sanitize import STRANGE, printable

# Glob patterns to nbgrader, markup in formgrader's pages, or steps of a path.
FORBIDDEN = '*?[]<>&"\\/'
LONGEST_ID = 100  # characters; nbgrader's database holds 128
LONGEST_ID_BYTES = 200  # a file name holds 255, and ids become names with an ending
LONGEST_NAME = 300
# Accents and vowel points have higher classes; marks up to this one tell Indic syllables apart.
LAST_LETTER_CLASS = 9
# Invisible too, but Persian and Indic names are not spelled right without them.
JOINERS = "\u200c\u200d"


def unseen_removed(text, keep=""):
    """Return a text in its composed form, without control characters and what turns text around."""
    text = unicodedata.normalize("NFC", STRANGE.sub("", text))
    return "".join(
        c for c in text if c in keep or unicodedata.category(c) not in ("Cf", "Cc", "Cs")
    )


def is_letter(char):
    """Return whether a character belongs to a word: letters, digits and the marks on them."""
    return unicodedata.category(char)[0] in "LMN"


def words(name):
    """Return the words of a name without case, accents, invisible characters and punctuation.

    Parameters
    ----------
    name : str

    Returns
    -------
    tuple of str
    """
    folded = unicodedata.normalize("NFKD", unseen_removed(name)[:LONGEST_NAME].casefold())
    bare = (c for c in folded if unicodedata.combining(c) <= LAST_LETTER_CLASS)
    return tuple("".join(c if is_letter(c) else " " for c in bare).split())


def orders(name):
    """Return a name's words beginning at each of them, because families come first or last.

    Parameters
    ----------
    name : str

    Returns
    -------
    set of tuple of str
    """
    given = words(name)
    return {given[i:] + given[:i] for i in range(len(given))}


def why_no_id(text):
    """Return what nbgrader cannot accept about a student id, or an empty text.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        The end of a sentence that begins with the id.
    """
    if not text:
        return "is empty"
    if set(text) & set(FORBIDDEN):
        return 'holds one of * ? [ ] < > & " \\ /'
    if not text.isprintable() or text != text.strip():
        return "holds a character that cannot be seen"
    if text.startswith("."):
        return "begins with a dot"
    if len(text) > LONGEST_ID or len(text.encode()) > LONGEST_ID_BYTES:
        return f"has more than {LONGEST_ID} characters"
    return ""


def cut(text, characters, size):
    """Return the beginning of a text with at most so many characters and bytes of UTF-8."""
    return text[:characters].encode()[:size].decode("utf-8", "ignore")


def derive_id(name, platform_id=""):
    """Return a student id from a platform's data, the same at every download.

    The words of the name in small letters, joined by ``_`` and cut after 60 characters, then ``_``
    and the platform's number. Without a number a name that is an id already stays what it is, and
    another one gets eight digits of its hash, so that two names never become one id.

    Parameters
    ----------
    name : str
        May hold anything.
    platform_id : str
        The platform's number of the person.

    Returns
    -------
    str
    """
    whole = unicodedata.normalize("NFC", name)
    if not platform_id and not why_no_id(whole):
        return whole
    text = unseen_removed(name).casefold()
    text = "_".join("".join(c if is_letter(c) else " " for c in text).split())
    text = cut(unicodedata.normalize("NFC", text), 60, 120) or "student"
    number = "".join(c for c in platform_id if c.isascii() and c.isalnum())[:39]
    if not number:
        number = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{text}_{number}"


def same_id(text):
    """Return the form in which two ids that must not be told apart are equal."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


TEST_STUDENT = ("student, test", "test student")


def reader_for(names):
    """Return the function that reads a line of a table with these columns.

    Parameters
    ----------
    names : list of str
        The first line, in small letters.

    Returns
    -------
    callable or None
        From a dict of cells to id, name, e-mail and platform id, or to None for a line that is
        no student's; None when no column tells an id.
    """
    known = set(names)
    of_canvas = "id" in known and known & {"sis login id", "sis user id", "section"}
    if of_canvas and ("student" in known or {"lastname", "firstname"} <= known):
        return from_canvas
    if "full name" in known and "identifier" in known:
        return from_moodle
    if "first name" in known and known & {"last name", "surname"}:
        return from_moodle
    return from_ours if "id" in known else None


def from_ours(cells):
    """Read a line of our own format."""
    email = cells.get("email") or cells.get("e-mail", "")
    platform = cells.get("platform_id") or cells.get("platform id", "")
    return cells["id"], cells.get("name", ""), email, platform


def from_canvas(cells):
    """Read a line of Canvas's gradebook."""
    name = cells.get("student") or joined(cells.get("lastname", ""), cells.get("firstname", ""))
    number, login = cells["id"], cells.get("sis login id", "")
    # The view in which a teacher tries the course is not a student.
    if not number.isdigit() or name.casefold() in TEST_STUDENT:
        return None
    student = login or cells.get("sis user id", "") or derive_id(name, number)
    return student, name, login if "@" in login else "", number


def from_moodle(cells):
    """Read a line of Moodle's participants, grades or grading worksheet."""
    family = cells.get("last name") or cells.get("surname", "")
    name = cells.get("full name") or joined(family, cells.get("first name", ""))
    email = cells.get("email address", "")
    number = "".join(re.findall(r"\d+$", cells.get("identifier", "")))
    student = cells.get("id number") or cells.get("username") or email
    return student or (derive_id(name, number) if number else ""), name, email, number


def joined(family, given):
    """Return ``Family, Given``, from which nbgrader's two fields can be read."""
    return f"{family}, {given}" if family and given else family or given


COLUMNS = ("id", "name", "email", "platform_id")
LARGEST = 100_000_000  # bytes


@dataclass(frozen=True)
class Person:
    """A student of the course.

    Attributes
    ----------
    id : str
        nbgrader's student id, the name of the student's folders.
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
        """Return the name in the two parts that nbgrader stores."""
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
    """Return a file's text, in whichever encoding a spreadsheet has stored it."""
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
    """Yield the number of each line and its cells, whichever delimiter separates them."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in lines:
            yield lines.line_num, row
    except csv.Error as error:
        raise UserError(f"{path}, line {lines.line_num}: this is no CSV ({error}).") from None


def clean(cell):
    """Return a cell's text without invisible characters, cut at the longest name."""
    return unseen_removed(cell, keep=JOINERS).strip()[:LONGEST_NAME].strip()


def check(person, path, number, seen):
    """Raise an error for an id that is invalid or not unique.

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
