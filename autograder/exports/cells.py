"""Cells of a CSV that we write: plain numbers, and text that no spreadsheet takes for a formula.

The danger and the remedy are those of OWASP's page "CSV Injection": a cell that begins with
``=``, ``+``, ``-``, ``@`` or a control character may be calculated, so it gets an apostrophe in
front; all text stands in double quotes. As the page warns, a cell can also begin in the middle of
our text, where the reader splits at another sign than the writer meant. So the apostrophe comes
after every comma, semicolon, bar and quote that a formula follows, too. Control characters, which
no name or reason needs, become spaces.
"""

import math
import re
import unicodedata

from autograder.errors import UserError

# Also what spreadsheets of some languages read alike: full-width and small forms, the minus sign.
FORMULA_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212\u207a\u207b\u207c"
UNSEEN = r"\s\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
SIGN = f"[{FORMULA_SIGNS}]"
# In our own files, all quoted, a comma starts no cell; so lists of numbers may stay readable.
NUMBER = r"[+\-]\d+(?:\.\d+)?(?:[eE][+\-]?\d+)?[\])}.]*(?=\s*(?:[,;|\"]|$))"
BARE = re.compile(rf"[{UNSEEN}]*{SIGN}")
# Text that has an apostrophe there already gets one more, so that `restore` is exact.
START = rf"(?:^|(?<=[;|\"])|(?<=,)(?!['{UNSEEN}]*{NUMBER}))"
HARMFUL = re.compile(rf"{START}(?=['{UNSEEN}]*{SIGN})")
DEFUSED = re.compile(rf"{START}'(?=['{UNSEEN}]*{SIGN})")


def one_line(text):
    """`text` with a space for each control character and line end, and without surrogates."""
    if text.isprintable():
        return text
    unwanted = ("Cc", "Cs", "Zl", "Zp")
    return "".join(" " if unicodedata.category(sign) in unwanted else sign for sign in text)


def defuse(text):
    """Text that begins as a formula nowhere where a reader could start a cell.

    Parameters
    ----------
    text : str
        What somebody else wrote.

    Returns
    -------
    str
        One line; apostrophes are added, nothing else. `restore` takes them away again.
    """
    return HARMFUL.sub("'", one_line(text))


def restore(text):
    """What was given to `defuse`, on one line."""
    return DEFUSED.sub("", text)


def is_formula(text):
    """Whether a spreadsheet could take a cell with this text for a formula."""
    return BARE.match(text) is not None


def points(number, whose="somebody"):
    """A number of points as text, with a point whatever the locale: 33.33, 7, 0.3.

    Parameters
    ----------
    number : float
        Sums of floats carry dirt in the last places, so it is rounded to four.
    whose : str
        Whose points they are, for the message.

    Raises
    ------
    UserError
        If it is not finite, which no platform could take.
    """
    if not math.isfinite(number):
        raise UserError(
            f"The gradebook holds {number} points for {whose}: correct that mark in formgrader."
        )
    rounded = round(float(number), 4)
    return str(int(rounded)) if rounded == int(rounded) else format(rounded, "f").rstrip("0")


def read_number(text):
    """A number with a decimal comma or point as platforms write them; nan if it is none."""
    digits = re.sub(r"[.,](?=.*[.,])", "", text.strip()).replace(",", ".")
    return float(digits) if re.fullmatch(r"-?\d+(\.\d*)?|-?\.\d+", digits) else float("nan")


def quoted(text):
    """A cell of text as it stands in a file: defused, in double quotes."""
    return '"' + defuse(text).replace('"', '""') + '"'


def line(cells):
    """One line of a CSV that we make.

    Parameters
    ----------
    cells : iterable of (str, int, float or None)
        Text is defused and quoted, numbers are not, None is an empty cell.
    """
    return ",".join(
        "" if cell is None else quoted(cell) if isinstance(cell, str) else points(cell)
        for cell in cells
    )
