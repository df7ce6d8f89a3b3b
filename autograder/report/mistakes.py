"""The commonest mistakes: failed tests that said the same, whatever the numbers in it."""

import re
from collections import Counter
from dataclasses import dataclass

from autograder.table import exercise

UNWRITTEN = "NotImplementedError"
NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
# A row of numbers counts as one, since arrays of other lengths are the same mistake.
NUMBERS = re.compile(rf"(?<![\w.]){NUMBER}(?:[\s,]+{NUMBER})*(?!\w|\.\d)")
LONGEST = 1_000  # characters of a message that are compared


@dataclass(frozen=True)
class Mistake:
    """Some students' failed tests that said the same.

    Attributes
    ----------
    cells : tuple of str
        The graded cell; of an exercise that was not written yet, all of its cells.
    kind : str
    message : str
        As most of them got it.
    wordings : int
        How many messages differ in their numbers.
    students : tuple of str
    """

    cells: tuple
    kind: str
    message: str
    wordings: int
    students: tuple


def without_numbers(message):
    """A message with a mark in place of each number or row of numbers.

    Parameters
    ----------
    message : str

    Returns
    -------
    str
        Doing it again changes nothing.
    """
    return NUMBERS.sub("#", message[:LONGEST]).strip()


def commonest(people):
    """Group the failed tests of a class.

    Parameters
    ----------
    people : list of Person

    Returns
    -------
    list of Mistake
        The commonest first.
    """
    groups = {}
    for person in people:
        for verdict in person.record.verdicts if person.record else ():
            if verdict.points is None:
                # What was not begun fails in every cell of its exercise, and is one thing.
                place = (
                    exercise(verdict.grade_id) if verdict.kind == UNWRITTEN else verdict.grade_id
                )
                key = (place, verdict.kind, without_numbers(verdict.message))
                groups.setdefault(key, []).append((verdict, person.student))
    found = []
    for (_, kind, _), members in groups.items():
        said = Counter(verdict.message for verdict, _ in members)
        found.append(
            Mistake(
                cells=tuple(dict.fromkeys(verdict.grade_id for verdict, _ in members)),
                kind=kind,
                message=min(said, key=lambda one: (-said[one], one)),
                wordings=len(said),
                students=tuple(sorted({student for _, student in members})),
            )
        )
    return sorted(found, key=lambda one: (-len(one.students), one.cells, one.message))
