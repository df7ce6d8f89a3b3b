"""The error for a submission that cannot be graded, and limits that all modules here share.

It imports almost nothing, because the child process imports it too.
"""

import re

# The executed notebook has about 200 kB; nobody needs a hundred times that.
LARGEST = 20_000_000
MOST_REPAIRS = 20
# Control characters, surrogates, and characters that turn or break a line of text.
STRANGE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069]")


class InvalidSubmissionError(Exception):
    """A submission that cannot be graded; the text tells the student why."""


def printable(name, longest=80):
    """Return a name that a student chose in a form that a sentence can contain.

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
    """Return a list of repairs without repetitions, cut at a readable length.

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
