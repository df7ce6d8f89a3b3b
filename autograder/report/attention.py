"""Who needs a look, and why: groups by reason, the gravest first."""

from dataclasses import dataclass

from autograder.report.people import REFUSED, WAITING
from autograder.report.signs import LIMIT, MENDED, TAMPERING, meaning
from autograder.report.words import duration, plural

MOST_REASONS = 3
OURS = ("Failed", "Timeout")  # kinds of verdicts whose text is the examiner's own


@dataclass(frozen=True)
class Group:
    """Students with one sort of reason.

    Attributes
    ----------
    key, title : str
    advice : str
        What the instructor can do.
    rows : list of tuple
        A `Person` and the sentences about her.
    """

    key: str
    title: str
    advice: str
    rows: list


# In the order of the page: key, title, advice.
GROUPS = (
    (
        TAMPERING,
        "Perhaps tampered with",
        "Locked cells that were changed, copies of graded cells, links in place of files. "
        "No points came of it, and an honest accident can look the same: ask before you accuse.",
    ),
    (
        REFUSED,
        "Refused",
        "These could not be marked. Their feedback pages give the same reason; whoever hands in "
        "again is marked in the next run.",
    ),
    (
        WAITING,
        "Not marked yet",
        "Handed in, but without a mark or with a damaged record: mark the class again.",
    ),
    (
        "unsupported",
        "Tests that could not be run",
        "Here the hidden test is at fault, not the student: it does something that the examiner "
        "does not support. Mend the test, release, and mark again.",
    ),
    (
        LIMIT,
        "Limits hit",
        "Code that ran too long, used too much, or ended the kernel. Everything after it may have "
        "been marked without what it should have done.",
    ),
    (
        "unsafe",
        "Marked without a sandbox",
        "Such a mark proves little: mark again on a machine where the sandbox works.",
    ),
    (
        "by-hand",
        "To grade by hand",
        "Cells that wait for a person: open them in nbgrader's formgrader.",
    ),
    ("late", "Late without a penalty", "Decide, or set a late penalty in the configuration."),
    (
        "unknown",
        "Not on the roster",
        "Handed in by somebody whom the roster does not have: a mistyped id, or a guest.",
    ),
    (
        MENDED,
        "Repaired",
        "The file was not quite as it should be, was repaired, and counts as it is.",
    ),
)


def who_needs_a_look(people):
    """Sort a class by what there is to look at.

    Parameters
    ----------
    people : list of Person

    Returns
    -------
    list of Group
        Those with a student in them.
    """
    rows = {key: [] for key, _, _ in GROUPS}
    for person in people:
        for key, sentences in reasons(person).items():
            unique = list(dict.fromkeys(sentences))
            if len(unique) > MOST_REASONS:
                unique[MOST_REASONS:] = [f"and {len(unique) - MOST_REASONS} more"]
            rows[key].append((person, unique))
    return [Group(key, title, advice, rows[key]) for key, title, advice in GROUPS if rows[key]]


def reasons(person):
    """All there is to say about one student, by group.

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
        add(meaning(sentence), f"In quarantine: {sentence}")
    if record is not None:
        for sentence in record.repairs:
            add(meaning(sentence), sentence)
        for sentence in record.events:
            add(meaning(sentence, LIMIT), sentence)
        for verdict in record.verdicts:
            said = f"{verdict.grade_id}: {verdict.message}"
            if verdict.kind == "NotSupported":
                add("unsupported", said)
            elif verdict.kind in OURS and meaning(verdict.message) == LIMIT:
                add(LIMIT, said)
        if record.unsafe:
            add("unsafe", "The record says so.")
        if person.state == REFUSED:
            kept = " An earlier mark still counts." if person.has_points else ""
            add(REFUSED, f"{record.refused}{kept}")
            if meaning(record.refused) == TAMPERING:
                add(TAMPERING, record.refused)
        elif not record.readable:
            add(WAITING, "Its record cannot be read.")
    if person.state == WAITING and WAITING not in found:
        add(WAITING, "The gradebook has no mark of it.")
    if person.has_points and graded.by_hand:
        add("by-hand", plural(graded.by_hand, "cell"))
    if graded is not None and graded.seconds_late and not graded.penalty:
        add("late", f"{duration(graded.seconds_late)} late")
    if not person.on_roster:
        add("unknown", "The id is not among those of the roster.")
    return found
