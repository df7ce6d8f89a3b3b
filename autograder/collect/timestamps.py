"""Read and write the time of a submission: nbgrader's ``timestamp.txt``, and times in zips.

Neither Canvas nor Moodle puts the time of a submission into its zip: a member carries the moment of
the download. So the times of a zip count only if they differ by more than any download takes.
"""

import calendar
import re
import struct
import time
import zoneinfo
from datetime import UTC, datetime, timedelta, timezone

LONGEST_DOWNLOAD = 3_600  # seconds
EARLIEST = 946_684_800  # the year 2000; an older time is invalid
STAMP = re.compile(
    r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d{1,6})?)"
    r"(?: ?([+-]\d\d:?\d\d|[A-Za-z]{1,10}|[A-Za-z]{2,20}/[A-Za-z_]{2,30}))?"
)


def written(when):
    """Return a time as nbgrader writes it, in UTC: it misreads an offset such as +0200.

    Parameters
    ----------
    when : float
        Seconds since 1970, UTC.

    Returns
    -------
    str
    """
    moment = datetime.fromtimestamp(when, UTC)
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f UTC" if when % 1 else "%Y-%m-%d %H:%M:%S UTC")


def seconds(text):
    """Return the time that nbgrader would read, or 0 if there is none.

    Parameters
    ----------
    text : str
        ``YYYY-MM-DD HH:MM:SS TZ``; a zone that nobody knows counts as UTC, as in nbgrader.

    Returns
    -------
    float
        Seconds since 1970, UTC.
    """
    found = STAMP.fullmatch(text.strip())
    if not found:
        return 0.0
    day, clock, zone = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=zone_of(zone or "UTC"))
        return moment.timestamp()
    except (ValueError, OverflowError):
        return 0.0


def zone_of(name):
    """Return the zone of an offset or a name."""
    if name[0] in "+-":
        hours, minutes = int(name[1:3]), int(name[-2:])
        sign = -1 if name[0] == "-" else 1
        return timezone(sign * timedelta(hours=hours, minutes=minutes))
    try:
        return zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return UTC


def member_time(entry):
    """Return the time of a zip's member, exact if it says so, else its clock read as UTC.

    Parameters
    ----------
    entry : zipfile.ZipInfo

    Returns
    -------
    float
        0 when there is none.
    """
    extra = entry.extra
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == 0x5455 and size >= 5 and len(extra) >= 9 and extra[4] & 1:
            return plausible(struct.unpack("<i", extra[5:9])[0])
        extra = extra[4 + size :]
    try:
        return plausible(calendar.timegm((*entry.date_time, 0, 0, 0)))
    except (ValueError, OverflowError):
        return 0.0


def plausible(when):
    """Return the time, or 0 if it lies before all courses or after tomorrow."""
    return float(when) if EARLIEST <= when <= time.time() + 86_400 else 0.0


def tells_times(whens):
    """Return whether times of a download can be those of submissions.

    Parameters
    ----------
    whens : iterable of float
        One for each submission.

    Returns
    -------
    bool
    """
    whens = list(whens)
    return bool(whens) and min(whens) > 0 and max(whens) - min(whens) > LONGEST_DOWNLOAD


def agrees(when, late, due):
    """Return whether a time agrees with the platform's own mark of lateness.

    Parameters
    ----------
    when : float
    late : bool or None
        None when the platform says nothing.
    due : float
        0 when there is no due date.

    Returns
    -------
    bool
    """
    return late is None or not due or late == (when > due)
