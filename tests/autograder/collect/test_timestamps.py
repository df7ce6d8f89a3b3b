"""Times of submissions: which are believed, and that nbgrader reads what we write."""

import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.collect.timestamps import agrees, member_time, seconds, tells_times, written
from tests.autograder.collect.builders import HOURS, MAY


@given(st.integers(946_684_800, 4_000_000_000))
def test_what_is_written_is_read(when):
    assert seconds(written(when)) == when


@pytest.mark.parametrize(
    ("text", "when"),
    [("2026-05-01 10:00:00 UTC", MAY), ("2026-05-01 10:00:00.500000 UTC", MAY + 0.5),
     ("2026-05-01T12:00:00 +0200", MAY), ("2026-05-01 12:00:00 Europe/Berlin", MAY),
     ("2026-05-01 10:00:00", MAY), ("2026-05-01 10:00:00 XYZ", MAY), ("", 0), ("yesterday", 0),
     ("2026-13-01 10:00:00 UTC", 0), ("2026-05-01 10:00:00 ../../etc/passwd", 0)],
)  # fmt: skip
def test_times_in_text(text, when):
    assert seconds(text) == when


def test_nbgrader_reads_the_same():
    from nbgrader.utils import parse_utc

    for text in ("2026-05-01 10:00:00 UTC", "2026-05-01 12:00:00 Europe/Berlin",
                 "2026-05-01 10:00:00", written(seconds("2026-05-01 12:00:00 +0200"))):  # fmt: skip
        assert parse_utc(text).isoformat() == "2026-05-01T10:00:00"
    assert parse_utc(written(MAY + 0.25)).microsecond == 250_000


def test_members_times():
    entry = zipfile.ZipInfo("x", (2026, 5, 1, 10, 0, 0))
    assert member_time(entry) == MAY
    entry.extra = b"\x55\x54\x05\x00\x01" + (MAY + 7).to_bytes(4, "little")
    assert member_time(entry) == MAY + 7
    for extra in (b"\x55\x54\x05\x00\x01\x00", b"\x55\x54\xff\xff\x01", b"\x01"):
        entry.extra = extra
        assert member_time(entry) in (MAY, 0)
    assert member_time(zipfile.ZipInfo("x")) == 0


def test_times_of_one_download_are_not_believed():
    assert not tells_times([MAY, MAY + 30])
    assert not tells_times([])
    assert not tells_times([0, MAY])
    assert tells_times([MAY, MAY + 2 * HOURS])


def test_the_platforms_own_mark_counts():
    assert agrees(MAY, None, MAY - 1) and agrees(MAY, True, MAY - 1) and agrees(MAY, False, MAY)
    assert not agrees(MAY, False, MAY - 1)
    assert not agrees(MAY, True, MAY + 1)
