"""What the sentences of a record mean, by words that only one of them has.

Records keep sentences, which is what people read. Each sign below is a piece of one of them, as it
stands in the code that writes it; a test holds the two together. A student can put such words into
a file's name, which makes the submission look worse than it is, never better: the gravest meaning
counts.
"""

TAMPERING, LIMIT, MENDED = "tampering", "limit", "mended"
GRAVEST_FIRST = (TAMPERING, LIMIT, MENDED)

# By meaning and module. An honest accident can look the same: the page says so.
SIGNS = {
    TAMPERING: {
        "intake/rebuild.py": (
            " is locked; it was put back as it was given out.",
            " had changed its type and was changed back.",
        ),
        "intake/matching.py": (
            " had a grade id of another assignment, and earns nothing.",
            "Of the copies of the cell ",
        ),
        "intake/decode.py": ("The file names the same thing twice in one place",),
        "intake/reader.py": (
            " that can be read (a link is none)",
            ", only something else of that name.",
            " is a hard link, so it may be somebody else's file",
        ),
        "intake/entries.py": (
            "The archive holds a link or device, ",
            "The archive holds a name that leads elsewhere, ",
        ),
        "intake/archives.py": ("The archive grows too large when it is unpacked",),
        "intake/quarantine.py": (
            "a name that no honest program writes",
            "a link",
            "no file, but a pipe, socket or device",
            "a hard link, perhaps to somebody else's file",
            "a file that a browser would run",
        ),
    },
    LIMIT: {
        "examiner/session.py": (
            "the time for the notebook was over before its end",
            " was stopped after ",
            "ran too long and could not be interrupted",
            "used too much memory",
            "wrote too many files",
            "ended the Python process (os._exit, or a crash)",
        ),
        "examiner/standin.py": (
            "took too long; an endless loop?",
            "ended its process (os._exit, or too much memory?)",
        ),
        "examiner/worker.py": (
            "Your code has ended or blocked its kernel",
            "The time for all hidden tests was over.",
        ),
    },
    MENDED: {
        "intake/rebuild.py": (" was missing and was put back.",),
        "intake/matching.py": (" had lost its marking data and was found.",),
        "intake/notebook.py": (
            "The notebook was of format 3",
            " was no cell and was left out.",
            "The notebook was set to another language",
            " was of an unknown type",
            " held something that is no text",
            " held control characters",
            " held halves of characters",
            "Some cells had no valid id",
        ),
        "intake/pictures.py": (" had attachments that are no pictures",),
        "intake/decode.py": (
            "The file began with a byte order mark",
            "The file was stored as UTF-16",
        ),
        "intake/reader.py": (" was taken for ",),
        "intake/archives.py": ("The notebook was taken out of the archive",),
        "intake/refused.py": (" more repairs of the same kinds.",),
        "intake/quarantine.py": (
            "a folder too deep inside others",
            "a folder in place of a file",
            "a folder that cannot be read",
            "a file of more than ",
            "a file that cannot be read",
            "a time stamp that cannot be read",
            "one of more than ",
            "files of more than ",
        ),
    },
}


def meaning(sentence, otherwise=MENDED):
    """What a sentence of a record stands for.

    Parameters
    ----------
    sentence : str
    otherwise : str
        For a sentence that has no sign.

    Returns
    -------
    str
        `TAMPERING`, `LIMIT` or `MENDED`; the first of them that has a sign in it.
    """
    for kind in GRAVEST_FIRST:
        for module, signs in SIGNS[kind].items():
            if any(shows(sentence, sign, module) for sign in signs):
                return kind
    return otherwise


def shows(sentence, sign, module):
    """Whether a sentence has a sign; the quarantine's reasons are short, and end it."""
    if module == "intake/quarantine.py" and not sign.endswith(" "):
        return sentence.removesuffix(".").endswith(sign)
    return sign in sentence
