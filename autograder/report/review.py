"""Find the submissions that need review, grouped by reason, the most serious first.

Grading records contain sentences for people. Each sign below is a part of one such sentence, copied
from the code that writes it; a test compares the two. A student can put such words into the name of
a file. The most serious meaning counts, so this can only make the submission appear worse.
"""

from dataclasses import dataclass

from autograder.report.class_data import REJECTED, WAITING
from autograder.report.formatting import duration, plural

TAMPERING, LIMIT, REPAIRED = "tampering", "limit", "repaired"
MOST_SERIOUS_FIRST = (TAMPERING, LIMIT, REPAIRED)

# By meaning and module. The page states that an honest accident can have the same sign.
SIGNS = {
    TAMPERING: {
        "sanitize/rebuild.py": (
            " is locked; its released content was restored.",
            " had changed its type and was changed back.",
            " had the grade id of another assignment, so it gives no points.",
            "Only one of the copies of the cell ",
        ),
        "sanitize/notebook_cleaner.py": ("The file names the same thing twice in one place",),
        "sanitize/submission_reader.py": (
            " that can be read; links are not accepted",
            ", only a folder, pipe, socket or device with this name.",
            " is a hard link, so it may be somebody else's file",
            "The archive holds a link or device, ",
            "The archive holds a name that leads elsewhere, ",
            "The archive grows too large when it is unpacked",
        ),
        "sanitize/quarantine.py": (
            "a name with control characters or invalid Unicode",
            "a link",
            "a pipe, socket or device",
            "a hard link, perhaps to somebody else's file",
            "a file that a browser would run",
        ),
    },
    LIMIT: {
        "grading/session.py": (
            "the time for the notebook was over before its end",
            " was stopped after ",
            "ran too long and could not be interrupted",
            "used too much memory",
            "wrote too many files",
            "ended the Python process (os._exit, or a crash)",
        ),
        "grading/remote/student_process.py": (
            "took too long; an endless loop?",
            "ended its process (os._exit, or too much memory?)",
        ),
        "grading/remote/runner.py": (
            "Your code has ended or blocked its kernel",
            "The time for all tests was over.",
        ),
    },
    REPAIRED: {
        "sanitize/rebuild.py": (
            " was missing and was restored.",
            " had lost its nbgrader metadata, which was restored.",
        ),
        "sanitize/notebook_cleaner.py": (
            "The notebook was of format 3",
            " was no cell and was left out.",
            "The notebook was set to another language",
            " was of an unknown type",
            " held something that is no text",
            " held control characters",
            " held halves of characters",
            "Some cells had no valid id",
            " had attachments that are no pictures",
            "The file began with a byte order mark",
            "The file was stored as UTF-16",
        ),
        "sanitize/submission_reader.py": (
            " was taken for ",
            "The notebook was taken out of the archive",
        ),
        "sanitize/invalid_submission.py": (" more repairs of the same kinds.",),
        "sanitize/quarantine.py": (
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


def find_meaning(sentence, otherwise=REPAIRED):
    """Return the meaning of a sentence of a grading record.

    Parameters
    ----------
    sentence : str
    otherwise : str
        For a sentence that has no sign.

    Returns
    -------
    str
        `TAMPERING`, `LIMIT` or `REPAIRED`; the first of them that has a sign in it.
    """
    for kind in MOST_SERIOUS_FIRST:
        for module, signs in SIGNS[kind].items():
            if any(has_sign(sentence, sign, module) for sign in signs):
                return kind
    return otherwise


def has_sign(sentence, sign, module):
    """Return whether a sentence has a sign; a reason for quarantine has to end with it."""
    if module == "sanitize/quarantine.py" and not sign.endswith(" "):
        return sentence.removesuffix(".").endswith(sign)
    return sign in sentence


MOST_REASONS = 3
OURS = ("Failed", "Timeout")  # kinds of test results whose text is the test runner's own


@dataclass(frozen=True)
class Group:
    """Submissions with one kind of reason.

    Attributes
    ----------
    key, title : str
    advice : str
        What the instructor can do.
    rows : list of tuple
        A `Person` and the sentences about this student.
    """

    key: str
    title: str
    advice: str
    rows: list


# In the order of the page: key, title, advice.
GROUPS = (
    (
        TAMPERING,
        "Possible tampering",
        "Locked cells that were changed, copies of graded cells, links in place of files. "
        "They gave no points. An honest accident can have the same result: ask the student first.",
    ),
    (
        REJECTED,
        "Rejected",
        "These could not be graded. Their feedback pages give the same reason. A new submission "
        "is graded in the next run.",
    ),
    (
        WAITING,
        "Not graded yet",
        "Submitted, but without a grade or with a damaged record: grade the class again.",
    ),
    (
        "unsupported",
        "Tests that could not be run",
        "The hidden test is at fault, not the student: it uses something that the test runner "
        "does not support. Correct the test, release, and grade again.",
    ),
    (
        LIMIT,
        "Limits exceeded",
        "Code that ran too long, used too much, or ended the kernel. Later tests may have failed "
        "because of it.",
    ),
    (
        "unsafe",
        "Graded without a sandbox",
        "Such a grade is not reliable: grade again on a machine where the sandbox works.",
    ),
    (
        "by-hand",
        "Needs manual grading",
        "Cells that need a score from a person: open them in nbgrader's formgrader.",
    ),
    ("late", "Late without a penalty", "Decide, or set a late penalty in the configuration."),
    (
        "unknown",
        "Not on the roster",
        "The student's id is not on the roster: check it for a typing error.",
    ),
    (
        REPAIRED,
        "Repaired",
        "The file had an error, which was repaired. It is graded like any other.",
    ),
)


def find_reviews(people):
    """Return the groups of submissions that need review.

    Parameters
    ----------
    people : list of Person

    Returns
    -------
    list of Group
        Groups without a submission are left out.
    """
    rows = {key: [] for key, _, _ in GROUPS}
    for person in people:
        for key, sentences in find_reasons(person).items():
            unique = list(dict.fromkeys(sentences))
            if len(unique) > MOST_REASONS:
                unique[MOST_REASONS:] = [f"and {len(unique) - MOST_REASONS} more"]
            rows[key].append((person, unique))
    return [Group(key, title, advice, rows[key]) for key, title, advice in GROUPS if rows[key]]


def find_reasons(person):
    """Return the reasons why a student's submission needs review, by group.

    Parameters
    ----------
    person : Person

    Returns
    -------
    dict of str to list of str
    """
    found = {}

    def add(key, sentence):
        found.setdefault(key, []).append(sentence)

    record, graded = person.record, person.graded
    for sentence in person.taken_out:
        add(find_meaning(sentence), f"In quarantine: {sentence}")
    if record is not None:
        for sentence in record.repairs:
            add(find_meaning(sentence), sentence)
        for sentence in record.events:
            add(find_meaning(sentence, LIMIT), sentence)
        for test_result in record.test_results:
            text = f"{test_result.grade_id}: {test_result.message}"
            if test_result.kind == "UnsupportedCallError":
                add("unsupported", text)
            elif test_result.kind in OURS and find_meaning(test_result.message) == LIMIT:
                add(LIMIT, text)
        if record.unsafe:
            add("unsafe", "The grading record states that no sandbox was used.")
        if person.state == REJECTED:
            kept = " An earlier grade still counts." if person.has_points else ""
            add(REJECTED, f"{record.rejected}{kept}")
            if find_meaning(record.rejected) == TAMPERING:
                add(TAMPERING, record.rejected)
        elif not record.readable:
            add(WAITING, "The grading record cannot be read.")
    if person.state == WAITING and WAITING not in found:
        add(WAITING, "The gradebook has no grade.")
    if person.has_points and graded.by_hand:
        add("by-hand", plural(graded.by_hand, "cell"))
    if graded is not None and graded.seconds_late and not graded.penalty:
        add("late", f"{duration(graded.seconds_late)} late")
    if not person.on_roster:
        add("unknown", "The id is not on the roster.")
    return found
