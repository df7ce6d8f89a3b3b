"""Plain text that a student wrote, made harmless to look at."""

import html
import re

LONGEST = 20_000

# Colours and cursor movements of a terminal. Bounded, so that no input makes it slow.
ANSI = re.compile(
    r"\x1b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\x07\x1b]{0,1000}(?:\x07|\x1b\\)|[@-Z\\^_=>78c])"
)

# What shows nothing, or shows other text in another order than the computer reads it: controls,
# invisible characters, directional overrides, tag characters, halves of surrogate pairs.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text):
    """Show each unseen character as ``⟨U+202E⟩``, its number in brackets.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Keeps line feeds and tabs; holds no other control, and can be written as UTF-8.
    """
    return UNSEEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def capped(text, longest=LONGEST):
    """The beginning of a text, and how much is missing."""
    if len(text) <= longest:
        return text
    return f"{text[:longest]}\n[{len(text) - longest:,} more characters are left out]"


def plain(text, longest=LONGEST):
    """A terminal's output as plain text.

    Parameters
    ----------
    text : object
        Anything but text counts as empty: a notebook's JSON can hold it.
    longest : int
        How many characters are kept.

    Returns
    -------
    str
        Without colours; of a line written several times over, such as a progress bar, the last
        version alone.
    """
    if not isinstance(text, str):
        return ""
    # First, so that what follows works on little.
    beginning = ANSI.sub("", text[: 10 * longest])
    lines = beginning.replace("\r\n", "\n").split("\n")
    shown = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)
    missing = len(text) - 10 * longest
    if missing > 0:
        shown = shown[:longest] + f"\n[{missing:,} more characters are left out]"
        return visible(shown)
    return visible(capped(shown, longest))


def escaped(text, longest=LONGEST):
    """A terminal's output as HTML that is nothing but text."""
    # A no-break space is written as nh3 will write it, so that the page's size is known before.
    return html.escape(plain(text, longest)).replace("\xa0", "&nbsp;")
