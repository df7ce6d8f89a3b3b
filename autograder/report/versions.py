"""Read versions, limits and sandbox of the grades from the records, and where they differ."""

import contextlib
import platform
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata

from autograder.report.formatting import short
from autograder.sandbox import Limits

LIBRARIES = ("nbgrader", "numpy", "ipykernel", "jupyter_client")
LONGEST_VALUE = 80
MOST_VALUES = 3
MOST_LIMITS = 40
UNKNOWN = "not recorded"


@dataclass(frozen=True)
class Fact:
    """One line of a table.

    Attributes
    ----------
    name : str
    values : tuple of tuple
        Each value with the number of grades that have it, the most frequent first.
    usual : str or None
        Default value; None without a default.
    """

    name: str
    values: tuple
    usual: str | None = None

    @property
    def mixed(self):
        """Return whether the records differ."""
        return len(self.values) > 1

    @property
    def changed(self):
        """Return whether any record differs from the default."""
        return self.usual is not None and any(
            value not in (self.usual, UNKNOWN) for value, _ in self.values
        )


def versions_used(records):
    """Return the versions in the records.

    Parameters
    ----------
    records : list of Record

    Returns
    -------
    list of Fact
    """
    return [
        fact("assignment", [shown(record.assignment_version[:12]) for record in records]),
        fact("test runner", [shown(record.grader_version[:12]) for record in records]),
        fact("sandbox", [shown(record.sandbox) for record in records]),
    ]


def graded_between(records):
    """Return when the first and the last submission were graded.

    Parameters
    ----------
    records : list of Record

    Returns
    -------
    tuple of datetime or None
        None if no record has the time.
    """
    moments = []
    for record in records:
        with contextlib.suppress(ValueError, OverflowError):
            moment = datetime.fromisoformat(record.graded_at)
            if moment.tzinfo is not None:
                moments.append(moment.astimezone(UTC))
    return (min(moments), max(moments)) if moments else None


def limits_used(records):
    """Return each limit in the records, with its default.

    Parameters
    ----------
    records : list of Record

    Returns
    -------
    list of Fact
    """
    usual = {name: shown_limit(name, value) for name, value in Limits().as_record().items()}
    names = sorted(usual) + sorted({name for r in records for name in r.limits} - set(usual))
    told = [record.limits for record in records if record.limits]
    return [
        fact(
            short(name, LONGEST_VALUE),
            [shown_limit(name, limits.get(name)) for limits in told],
            usual.get(name),
        )
        for name in names[:MOST_LIMITS]
        if told
    ]


def fact(name, values, usual=None):
    """Count values."""
    counted = sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))
    left = sum(count for _, count in counted[MOST_VALUES:])
    if left:
        counted[MOST_VALUES:] = [("other", left)]
    return Fact(name, tuple(counted), usual)


def shown_limit(name, value):
    """Return a limit as text; an empty interpreter means the default."""
    return "the one that grades" if (name, value) == ("python", "") else shown(value)


def shown(value):
    """Return a value of a record as text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,.12g}"
    if value is None:
        return UNKNOWN
    return short(str(value), LONGEST_VALUE) or UNKNOWN


def libraries_here():
    """Return the versions of the libraries that grade on this machine, by name.

    Returns
    -------
    dict of str to str
    """
    found = {"Python": platform.python_version()}
    for name in LIBRARIES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    found["bubblewrap"] = bubblewrap()
    return found


def bubblewrap():
    """Return the version of bubblewrap, or a text that it is missing."""
    program = shutil.which("bwrap")
    if program is None:
        return "not installed"
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return "cannot be asked"
    return short(done.stdout.removeprefix("bubblewrap "), 40)
