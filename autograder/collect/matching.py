"""Match submissions and rows of platform files to students.

A submission is matched by the platform's number, an id, an e-mail address or, if unique, a name; an
ambiguous match is reported. Rows of a platform's export are matched by numbers, logins and
addresses, never by names: two students may share a name, and most platforms let students change
theirs. All identifiers of a row have to agree on one student.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from autograder.collect.roster import orders, same_id, words

# The folder or file is named by an id, where other kinds carry a name that its owner may choose.
NAMED_BY_ID = ("nbgrader", "exchange", "plain")


@dataclass
class Matches:
    """The match of each submission's owner.

    Attributes
    ----------
    people : dict of Owner to Person
        Those who are certain.
    by_name : set of Owner
        Those of them who are known by their name alone.
    doubts : dict of Owner to str
        Why one of the others might be somebody on the roster, and yet is not taken for him.
    """

    people: dict = field(default_factory=dict)
    by_name: set = field(default_factory=set)
    doubts: dict = field(default_factory=dict)


class Directory:
    """An index of the roster.

    Parameters
    ----------
    people : list of Person
    """

    def __init__(self, people):
        self.by_platform, self.by_id = defaultdict(list), defaultdict(list)
        self.by_email, self.spaced = defaultdict(list), defaultdict(list)
        self.squeezed = defaultdict(list)
        for person in people:
            self.by_platform[person.platform_id].append(person)
            self.by_id[same_id(person.id)].append(person)
            self.by_email[same_id(person.email)].append(person)
            for order in orders(person.name):
                self.spaced[order].append(person)
            for order in {"".join(order) for order in orders(person.name)}:
                self.squeezed[order].append(person)
        for index in (self.by_platform, self.by_email):
            index.pop("", None)

    def surely(self, owner):
        """Return the students who have the id, e-mail or platform id that the owner is called by.

        Returns
        -------
        list of Person
        """
        name = same_id(owner.name)
        if owner.kind not in NAMED_BY_ID:
            return self.by_platform.get(owner.platform_id, [])
        found = [*self.by_id.get(name, []), *self.by_email.get(name, [])]
        if owner.kind == "plain":
            found += self.by_platform.get(owner.name, [])
        return list(dict.fromkeys(found))

    def perhaps(self, owner):
        """Return the students who have the owner's name.

        Returns
        -------
        list of Person
        """
        given = words(owner.name)
        if owner.kind == "canvas":
            return list(dict.fromkeys(self.squeezed.get("".join(given), [])))
        if owner.kind in ("nbgrader", "exchange"):
            return []  # a user of the system, who is not called by a name
        return list(dict.fromkeys(self.spaced.get(given, [])))


def match_owners(owners, people):
    """Return the student of each owner.

    By platform id, id or e-mail first. By name only where one person alone has it, nobody else of
    the download is or calls himself the same, and the roster's platform ids do not say otherwise.

    Parameters
    ----------
    owners : iterable of Owner
    people : list of Person

    Returns
    -------
    Matches
    """
    directory, made = Directory(people), Matches()
    owners = list(dict.fromkeys(owners))
    taken, counted = defaultdict(set), set()
    for owner in owners:
        found = directory.surely(owner)
        if len(found) == 1 and not fits(owner, found[0], owners):
            made.doubts[owner] = f"has the number of {found[0].id}, but not that name: a group?"
        elif len(found) == 1:
            made.people[owner] = found[0]
            taken[owner.kind, found[0].id].add(owner)
            if owner.platform_id:
                counted.add(owner.kind)
        elif found:
            made.doubts[owner] = f"{said(found)} can be meant"
    claims = defaultdict(list)
    for owner in owners:
        if owner in made.people or owner in made.doubts:
            continue
        found = directory.perhaps(owner)
        if len(found) > 1:
            made.doubts[owner] = f"{said(found)} have this name"
        elif found:
            claims[owner.kind, found[0]].append(owner)
    for (kind, person), rivals in claims.items():
        if len(rivals) > 1 or taken[kind, person.id]:
            reason = f"more than one is called like {person.id}"
        elif kind in counted and person.platform_id and rivals[0].platform_id:
            reason = f"called like {person.id}, whose platform_id is another"
        else:
            made.people[rivals[0]] = person
            made.by_name.add(rivals[0])
            continue
        made.doubts |= dict.fromkeys(rivals, reason)
    return made


def fits(owner, person, owners):
    """Return whether a number from Moodle can be this student's: a group's may be the same.

    Parameters
    ----------
    owner : Owner
    person : Person
    owners : list of Owner
        All of them: with blind grading they have one name, Moodle's word for a participant.

    Returns
    -------
    bool
    """
    if owner.kind != "moodle" or not person.name or words(owner.name) in orders(person.name):
        return True
    names = [other.name for other in owners if other.kind == "moodle"]
    return owner.name == "Participant" or (len(names) > 1 and len(set(names)) == 1)


def said(people):
    """Return the ids of some students as a list in a sentence."""
    return " and ".join(person.id for person in people[:3])


def choose_reading(piece, directory):
    """Return the one of two readings of a path in which number and name belong to one student.

    Parameters
    ----------
    piece : Piece
    directory : Directory or None
        None without a roster: then the name becomes part of the id, and nobody can be mistaken.

    Returns
    -------
    Piece or None
        None when neither or both fit.
    """
    if piece.other is None or directory is None:
        return piece
    fit = []
    for reading in (piece, piece.other):
        named = directory.perhaps(reading.owner)
        numbered = directory.surely(reading.owner)
        if len(named) == 1 and numbered in ([], named):
            fit.append(reading)
    return fit[0] if len(fit) == 1 else None


@dataclass
class Matched:
    """Rows with their students.

    Attributes
    ----------
    students : list of (Student or None)
        For each row.
    doubts : list of str
        Why rows were left alone that could be several people's.
    doubted : set of int
        Their numbers.
    """

    students: list = field(default_factory=list)
    doubts: list = field(default_factory=list)
    doubted: set = field(default_factory=set)

    def nobodys(self, rows):
        """Return the names of the rows that match no student."""
        return [
            name
            for number, (name, _) in enumerate(rows)
            if self.students[number] is None and number not in self.doubted
        ]

    def without_row(self, students):
        """Return the ids of the students whose row was not found."""
        there = {student.id for student in self.students if student}
        return [student.id for student in students if student.id not in there]


def key(text):
    """Return the text by which an identifier is compared."""
    return text.strip().casefold()


def directory(students):
    """Return students by each of their identifiers.

    Returns
    -------
    dict of str to dict of str to list of Student
    """
    known = {"platform": {}, "id": {}, "email": {}, "unlisted": {}}
    for student in students:
        pairs = [("id", student.id), ("email", student.email), ("platform", student.platform_id)]
        if not student.platform_id:
            pairs.append(("unlisted", student.id))
        for kind, value in pairs:
            if key(value):
                known[kind].setdefault(key(value), []).append(student)
    return known


def match_rows(rows, students):
    """Return each row's student.

    Parameters
    ----------
    rows : list of (str, list of (str, str))
        A name for messages, and pairs of a kind and a value: ``platform`` is the platform's number
        of a person, ``id`` our own, ``email`` the address.
    students : list of Student

    Returns
    -------
    Matched
    """
    known, matched, owners = directory(students), Matched(), {}
    for number, (name, identifiers) in enumerate(rows):
        found = {
            student.id: student
            for kind, value in identifiers
            for student in known[kind].get(key(value), [])
        }
        if not found:
            # A number of the platform is compared with our ids only if nothing better is known.
            numbers = [value for kind, value in identifiers if kind == "platform"]
            found = {s.id: s for value in numbers for s in known["unlisted"].get(key(value), [])}
        if len(found) > 1:
            matched.doubts.append(f"{name} could be {' or '.join(sorted(found))}")
            matched.doubted.add(number)
        student = next(iter(found.values())) if len(found) == 1 else None
        matched.students.append(student)
        if student:
            owners.setdefault(student.id, []).append(number)
    for owner, numbers in owners.items():
        # Canvas repeats a row for a student in two sections; then all identifiers are equal.
        if len({tuple(map(tuple, rows[number][1])) for number in numbers}) > 1:
            names = " and ".join(rows[number][0] for number in numbers)
            matched.doubts.append(f"{names} could both be {owner}")
            matched.doubted.update(numbers)
            for number in numbers:
                matched.students[number] = None
    return matched


def listed(things, longest=10):
    """Return some things for a sentence: the first few, and how many more."""
    shown = "; ".join(things[:longest])
    return shown + (f"; and {len(things) - longest} more" if len(things) > longest else "")
