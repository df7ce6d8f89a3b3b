"""Names of people as platforms write them, made comparable and made into student ids."""

import hashlib
import unicodedata

from autograder.intake.refused import STRANGE

# Glob patterns to nbgrader, markup in formgrader's pages, or steps of a path.
FORBIDDEN = '*?[]<>&"\\/'
LONGEST_ID = 100  # characters; nbgrader's database holds 128
LONGEST_ID_BYTES = 200  # a file name holds 255, and ids become names with an ending
LONGEST_NAME = 300
# Accents and vowel points have higher classes; marks up to this one tell Indic syllables apart.
LAST_LETTER_CLASS = 9
# Unseen too, but Persian and Indic names are not spelled right without them.
JOINERS = "\u200c\u200d"


def unseen_removed(text, keep=""):
    """Text in its composed form, less control characters and what turns text around it."""
    text = unicodedata.normalize("NFC", STRANGE.sub("", text))
    return "".join(
        c for c in text if c in keep or unicodedata.category(c) not in ("Cf", "Cc", "Cs")
    )


def is_letter(char):
    """Whether a character belongs to a word: letters, digits and the marks on them."""
    return unicodedata.category(char)[0] in "LMN"


def words(name):
    """The words of a name without case, accents, unseen characters and punctuation.

    Parameters
    ----------
    name : str

    Returns
    -------
    tuple of str
    """
    folded = unicodedata.normalize("NFKD", unseen_removed(name)[:LONGEST_NAME].casefold())
    bare = (c for c in folded if unicodedata.combining(c) <= LAST_LETTER_CLASS)
    return tuple("".join(c if is_letter(c) else " " for c in bare).split())


def orders(name):
    """A name's words beginning at each of them, since families come first or last.

    Parameters
    ----------
    name : str

    Returns
    -------
    set of tuple of str
    """
    given = words(name)
    return {given[i:] + given[:i] for i in range(len(given))}


def why_no_id(text):
    """What nbgrader cannot take about a student id, or an empty text.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        The end of a sentence that begins with the id.
    """
    if not text:
        return "is empty"
    if set(text) & set(FORBIDDEN):
        return 'holds one of * ? [ ] < > & " \\ /'
    if not text.isprintable() or text != text.strip():
        return "holds a character that cannot be seen"
    if text.startswith("."):
        return "begins with a dot"
    if len(text) > LONGEST_ID or len(text.encode()) > LONGEST_ID_BYTES:
        return f"has more than {LONGEST_ID} characters"
    return ""


def cut(text, characters, size):
    """The beginning of a text with so many characters and bytes of UTF-8 at most."""
    return text[:characters].encode()[:size].decode("utf-8", "ignore")


def derive_id(name, platform_id=""):
    """A student id from what a platform tells, the same at every download.

    The words of the name in small letters, joined by ``_`` and cut after 60 characters, then ``_``
    and the platform's number. Without a number a name that is an id already stays what it is, and
    another one gets eight digits of its hash, so that two names never become one id.

    Parameters
    ----------
    name : str
        May hold anything.
    platform_id : str
        The platform's number of the person.

    Returns
    -------
    str
    """
    whole = unicodedata.normalize("NFC", name)
    if not platform_id and not why_no_id(whole):
        return whole
    text = unseen_removed(name).casefold()
    text = "_".join("".join(c if is_letter(c) else " " for c in text).split())
    text = cut(unicodedata.normalize("NFC", text), 60, 120) or "student"
    number = "".join(c for c in platform_id if c.isascii() and c.isalnum())[:39]
    if not number:
        number = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{text}_{number}"


def same_id(text):
    """What two ids have in common that nobody should tell apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
