"""Who takes part in a course, and the platform accounts they submitted from.

Participants are the gradebook's students and the roster's people. Moodle numbers people anew in
each assignment, so the one number of the roster cannot be right for two assignments. What came from
an account goes back to that account.
"""

import dataclasses
import re
from dataclasses import dataclass
from pathlib import Path

from autograder.collect import recorded


@dataclass(frozen=True)
class Participant:
    """A person who can get a grade.

    Attributes
    ----------
    id : str
        nbgrader's student id, the name of the student's folders.
    name, email : str
        As the roster has them, else as the gradebook has.
    platform_id : str
        The platform's own number: the roster's, else the gradebook's ``lms_user_id``.
    """

    id: str
    name: str = ""
    email: str = ""
    platform_id: str = ""


def people(rows, roster):
    """Return all participants, each once.

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
    """Return the people on the roster; none if there is no such file."""
    if not Path(path).is_file():
        return []
    from autograder.collect import read_roster

    return read_roster(path)


def by_account(students, work, assignment, platform):
    """Return students with the numbers that a platform has for them in an assignment.

    Parameters
    ----------
    students : list of Student
    work : Path
        The folder ``course``.
    assignment : str
    platform : str
        ``moodle`` or ``canvas``.

    Returns
    -------
    list of Student
        Without a collected submission, the roster's number stays, unless it is another's account.
    """
    accounts = [account_of(work, student.id, assignment, platform) for student in students]
    taken = set(accounts)
    return [
        dataclasses.replace(
            student,
            platform_id=account or ("" if student.platform_id in taken else student.platform_id),
        )
        for student, account in zip(students, accounts, strict=True)
    ]


def account_of(work, student, assignment, platform):
    """Return the number of the account whose attempt counts; empty where it is not known."""
    record = recorded(work / "attempts" / student / assignment)
    try:
        (entry,) = (one for one in record["attempts"] if one["n"] == record["current"])
        kind, owner = entry["kind"], str(entry["owner"])
    except (ValueError, KeyError, TypeError):
        return ""
    return owner if kind == platform and re.fullmatch(r"[0-9]{1,18}", owner) else ""
