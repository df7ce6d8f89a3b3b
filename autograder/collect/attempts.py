"""Group the files of a download into attempts: one student's files submitted at one time."""

import unicodedata
from dataclasses import dataclass, field

from autograder.collect.path_readers import Owner
from autograder.collect.roster import FORBIDDEN, cut, same_id, unseen_removed
from autograder.collect.timestamps import agrees, seconds, tells_times, written
from autograder.sanitize import InvalidSubmissionError, printable

MOST_FILES = 200  # as many as the quarantine leaves
LARGEST_ALL = 100_000_000  # bytes
TIMESTAMP = "timestamp.txt"
LONGEST_STAMP = 100  # bytes


@dataclass(slots=True)
class Attempt:
    """One attempt, whose files are not read yet.

    Attributes
    ----------
    download : Delivery
    owner : Owner
    number : int
        Grows with every upload; 0 where the platform does not count.
    when : float
        A time to compare with those of the same platform, at best that of the submission; 0 if
        there is none.
    stamp : str
        For ``timestamp.txt``; empty when nobody knows.
    late : bool or None
        The platform's own grade.
    files : dict of str to Found
        By the path inside the submission.
    """

    download: object
    owner: Owner
    number: int = 0
    when: float = 0.0
    stamp: str = ""
    late: bool | None = None
    files: dict = field(default_factory=dict)


def attempts_of(download, pieces, due=0.0):
    """Group the files of a download into attempts.

    Parameters
    ----------
    download : Delivery
        What cannot be used is added to its `rejected`.
    pieces : list of (Found, Piece)
    due : float
        When the assignment was due, 0 if nobody knows.

    Returns
    -------
    list of Attempt
    """
    groups = {}
    for found, piece in pieces:
        groups.setdefault((piece.owner, piece.attempt), []).append((found, piece))
    made = []
    for (owner, _), files in groups.items():
        layers = Layers(download, owner)
        for found, piece in sorted(files, key=lambda pair: -pair[1].number):
            try:
                layers.add(found, piece)
            except InvalidSubmissionError as reason:
                download.rejected.append((printable(found.path), str(reason)))
        made += layers.made
    made.sort(key=lambda attempt: (attempt.number, attempt.when))
    believed = download.timed and tells_times(attempt.when for attempt in made)
    for attempt in made:
        if not attempt.stamp and believed and agrees(attempt.when, attempt.late, due):
            attempt.stamp = written(attempt.when)
    return made


class Layers:
    """One student's files of one download, newest attempt first.

    Parameters
    ----------
    download : Delivery
    owner : Owner
    """

    def __init__(self, download, owner):
        self.download, self.owner, self.made = download, owner, []

    def add(self, found, piece):
        """Add a file to the newest attempt that has no file of its name.

        Raises
        ------
        InvalidSubmissionError
            If it cannot be part of a submission.
        """
        inner = safe_path(piece.inner)
        stamp = piece.stamp
        if inner == TIMESTAMP:
            if self.owner.kind not in ("nbgrader", "exchange"):
                raise InvalidSubmissionError(f"nbgrader alone writes {TIMESTAMP}")
            if self.owner.kind == "nbgrader":
                stamp = self.read_stamp(found)
        taken = 0
        # Only a number shows which of two uploads came first.
        while taken < len(self.made) and same_name(inner, self.made[taken].files):
            if not piece.number:
                raise InvalidSubmissionError("a second file of the same name")
            taken += 1
        if taken == len(self.made):
            self.made.append(Attempt(self.download, self.owner, late=piece.late))
        attempt = self.made[taken]
        if stamp:
            attempt.when = seconds(stamp)
            attempt.stamp = stamp if stamp.endswith(" UTC") else written(attempt.when)
        if inner == TIMESTAMP:
            return
        size = found.size + sum(file.size for file in attempt.files.values())
        if len(attempt.files) >= MOST_FILES or size > LARGEST_ALL:
            raise InvalidSubmissionError(
                f"one of more than {MOST_FILES} files or {LARGEST_ALL:,} bytes"
            )
        attempt.files[inner] = found
        attempt.number = max(attempt.number, piece.number)
        if not attempt.stamp:
            attempt.when = max(attempt.when, found.when)

    def read_stamp(self, found):
        """Return the text of a ``timestamp.txt`` that nbgrader can read."""
        text = ""
        if found.size <= LONGEST_STAMP:
            text = self.download.read(found).decode("ascii", "replace").strip()
        if text and not seconds(text):
            raise InvalidSubmissionError("a time stamp that nbgrader cannot read")
        return text


def same_name(inner, files):
    """Return whether a path equals one of others, also on a system that ignores case."""
    return inner in files or same_id(inner) in {same_id(name) for name in files}


def safe_path(path):
    """Return a file's path in a submission, with only harmless names in it.

    Parameters
    ----------
    path : str
        Steps joined by ``/``, none of which leads elsewhere.

    Returns
    -------
    str

    Raises
    ------
    InvalidSubmissionError
        If it is too deep, or nothing is left of it.
    """
    steps = path.split("/")
    if len(steps) > 8:
        raise InvalidSubmissionError("a folder too deep inside others")
    return "/".join(safe_step(step) for step in steps)


def safe_step(step):
    """Return one step of such a path."""
    text = unicodedata.normalize("NFC", unseen_removed(step)).strip()
    text = "".join("_" if c in FORBIDDEN or not c.isprintable() else c for c in text)
    stem, dot, ending = text.rpartition(".")
    if len(text) > 100 or len(text.encode()) > 200:
        stem = cut(stem, 80, 160)
        text = stem + dot + cut(ending, 20, 40)
    if text.strip(".") == "":
        raise InvalidSubmissionError("a name of which nothing is left")
    return text
