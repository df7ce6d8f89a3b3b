"""Whose row of a platform's file is whose: by numbers, logins and addresses, never by names.

Names are not compared, since two students may share one and most platforms let students change
theirs. Every cell of a row that knows somebody must know the same one; where two disagree nobody
gets a mark, and a sentence says so.
"""

from dataclasses import dataclass, field


@dataclass
class Matched:
    """Rows and students brought together.

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
        """Names of the rows that fit nobody."""
        return [
            name
            for number, (name, _) in enumerate(rows)
            if self.students[number] is None and number not in self.doubted
        ]

    def without_row(self, students):
        """Ids of those students whose row was not found."""
        there = {student.id for student in self.students if student}
        return [student.id for student in students if student.id not in there]


def key(text):
    """Text to compare an identifier by."""
    return text.strip().casefold()


def directory(students):
    """Students by each thing that they are known by.

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


def match(rows, students):
    """Find each row's student.

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
            # A number of the platform's is compared with our ids only if nothing better is known.
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
        # Canvas repeats a row for somebody in two sections; then all that identifies it is equal.
        if len({tuple(map(tuple, rows[number][1])) for number in numbers}) > 1:
            names = " and ".join(rows[number][0] for number in numbers)
            matched.doubts.append(f"{names} could both be {owner}")
            matched.doubted.update(numbers)
            for number in numbers:
                matched.students[number] = None
    return matched


def listed(things, longest=10):
    """Some things for a sentence: the first few, and how many more."""
    shown = "; ".join(things[:longest])
    return shown + (f"; and {len(things) - longest} more" if len(things) > longest else "")
