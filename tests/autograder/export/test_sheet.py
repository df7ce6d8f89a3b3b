"""A platform's file comes back byte for byte, whatever wrote it."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.csv_files import read_sheet
from autograder.errors import UserError

CELL = st.text(alphabet='ab ,;"\n\tä', max_size=5)
ROWS = st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=5)


def write(path, rows, delimiter=",", end="\r\n", quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


@settings(max_examples=300)
@given(
    rows=ROWS,
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    column=st.integers(0, 2),
)
def test_one_cell_changes_and_nothing_else(tmp_path_factory, rows, delimiter, end, quoting, column):
    rows = [["head", "of", "it"], *rows]
    path = write(tmp_path_factory.mktemp("sheet") / "a.csv", rows, delimiter, end, quoting)
    sheet = read_sheet(path)
    assert sheet.delimiter == delimiter
    assert "".join(sheet.records).encode() == path.read_bytes()
    assert [sheet.cells(record) for record in sheet.records] == rows
    sheet.records[1] = sheet.replace(sheet.records[1], {column: "7.5"})
    sheet.write(path, sheet.records)
    rows[1][column] = "7.5"
    assert [sheet.cells(record) for record in read_sheet(path).records] == rows


def test_a_mark_in_front_and_no_last_line_end_stay(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b'\xef\xbb\xbfa;b\r\n"x";1')
    sheet = read_sheet(path)
    assert sheet.cells(sheet.records[0]) == ["a", "b"]
    sheet.write(path, [sheet.records[0], sheet.replace(sheet.records[1], {1: "2", 3: "4"})])
    assert path.read_bytes() == b'\xef\xbb\xbfa;b\r\n"x";2;;4'


def test_bytes_that_are_no_utf_8_stay(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n\xe4\x81,1\n")
    sheet = read_sheet(path)
    sheet.write(path, [sheet.records[0], sheet.replace(sheet.records[1], {1: "2\u0142"})])
    assert path.read_bytes() == b"a,b\n\xe4\x81,2&#322;\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b'a,b\n"x,1\n', "broken at line 2"),
        ("a,b".encode("utf-16"), "no CSV in UTF-8"),
        (b"a\0b", "no CSV in UTF-8"),
    ],
)
def test_what_is_no_csv_is_reported(tmp_path, content, reason):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(UserError, match=reason):
        read_sheet(path)


def test_formulas_of_the_platform_are_counted(tmp_path):
    path = write(tmp_path / "a.csv", [["n", "m"], ["=1+1", "-3"], ["+a", "-"], ["-2,5 %", "@b"]])
    assert read_sheet(path).formulas() == 3
