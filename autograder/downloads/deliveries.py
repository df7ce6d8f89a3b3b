"""What a platform delivered, as files with names that nobody has believed yet."""

import re
from pathlib import Path
from typing import NamedTuple

from autograder.intake.entries import BYWORK, DRIVE, LONGEST_NAME
from autograder.intake.refused import LARGEST, Refused

MOST_FILES = 400_000  # in one delivery: a class of 100,000 with some files each
# Halves of characters and what ends a line or a text; what turns text around is left out later.
NOT_PRINTED = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
# Made by systems beside the files that people mean.
SYSTEM = re.compile(r"(^|/)(\.DS_Store|Thumbs\.db|desktop\.ini|\.~lock\.[^/]*#)$", re.IGNORECASE)


class Found(NamedTuple):
    """A file in a delivery.

    Attributes
    ----------
    path : str
        Its steps, joined by ``/``.
    size : int
        As the delivery states it.
    when : float
        Its time in seconds since 1970, 0 if it has none.
    key : object
        What the delivery finds it by.
    """

    path: str
    size: int
    when: float
    key: object


class Delivery:
    """A zip, a folder or a file that was named at the command line, or lay in a folder.

    Parameters
    ----------
    path : Path
        Where it lies.

    Attributes
    ----------
    files : list of Found
        All that can be somebody's submission.
    refused : list of tuple of str
        Entry and reason of what cannot.
    timed : bool
        Whether its times are more than those of the last copy.
    """

    timed = False

    def __init__(self, path):
        self.path, self.files, self.refused = Path(path), [], []

    def read(self, found):
        """All bytes of one of its files.

        Raises
        ------
        Refused
            If it is not what it stated to be, or too large.
        """
        raise NotImplementedError

    def close(self):
        """Let go of what is open."""


def is_bywork(path):
    """Whether a system and not a person has made this file."""
    return bool(BYWORK.search(path) or SYSTEM.search(path))


def check_name(path):
    """Refuse a name that leads out of the delivery, or that no honest program writes.

    Raises
    ------
    Refused
    """
    if len(path) > LONGEST_NAME:
        raise Refused(f"a name of more than {LONGEST_NAME:,} characters")
    if NOT_PRINTED.search(path):
        raise Refused("a name with control characters")
    steps = path.split("/")
    if "\\" in path or DRIVE.match(path) or any(step in ("", ".", "..") for step in steps):
        raise Refused("a name that leads elsewhere")


def check_size(size):
    """Refuse what is larger than any notebook.

    Raises
    ------
    Refused
    """
    if size > LARGEST:
        raise Refused(f"more than {LARGEST:,} bytes")
