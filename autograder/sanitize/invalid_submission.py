"""What every part of the intake agrees on; imports next to nothing, since the child runs it too."""

import re

# The executed notebook has about 200 kB; nobody needs a hundred times that.
LARGEST = 20_000_000
MOST_REPAIRS = 20
# Control characters, halves of characters, and what turns or breaks a line of text around it.
STRANGE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069]")


class InvalidSubmissionError(Exception):
    """A submission that cannot be graded; its text tells the student why."""


def printable(name, longest=80):
    """A name that a student chose, as it may stand in a sentence.

    Parameters
    ----------
    name : str
        May hold anything, halves of characters included.
    longest : int
        More characters than these are cut.

    Returns
    -------
    str
    """
    line = STRANGE.sub("?", name[: longest + 1])
    return line if len(line) <= longest else line[: longest - 3] + "..."


def shortened(repairs):
    """A list of repairs without repetitions, cut where nobody would read on.

    Parameters
    ----------
    repairs : list of str

    Returns
    -------
    list of str
        At most 21 sentences; the last one counts those left out.
    """
    unique = list(dict.fromkeys(repairs))
    if len(unique) > MOST_REPAIRS:
        left = len(unique) - MOST_REPAIRS
        unique[MOST_REPAIRS:] = [f"And {left} more repairs of the same kinds."]
    return unique
