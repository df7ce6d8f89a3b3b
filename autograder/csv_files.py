"""Read and write CSV files.

A platform's CSV is read so that everything unchanged is written back byte for byte. In files that
we write, numbers are plain and text cannot become a spreadsheet's formula. The danger and the
remedy are those of OWASP's page "CSV Injection": a cell that begins with ``=``, ``+``, ``-``, ``@``
or a control character may be calculated, so it gets an apostrophe in front.
"""

import math
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import UserError
from autograder.files import write_atomically

# Also what spreadsheets of some languages read alike: full-width and small forms, the minus sign.
FORMULA_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212\u207a\u207b\u207c"
UNSEEN = r"\s\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
SIGN = f"[{FORMULA_SIGNS}]"
# In our own files all cells are quoted, so a comma starts no cell and lists of numbers stay
# readable.
NUMBER = r"[+\-]\d+(?:\.\d+)?(?:[eE][+\-]?\d+)?[\])}.]*(?=\s*(?:[,;|\"]|$))"
BARE = re.compile(rf"[{UNSEEN}]*{SIGN}")
# Text that has an apostrophe there already gets one more, so that `restore` is exact.
START = rf"(?:^|(?<=[;|\"])|(?<=,)(?!['{UNSEEN}]*{NUMBER}))"
HARMFUL = re.compile(rf"{START}(?=['{UNSEEN}]*{SIGN})")
DEFUSED = re.compile(rf"{START}'(?=['{UNSEEN}]*{SIGN})")


def one_line(text):
    """Return a text with a space for each control character and line end, without surrogates."""
    if text.isprintable():
        return text
    unwanted = ("Cc", "Cs", "Zl", "Zp")
    return "".join(" " if unicodedata.category(sign) in unwanted else sign for sign in text)


def defuse(text):
    """Return a text that cannot begin as a formula where a reader could start a cell.

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
    """Return the text that was given to `defuse`, on one line."""
    return DEFUSED.sub("", text)


def is_formula(text):
    """Return whether a spreadsheet could read a cell with this text as a formula."""
    return BARE.match(text) is not None


def points(number, whose="somebody"):
    """Return a number of points as text, with a point in every locale: 33.33, 7, 0.3.

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
            f"The gradebook holds {number} points for {whose}: correct that grade in formgrader."
        )
    rounded = round(float(number), 4)
    return str(int(rounded)) if rounded == int(rounded) else format(rounded, "f").rstrip("0")


def read_number(text):
    """Return a number with a decimal comma or point; nan if it is not a number."""
    digits = re.sub(r"[.,](?=.*[.,])", "", text.strip()).replace(",", ".")
    return float(digits) if re.fullmatch(r"-?\d+(\.\d*)?|-?\.\d+", digits) else float("nan")


def quoted(text):
    """Return a cell of text as it stands in a file: defused, in double quotes."""
    return '"' + defuse(text).replace('"', '""') + '"'


def line(cells):
    """Return one line of a CSV that we write.

    Parameters
    ----------
    cells : iterable of (str, int, float or None)
        Text is defused and quoted, numbers are not, None is an empty cell.
    """
    return ",".join(
        "" if cell is None else quoted(cell) if isinstance(cell, str) else points(cell)
        for cell in cells
    )


LARGEST = 200_000_000  # bytes; a gradebook of 100,000 rows with 40 columns has about 40 million
BOM = b"\xef\xbb\xbf"
SIGNS = re.compile(f"[{FORMULA_SIGNS}]")


@dataclass
class Sheet:
    """A CSV as lines that can be split and joined again.

    Attributes
    ----------
    path : Path
    records : list of str
        One for each row, with its line end; a quoted cell may hold line ends of its own.
    delimiter : str
        A comma, a semicolon or a tab, whichever the first row uses most.
    encoding : str
        UTF-8, or Latin-1 for a file that is not: every byte has a letter in it, hence comes back.
    bom : bytes
        The byte order mark that some programs put in front of UTF-8.
    """

    path: Path
    records: list = field(default_factory=list)
    delimiter: str = ","
    encoding: str = "utf-8"
    bom: bytes = b""

    def pieces(self, record):
        """Return a row's cells as they stand in the file, and its line end."""
        body = record.rstrip("\r\n")
        end = record[len(body) :]
        if '"' not in record:
            return body.split(self.delimiter), end
        found = re.findall(rf"({cell_pattern(self.delimiter)})(?:{self.delimiter}|\Z)", body)
        # The pattern also finds the empty text after a last cell.
        return (found if body.endswith(self.delimiter) else found[:-1]), end

    def cells(self, record):
        """Return a row's cells as text."""
        return [unquote(piece) for piece in self.pieces(record)[0]]

    def replace(self, record, changes):
        """Return a row with some cells changed.

        Parameters
        ----------
        record : str
        changes : dict of int to str
            By column, text as it shall stand in the file. A row that is too short grows.
        """
        pieces, end = self.pieces(record)
        pieces += [""] * (max(changes, default=0) + 1 - len(pieces))
        for column, piece in changes.items():
            pieces[column] = piece
        return self.delimiter.join(pieces) + end

    def write(self, path, records):
        """Write rows in the format of this file.

        A letter that its encoding lacks becomes a reference as in HTML.
        """
        content = "".join(records).encode(self.encoding, "xmlcharrefreplace")
        write_atomically(path, self.bom + content)

    def formulas(self):
        """Return the number of cells that a spreadsheet could calculate."""
        return sum(
            is_formula(cell) and not re.fullmatch(r"\s*[+-][\d.,]*\s*%?\s*", cell)
            for record in self.records
            if SIGNS.search(record)  # the few rows that have to be split
            for cell in self.cells(record)
        )


def cell_pattern(delimiter):
    """Return the pattern of one cell as it stands in a file."""
    rest = rf"[^{delimiter}\r\n]*+"
    return rf'"[^"]*+(?:""[^"]*+)*+"{rest}|(?!"){rest}'


def unquote(piece):
    """Return the text of a cell."""
    if not piece.startswith('"'):
        return piece
    body, _, rest = piece[1:].rpartition('"')
    return body.replace('""', '"') + rest


def read_sheet(path):
    """Read a CSV that a platform exported.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Sheet

    Raises
    ------
    UserError
        If there is none, or if it is no CSV.
    """
    path = Path(path)
    if not path.is_file():
        raise UserError(f"There is no file {path}: export it from the platform first.")
    if path.stat().st_size > LARGEST:
        raise UserError(f"{path} has more than {LARGEST:,} bytes, which no gradebook has.")
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
        raise UserError(f"{path} is no CSV in UTF-8: export it anew, or save it as one.")
    sheet = Sheet(path)
    if content.startswith(BOM):
        sheet.bom, content = BOM, content[len(BOM) :]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        sheet.encoding = "latin-1"
        text = content.decode("latin-1")
    first = re.sub(r'"[^"]*"', "", text[:1_000_000]).lstrip("\r\n").splitlines()[:1]
    sheet.delimiter = max(",;\t", key=(first or [""])[0].count)
    cell = cell_pattern(sheet.delimiter)
    row = re.compile(rf"(?:{cell})(?:{sheet.delimiter}(?:{cell}))*+(?:\r\n|\r|\n|\Z)")
    place = 0
    while place < len(text):
        match = row.match(text, place)
        if match is None:
            number = text.count("\n", 0, place) + 1
            raise UserError(f"{path} is broken at line {number}: a quote is opened, never closed.")
        sheet.records.append(match.group())
        place = match.end()
    if not sheet.records:
        raise UserError(f"{path} is empty: export it from the platform anew.")
    return sheet
