"""No cell that we write is a formula to any spreadsheet, and nothing of it is lost."""

import csv
import io
import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autograder.csv_files import (
    defuse,
    is_formula,
    line,
    one_line,
    points,
    read_number,
    restore,
)
from autograder.errors import UserError

# Text made of what matters most, and any other.
NASTY = st.text(
    alphabet="=+-@|;,\"' \t\r\n\0\u200b\ufeff\u00a0\uff1d\uff0b\u22121a.()!", max_size=12
)
TEXT = NASTY | st.text(max_size=8)


def is_calculated(cell):
    """What a spreadsheet could do with a cell: an oracle apart from the code under test."""
    shown = cell.lstrip(" \u00a0\u200b\ufeff")
    first = unicodedata.normalize("NFKC", shown[:1]).replace("\u2212", "-")
    return first in ("=", "+", "-", "@", "\t", "\r", "\n")


def read(text, delimiter):
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@settings(max_examples=500)
@given(st.lists(TEXT, min_size=1, max_size=4))
@example(['=HYPERLINK("http://evil.example","click")'])
@example(["a;=1+1", '",=1+1', "x|@SUM(1)"])
@example(["-2", "x;-2", "+"])
@example(["\t=1", "\r\n=1", "  =1", "\uff1d1+1", "\ufeff-1+1"])
@example(["-2+3+cmd|' /C calc'!A0", "'=1", "''=1", "'t Hooft"])
def test_no_written_cell_is_a_formula_however_the_file_is_split(cells):
    written = line(cells)
    for delimiter in ",;|\t":
        for row in read(written, delimiter):
            assert not [cell for cell in row if is_calculated(cell)], (delimiter, row)


@settings(max_examples=500)
@given(st.lists(TEXT, min_size=1, max_size=4))
@example(["'=1", "=1", "''=1", "a,'=b"])
def test_a_round_trip_keeps_every_value(cells):
    (row,) = read(line(cells), ",")
    assert [restore(cell) for cell in row] == [one_line(cell) for cell in cells]


HONEST = ["Ada Lovelace", "O'Neill", "'t Hooft", "Doe, Jane", "a@b.example", "Łódź-Kraków",
          "מִרְיָם", "called f(-2), got [1, -2]"]  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
def test_honest_text_stays_as_it_is(name):
    assert defuse(name) == name


def test_defused_text_is_what_owasp_asks_for():
    assert line(['=1+2";=1+2']) == '"\'=1+2"";\'=1+2"'
    # For a reader to whom a doubled quote ends a cell.
    assert defuse('a"=1') == "a\"'=1"
    assert not is_formula("'=1") and is_formula(" =1") and is_formula("@a")


@given(st.floats(-1e9, 1e9))
def test_points_are_plain_decimals_close_to_the_number(number):
    text = points(number)
    assert re.fullmatch(r"-?\d+(\.\d{0,3}[1-9])?", text) and text != "-0"
    assert abs(float(text) - number) <= 0.000051
    assert read_number(text) == float(text)


def test_points_carry_no_binary_dirt():
    assert points(0.1 + 0.2) == "0.3"
    assert points(100 / 3) == "33.3333"
    assert points(33.33) == "33.33"
    assert points(20.0) == "20"
    assert line([7.0, None, 0.5, 3]) == "7,,0.5,3"


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_points_that_are_no_number_are_reported(number):
    with pytest.raises(UserError, match="points for ada: correct that grade"):
        points(number, "ada")


def test_numbers_of_other_countries_are_read():
    assert read_number("1.234,50") == read_number("1,234.50") == read_number("1234,5") == 1234.5
    assert read_number("EX") != read_number("EX")  # not a number
