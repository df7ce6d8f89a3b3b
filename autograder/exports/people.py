"""Who takes part: the gradebook's students and the roster's persons, brought together."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Participant:
    """Somebody that marks can be given to.

    Attributes
    ----------
    id : str
        nbgrader's student id, the name of her folders.
    name, email : str
        As the roster has them, else as the gradebook has.
    platform_id : str
        The platform's own number of her: the roster's, else the gradebook's ``lms_user_id``.
    """

    id: str
    name: str = ""
    email: str = ""
    platform_id: str = ""


def people(rows, roster):
    """Everybody, once.

    Parameters
    ----------
    rows : iterable of tuple
        Id, first name, last name, address and platform's number of the gradebook's students.
    roster : iterable of Person

    Returns
    -------
    list of Participant
    """
    found = {}
    for student_id, first, last, email, number in rows:
        name = " ".join(part for part in (first, last) if part)
        found[student_id] = Participant(student_id, name, email or "", number or "")
    for person in roster:
        known = found.get(person.id, Participant(person.id))
        found[person.id] = Participant(
            person.id,
            person.name or known.name,
            person.email or known.email,
            person.platform_id or known.platform_id,
        )
    return list(found.values())


def roster_of(path):
    """The persons on the roster; none if there is no such file."""
    if not Path(path).is_file():
        return []
    from autograder.downloads.roster import read_roster

    return read_roster(path)
