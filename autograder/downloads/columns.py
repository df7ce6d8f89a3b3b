"""Which columns of a CSV tell who somebody is.

Canvas: "How do I export grades in the Gradebook?" of the Canvas Instructor Guide and
``lib/gradebook_exporter.rb`` of canvas-lms: ``Student`` (``Family, Given``; or ``LastName`` and
``FirstName``), ``ID``, ``SIS User ID``, ``SIS Login ID``, ``Section``, then assignments. Between
the header and the students stand lines without an ID, such as ``Points Possible``.

Moodle: "Participants", "Grade export" and "Offline grading worksheet" of the Moodle documentation,
docs.moodle.org: ``First name``, ``Last name`` (``Surname`` before 4.0), ``ID number``, ``Email
address``; in the worksheet ``Identifier`` (``Participant 123``), ``Full name``, ``Email address``.
"""

import re

from autograder.downloads.names import derive_id

TEST_STUDENT = ("student, test", "test student")


def reader_for(names):
    """The function that reads a line of a table with these columns.

    Parameters
    ----------
    names : list of str
        The first line, in small letters.

    Returns
    -------
    callable or None
        From a dict of cells to id, name, e-mail and platform id, or to None for a line that is
        no student's; None when no column tells an id.
    """
    known = set(names)
    of_canvas = "id" in known and known & {"sis login id", "sis user id", "section"}
    if of_canvas and ("student" in known or {"lastname", "firstname"} <= known):
        return from_canvas
    if "full name" in known and "identifier" in known:
        return from_moodle
    if "first name" in known and known & {"last name", "surname"}:
        return from_moodle
    return from_ours if "id" in known else None


def from_ours(cells):
    """A line of our own format."""
    email = cells.get("email") or cells.get("e-mail", "")
    platform = cells.get("platform_id") or cells.get("platform id", "")
    return cells["id"], cells.get("name", ""), email, platform


def from_canvas(cells):
    """A line of Canvas's gradebook."""
    name = cells.get("student") or joined(cells.get("lastname", ""), cells.get("firstname", ""))
    number, login = cells["id"], cells.get("sis login id", "")
    # The view that a teacher tries the course with is no student.
    if not number.isdigit() or name.casefold() in TEST_STUDENT:
        return None
    student = login or cells.get("sis user id", "") or derive_id(name, number)
    return student, name, login if "@" in login else "", number


def from_moodle(cells):
    """A line of Moodle's participants, grades or grading worksheet."""
    family = cells.get("last name") or cells.get("surname", "")
    name = cells.get("full name") or joined(family, cells.get("first name", ""))
    email = cells.get("email address", "")
    number = "".join(re.findall(r"\d+$", cells.get("identifier", "")))
    student = cells.get("id number") or cells.get("username") or email
    return student or (derive_id(name, number) if number else ""), name, email, number


def joined(family, given):
    """``Family, Given``, which nbgrader's two fields can be read from without a guess."""
    return f"{family}, {given}" if family and given else family or given
