"""Read what a path in a download says about its submitter and its time, one reader a platform.

**Canvas**, bulk download ``submissions.zip``. Documents: "How do I download all student submissions
for an assignment?" of the Canvas Instructor Guide (community.instructure.com), and for the names
``lib/content_zipper.rb`` of canvas-lms, Instructure's own source: ``<name>[_LATE]_<user id>_<file
id>_<original name>``, all in one folder.

The name is the sortable one, ``Family, Given``, or a group's, in small letters and without all that
is neither letter, mark, digit nor ``_``. With anonymous grading ``anon_<letters>`` stands in place
of name and user id, behind ``LATE_``. Text and links become ``..._<user id>_text.html`` and
``_link.html``. The zip contains the files of each person's last attempt only. File ids grow with
every upload of the whole platform, so the highest one tells attempts of two downloads apart. When
somebody uploads a file of the same name again, Canvas puts ``-1``, ``-2`` before its ending.

**Moodle**, "Download all submissions" of an assignment. Documents: "Using Assignment" of the Moodle
documentation, docs.moodle.org, and for the names ``mod/assign/classes/downloader.php`` of Moodle,
its own source. Since 3.1 there is a folder for each person, ``<Full
name>_<participant>_assignsubmission_file`` (up to 4.1 with another ``_`` at its end), with the
files and folders that were submitted; before, and when "Download submissions in folders" is off,
flat files ``..._assignsubmission_file_<original name>``. Text typed in is
``..._assignsubmission_onlinetext``. A ``_`` in a name becomes a space. For groups a group's name
and number stand there, ``Default group`` has none; with blind grading ``Participant``. The
participant is a number of this one assignment, which the grading worksheet calls ``Identifier``.

**nbgrader's own folders**, ``submitted`` and the exchange's ``inbound``. Documents: "The philosophy
and the approach" (directory structure) and "Exchange" of nbgrader's documentation,
nbgrader.readthedocs.io, and nbgrader's ``exchange/default/submit.py`` for the form
``<course>/inbound/<student>+<assignment>+<time>[+<random>]``.

**A folder or zip of notebooks** that a person has put together: ``<student>.ipynb``,
``<student>.zip`` (or another archive with one notebook), or ``<student>/`` with files in it; the
student is named by id, platform id, e-mail or name.
"""

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from autograder.collect.roster import is_letter
from autograder.collect.timestamps import seconds
from autograder.sanitize import ARCHIVE, NOTEBOOK


