"""Format numbers, times and students' texts for the report."""

import math

from autograder.feedback import visible

LONGEST_NAME = 50


LONGEST_SENTENCE = 300


def short(text, longest=LONGEST_SENTENCE):
    """Return one line of a text that a student may have written, cut at a readable length.

    Parameters
    ----------
    text : str
        Anything, halves of characters included.
    longest : int
        Number of characters kept.

    Returns
    -------
    str
        Holds no control character, and nothing that turns the direction of writing.
    """
    line = visible(" ".join(text[: 2 * longest].split()))
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def number(value):
    """Return a number with at most one digit after the point, thousands separated."""
    shown = f"{round(float(value), 1):,.1f}"
    return shown.removesuffix(".0")


def percent(share):
    """Return a share as a whole percentage that says 0 or 100 only if it is exact."""
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
    """Return a moment in UTC, to the minute; nothing for None."""
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def plural(count, one, many=None):
    """Return a count with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
