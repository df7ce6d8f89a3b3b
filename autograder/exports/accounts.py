"""Which of a platform's accounts handed in what was marked, as intake has noted it.

Moodle numbers people anew in each assignment, so that the one number of the roster cannot be right
for two. What came from an account goes back to it, whatever it calls itself.
"""

import dataclasses
import re

from autograder.downloads.store import recorded


def by_account(students, work, assignment, platform):
    """Students with the numbers that a platform has for them in an assignment.

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
        Those of whom intake knows nothing keep the roster's number, unless it is another's account.
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
    """The number of the account whose attempt counts, empty where it is not known."""
    record = recorded(work / "attempts" / student / assignment)
    try:
        (entry,) = (one for one in record["attempts"] if one["n"] == record["current"])
        kind, owner = entry["kind"], str(entry["owner"])
    except (ValueError, KeyError, TypeError):
        return ""
    return owner if kind == platform and re.fullmatch(r"[0-9]{1,18}", owner) else ""