class Owner(NamedTuple):
    """The submitter, in the platform's words.

    Attributes
    ----------
    kind : str
        ``canvas``, ``moodle``, ``nbgrader``, ``exchange`` or ``plain``.
    platform_id : str
        The platform's number; empty where it has none.
    name : str
        Of the person, or for the last three kinds the id that the folder or file is called by.
    """

    kind: str
    platform_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a submission.

    Attributes
    ----------
    owner : Owner
    inner : str
        Its path inside the submission.
    number : int
        Grows with every upload; 0 where the platform does not count.
    late : bool or None
        The platform's own grade; None where it has none.
    stamp : str
        The exact time in nbgrader's format, if the path tells it.
    attempt : str
        Sets apart what one person has submitted several times.
    other : Piece or None
        Another way to read the same path, when there are two.
    """

    owner: Owner
    inner: str
    number: int = 0
    late: bool | None = None
    stamp: str = ""
    attempt: str = ""
    other: "Piece | None" = None


# Understood, and skipped: another assignment, or a file beside the submissions.
PASSED_OVER = "passed over"


ANONYMOUS = re.compile(r"(LATE_)?anon_([A-Za-z0-9]+)_(?:(\d{1,18})_(.+)|((?:text|link)\.html))")
NAMED = re.compile(r"(.+?)(_LATE)?_(\d{1,18})_(?:(\d{1,18})_(.+)|((?:text|link)\.html))")
SECOND = re.compile(r"(\d{1,18})_(.+)|((?:text|link)\.html)")
AGAIN = re.compile(r"(.+?)-\d{1,3}(\.[^.]+)")


def read_canvas_path(steps, assignment):
    """Return what a path says, or None if Canvas gives no such name.

    Parameters
    ----------
    steps : tuple of str
    assignment : str

    Returns
    -------
    Piece or None
    """
    if len(steps) != 1:
        return None
    found = ANONYMOUS.fullmatch(steps[0])
    if found and not found[2].isdigit():
        late, anonymous, number, name, text = found.groups()
        owner = Owner("canvas", anonymous, "anon")
        return Piece(owner, original(name or text, assignment), int(number or 0), bool(late))
    found = NAMED.fullmatch(steps[0])
    if not found or found[1] != found[1].lower() or not is_squeezed(found[1]):
        return None
    name, late, user, number, rest, text = found.groups()
    inner = original(rest or text, assignment)
    piece = Piece(Owner("canvas", user, name), inner, int(number or 0), bool(late))
    # A name may end in a number, and a file's name may begin with one: "x_1_22_333_work" is x 1's
    # or x's. Canvas leaves no such number inside a name, so there are two readings at most.
    again = SECOND.fullmatch(rest or "") if not late else None
    if again:
        owner = Owner("canvas", number, f"{name}_{user}")
        inner = original(again[2] or again[3], assignment)
        piece = replace(piece, other=Piece(owner, inner, int(again[1] or 0), False))
    return piece


def is_squeezed(name):
    """Return whether a name contains nothing that Canvas removes."""
    return all(char == "_" or is_letter(char) for char in name)


def original(name, assignment):
    """Return a file's name before Canvas numbered it, if it was the assignment's."""
    again = AGAIN.fullmatch(name)
    if again and again[2] == ".ipynb" and again[1] == assignment:
        return f"{assignment}.ipynb"
    return name


# No "_" in the name, so what follows it can only be Moodle's.
FOLDER = re.compile(r"([^_]+)(?:_(\d{1,18}))?_assignsubmission_[a-z]+_?")
FILE = re.compile(r"([^_]+)(?:_(\d{1,18}))?_assignsubmission_[a-z]+_(.+)")


def read_moodle_path(steps, assignment):
    """Return what a path says, or None if Moodle gives no such name.

    Parameters
    ----------
    steps : tuple of str
    assignment : str
        Not needed: a download is of one assignment.

    Returns
    -------
    Piece or None
    """
    found = (FOLDER if len(steps) > 1 else FILE).fullmatch(steps[0])
    if not found:
        return None
    inner = "/".join(steps[1:]) or found[3]
    return Piece(Owner("moodle", found[2] or "", found[1].strip()), inner)


INBOUND = re.compile(r"(.+)\+([^+]+)\+(\d{4}-\d\d-\d\d [^+]+)(?:\+([A-Za-z0-9_-]{1,40}))?")
BESIDE = ("outbound", "feedback")


def read_submitted(steps, assignment):
    """Return what ``[submitted/]<student>/<assignment>/<file>`` says; see `read_inbound`."""
    if steps[0] == "submitted":
        steps = steps[1:]
    if len(steps) < 3:
        return None
    if steps[1] != assignment:
        return PASSED_OVER
    return Piece(Owner("nbgrader", "", steps[0]), "/".join(steps[2:]))


def read_inbound(steps, assignment):
    """Return what a path says, or None if it is not a path of an exchange.

    Parameters
    ----------
    steps : tuple of str
    assignment : str

    Returns
    -------
    Piece, None or PASSED_OVER
    """
    # The exchange, a course's folder in it, or inbound alone.
    for depth in range(min(3, len(steps) - 1)):
        found = INBOUND.fullmatch(steps[depth])
        if found and seconds(found[3]):
            if found[2] != assignment:
                return PASSED_OVER
            owner = Owner("exchange", "", found[1])
            inner = "/".join(steps[depth + 1 :])
            return Piece(owner, inner, stamp=found[3], attempt=steps[depth])
        if steps[depth] in BESIDE:
            return PASSED_OVER
    return None


ENDINGS = (".json", ".txt", ".ipynb", ".gz", ".bz2", ".xz", ".tar", ".zip", ".tgz", ".txz", ".tbz",
           ".tbz2")  # fmt: skip


def read_plain_path(steps, assignment):
    """Return what a path says, or None for a file that names no student.

    Parameters
    ----------
    steps : tuple of str
    assignment : str

    Returns
    -------
    Piece or None
    """
    if len(steps) > 1:
        return Piece(Owner("plain", "", steps[0]), "/".join(steps[1:]))
    name, notebook = steps[0], bool(NOTEBOOK.fullmatch(steps[0]))
    if not notebook and not ARCHIVE.fullmatch(name):
        return None
    student = name
    while student.lower().endswith(ENDINGS) and not student.startswith("."):
        student = student.rpartition(".")[0]
    if not student or student == assignment:
        return None
    return Piece(Owner("plain", "", student), f"{assignment}.ipynb" if notebook else name)
