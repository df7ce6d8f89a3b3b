"""Format numbers, times and students' texts for the report."""

import math

from autograder.feedback import visible

LONGEST_NAME = 50


LONGEST_SENTENCE = 300


def short(text, longest=LONGEST_SENTENCE):
    """Return a student's text on one line, shortened to a readable length.

    Parameters
    ----------
    text : str
        Any text; it may contain unpaired surrogates.
    longest : int
        Number of characters kept.

    Returns
    -------
    str
        Has no control character and no character that changes the direction of writing.
    """
    line = visible(" ".join(text[: 2 * longest].split()))
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def number(value):
    """Return a number with at most one decimal and separated thousands."""
    shown = f"{round(float(value), 1):,.1f}"
    return shown.removesuffix(".0")


def percent(share):
    """Return a share as a whole percentage; 0 and 100 only if they are exact."""
    whole = round(100 * share)
    if share > 0 and whole == 0:
        return "<1 %"
    if share < 1 and whole == 100:
        return ">99 %"
    return f"{whole} %"


def duration(seconds):
    """Return a time in its natural unit: milliseconds, seconds, minutes, hours or days."""
    for most, size, unit in (
        (0.9995, 0.001, "ms"),
        (120, 1, "s"),
        (7200, 60, "min"),
        (172_800, 3600, "h"),
        (math.inf, 86_400, "days"),
    ):
        if seconds < most:
            value = seconds / size
            return f"{value:.1f} {unit}" if unit != "ms" and value < 10 else f"{value:.0f} {unit}"
    raise ValueError(f"{seconds} is no time")


def when(moment):
    """Return a time in UTC to the minute; empty for None."""
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def plural(count, one, many=None):
    """Return a count with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
