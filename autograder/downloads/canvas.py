"""Canvas's bulk download, ``submissions.zip``.

Documents: "How do I download all student submissions for an assignment?" of the Canvas Instructor
Guide (community.instructure.com), and for the names ``lib/content_zipper.rb`` of canvas-lms,
Instructure's own source: ``<name>[_LATE]_<user id>_<file id>_<original name>``, all in one folder.

The name is the sortable one, ``Family, Given``, or a group's, in small letters and without all that
is neither letter, mark, digit nor ``_``. With anonymous marking ``anon_<letters>`` stands in place
of name and user id, behind ``LATE_``. Text and links become ``..._<user id>_text.html`` and
``_link.html``. The zip holds the files of each person's last attempt only. File ids grow with
every upload of the whole platform, so the highest one tells attempts of two downloads apart. When
somebody uploads a file of the same name again, Canvas puts ``-1``, ``-2`` before its ending.
"""

import re
from dataclasses import replace

from autograder.downloads.names import is_letter
from autograder.downloads.pieces import Owner, Piece

ANONYMOUS = re.compile(r"(LATE_)?anon_([A-Za-z0-9]+)_(?:(\d{1,18})_(.+)|((?:text|link)\.html))")
NAMED = re.compile(r"(.+?)(_LATE)?_(\d{1,18})_(?:(\d{1,18})_(.+)|((?:text|link)\.html))")
SECOND = re.compile(r"(\d{1,18})_(.+)|((?:text|link)\.html)")
AGAIN = re.compile(r"(.+?)-\d{1,3}(\.[^.]+)")


def read_path(steps, assignment):
    """What a path tells, or None if Canvas gives no such name.

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
    # A name may end in a number, and so may a file's begin with one: "x_1_22_333_work" is x 1's or
    # x's. Canvas leaves no such number inside a name, so there are two readings at most.
    again = SECOND.fullmatch(rest or "") if not late else None
    if again:
        owner = Owner("canvas", number, f"{name}_{user}")
        inner = original(again[2] or again[3], assignment)
        piece = replace(piece, other=Piece(owner, inner, int(again[1] or 0), False))
    return piece


def is_squeezed(name):
    """Whether a name holds nothing that Canvas takes out."""
    return all(char == "_" or is_letter(char) for char in name)


def original(name, assignment):
    """A file's name as it was before Canvas numbered it, if it was the assignment's."""
    again = AGAIN.fullmatch(name)
    if again and again[2] == ".ipynb" and again[1] == assignment:
        return f"{assignment}.ipynb"
    return name
