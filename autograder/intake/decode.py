"""From bytes to plain data: the only place that reads a student's JSON."""

import codecs
import json

from autograder.intake.refused import LARGEST, Refused

NOT_JSON = (
    "The file is not a notebook (it is not JSON text): hand in the .ipynb file itself, "
    "not a PDF, a web page or a script with another ending."
)
UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# Longer numbers are no count, version or level of anything in a notebook.
MOST_DIGITS = 18


def decode(content):
    """Text of a file that should be UTF-8.

    Parameters
    ----------
    content : bytes

    Returns
    -------
    text : str
    repairs : list of str

    Raises
    ------
    Refused
        If it is too large, or in an encoding that nobody can be sure of.
    """
    if len(content) > LARGEST:
        raise Refused(
            f"The notebook has {len(content):,} bytes, more than {LARGEST:,}: clear the outputs, "
            "save, and hand it in again."
        )
    encoding, skip, repairs = "utf-8", 0, []
    if content.startswith(codecs.BOM_UTF8):
        skip = 3
        repairs.append("The file began with a byte order mark, which was left out.")
    elif content.startswith(UTF32):
        encoding = None
    elif content[:2] in UTF16:
        encoding, skip = UTF16[content[:2]], 2
        repairs.append("The file was stored as UTF-16 and read as such.")
    try:
        if encoding is None or (b"\0" in content[:4] and not skip):
            raise ValueError("UTF-32, or UTF-16 without a mark")
        return content[skip:].decode(encoding), repairs
    except ValueError:
        raise Refused(
            "The file is not a notebook (it is not UTF-8 text): save it in JupyterLab and hand in "
            "that very file, not one that another program wrote."
        ) from None


def parse(text):
    """Plain data from JSON text.

    Numbers too long to be meant, NaN and infinities become None. Of a key given twice the last
    counts, as it does in Jupyter.

    Parameters
    ----------
    text : str

    Returns
    -------
    value : object
    repairs : list of str

    Raises
    ------
    Refused
        If it is no JSON, or nested more deeply than any notebook.
    """
    twice = False

    def unique(pairs):
        nonlocal twice
        made = dict(pairs)
        twice = twice or len(made) != len(pairs)
        return made

    def whole(digits):
        return int(digits) if len(digits) <= MOST_DIGITS else None

    def fraction(digits):
        return float(digits) if len(digits) <= 64 else None

    try:
        value = json.loads(
            text,
            object_pairs_hook=unique,
            parse_int=whole,
            parse_float=fraction,
            parse_constant=lambda _: None,
            strict=False,  # raw control characters in strings are taken out later
        )
    except (ValueError, RecursionError):
        raise Refused(NOT_JSON) from None
    except MemoryError:
        raise Refused(
            "Reading the notebook takes more memory than any notebook needs: clear the outputs, "
            "save, and hand it in again."
        ) from None
    said = "The file names the same thing twice in one place; the last of them counted."
    return value, [said] if twice else []
