"""Canvas: grades in the CSV that its gradebook exports, to be imported there again.

What we rely on, and where it is written:

* "How do I import grades in the Gradebook?" and "How do I export grades in the Gradebook?" of the
  Canvas Instructor Guide: one exports the gradebook, changes assignment columns, and imports it;
  columns Student, ID, SIS User ID, SIS Login ID and Section tell whose row it is; read-only
  columns are left out of an import; an unknown assignment's column makes a new assignment; what
  is imported replaces what was there.
* ``lib/gradebook_exporter.rb`` of Canvas's published source: order of the columns, ``Root
  Account`` and ``Integration ID`` among them, or ``LastName`` and ``FirstName`` instead of
  ``Student``; the number of an assignment in brackets after its title; the row ``Manual
  Posting``; the row ``Points Possible`` with four spaces in front and ``(read only)`` where
  nothing can be imported; ``EX`` for an excused student and ``N/A`` for one who is not assigned;
  one row for a student in several sections; the test student last.
* ``lib/gradebook_importer.rb`` of the same: semicolons and commas, decimal commas and points; a
  row is found by ID, else SIS ids, else the name; a title with its number is found by the number,
  one without by the whole title; an empty cell takes away a grade that was there.

Hence a cell of a student without a grade is left as it is, and a file that is made without an
export has no row for that student. Everything but the one column comes back byte for byte, formulas
in names included: Canvas must find its own text again. In a file that we make, text is defused.
"""

import re

from traitlets import Unicode

from autograder.collect import match_rows
from autograder.csv_files import line, points, read_number, read_sheet
from autograder.errors import UserError
from autograder.export.plugin import PlatformExportPlugin
from autograder.files import write_atomically

IDENTIFIERS = {
    "ID": ("platform",),
    "SIS User ID": ("id",),
    "SIS Login ID": ("id", "email"),
    "Integration ID": ("id",),
}
COMPUTED = re.compile(r"(Current|Final|Override) (Score|Points|Grade|Status)")
TITLE = re.compile(r"(?P<title>.*?)\s*(?:\((?P<number>\d+)\))?\s*", re.DOTALL)
KEPT = ("EX", "N/A")


class CanvasExportPlugin(PlatformExportPlugin):
    """Write grades into the gradebook that Canvas exported, see the module."""

    kind = "canvas"

    gradebook_csv = Unicode(
        "", help="The CSV that Canvas's gradebook exported. Without it, a small one is made."
    ).tag(config=True)
    column = Unicode(
        "", help="Header, title or number of the column; by default the assignment's own name."
    ).tag(config=True)

    def make(self, grades):
        graded = [student for student in grades.students if self.grade(student) is not None]
        self.tell_of_no_grade(grades.students, grades.assignment)
        if not self.gradebook_csv:
            write_atomically(self.target, self.small_file(grades, graded))
            self.sentences.append(
                f"Grades written: {len(graded)}. Canvas makes a new assignment unless it has one "
                "with the column's title; to fill one that is there, export its gradebook and "
                "give that file."
            )
            return
        sheet = read_sheet(self.gradebook_csv)
        if self.target.exists() and self.target.samefile(sheet.path):
            raise UserError(f"{sheet.path} is the file that Canvas gave: name another with --to.")
        header, column = self.columns(sheet, grades.assignment)
        places = [n for n, record in enumerate(sheet.records) if n and is_student(sheet, record)]
        self.compare_points(sheet, column, grades)
        rows = [identifiers(header, sheet.cells(sheet.records[place])) for place in places]
        matched = match_rows(rows, grades.students)
        self.fill(sheet, column, places, matched)
        self.tell_of_rows("Canvas", rows, matched, graded, is_test_student)
        self.tell_of_formulas("Canvas", sheet)
        sheet.write(self.target, sheet.records)

    def small_file(self, grades, graded):
        """Return a file with the columns that Canvas's import asks for and ours."""
        title = self.column or grades.assignment
        rows = [
            line(["Student", "ID", "SIS Login ID", "Section", title]),
            line(["    Points Possible", None, None, None, grades.max_score]),
        ]
        for student in graded:
            points(self.grade(student), student.id)  # reports whose grade is not a number
            number = student.platform_id or None
            # What consists of digits is a number to Canvas and to a spreadsheet.
            number = int(number) if number and re.fullmatch(r"[1-9]\d{0,14}", number) else number
            name = student.name or student.id
            rows.append(line([name, number, student.id, None, self.grade(student)]))
        return "\n".join(rows) + "\n"

    def columns(self, sheet, assignment):
        """Return Canvas's header, and which of its columns is the assignment's.

        Raises
        ------
        UserError
            If the file is none of Canvas's, or if no column or several fit.
        """
        header = [name.strip() for name in sheet.cells(sheet.records[0])]
        if header[:2] != ["Student", "ID"] and header[:3] != ["LastName", "FirstName", "ID"]:
            raise UserError(
                f"{sheet.path} is no gradebook that Canvas exported: its first row does not begin "
                "with Student and ID."
            )
        if "Section" not in header:
            raise UserError(f"{sheet.path} has no column Section, which Canvas asks for.")
        first = header.index("Section") + 1
        offered = [n for n, name in enumerate(header) if n >= first and not COMPUTED.search(name)]
        fitting = [n for n in offered if fits(header[n], self.column, assignment)]
        if len(fitting) != 1:
            what = f"named {self.column}" if self.column else f"for {assignment}"
            names = ", ".join(repr(header[n]) for n in (fitting or offered)) or "none"
            trait = "name one with --column (trait column)"
            found = "several columns" if fitting else "no column"
            raise UserError(f"{sheet.path} has {found} {what}; {trait}: {names}.")
        return header, fitting[0]

    def compare_points(self, sheet, column, grades):
        """Reject a read-only column; report if Canvas counts another largest number of points."""
        for record in sheet.records[1:]:
            cells = sheet.cells(record)
            if "Points Possible" not in cells[0]:
                continue
            possible = cells[column].strip() if column < len(cells) else ""
            if re.search(r"[^\W\d_]", possible):
                raise UserError(f"Canvas takes no grades into that column of {sheet.path}: it says "
                                f"{possible}.")  # fmt: skip
            if possible and read_number(possible) != round(grades.max_score, 2):
                self.sentences.append(
                    f"Canvas counts {possible} points for this assignment and the gradebook "
                    f"{points(grades.max_score)}: the points go over as they are."
                )
            return

    def fill(self, sheet, column, places, matched):
        """Write grades into the column and report what was there."""
        written, replaced, kept = 0, 0, []
        for place, student in zip(places, matched.students, strict=True):
            grade = None if student is None else self.grade(student)
            if grade is None:
                continue
            cells = sheet.cells(sheet.records[place])
            before = cells[column].strip() if column < len(cells) else ""
            if before in KEPT:
                kept.append(f"{student.id} ({before})")
                continue
            written += 1
            replaced += before not in ("", "-") and read_number(before) != round(grade, 2)
            change = {column: points(grade, student.id)}
            sheet.records[place] = sheet.replace(sheet.records[place], change)
        change = f", {replaced} of them in place of another" if replaced else ""
        self.sentences.insert(0, f"Grades written: {written}{change}.")
        self.tell("Excused in Canvas (EX) or not assigned there (N/A), and left so", kept)


def fits(header, wanted, assignment):
    """Return whether a column's header is the one looked for."""
    parts = TITLE.fullmatch(header)
    title, identifier = parts["title"], parts["number"]
    if wanted:
        return wanted.strip() in (header, title, identifier)
    return plainly(assignment) in (plainly(header), plainly(title))


def plainly(title):
    """Return a title's letters and digits, so that dinosaur_land equals Dinosaur Land."""
    return re.sub(r"[\W_]+", "", title).casefold()


def is_student(sheet, record):
    """Return whether a row is a student's: not that of points, of posting, or an empty one."""
    cells = [cell.strip() for cell in sheet.cells(record)]
    if "Points Possible" in cells[0]:
        return False
    return not all(re.fullmatch(r"(Muted|Manual Posting.*)?", cell, re.I) for cell in cells)


def is_test_student(name):
    """Return whether it is the test student by whom a teacher sees the course."""
    return name.startswith(("Student, Test (", "Test Student ("))


def identifiers(header, cells):
    """Return a row's name for messages, and its identifiers."""
    known = dict(zip(header, cells, strict=False))
    name = known.get("Student") or f"{known.get('LastName')}, {known.get('FirstName')}"
    pairs = [(kind, known.get(column, "").strip())
             for column, kinds in IDENTIFIERS.items() for kind in kinds]  # fmt: skip
    label = "".join(sign if sign.isprintable() else " " for sign in name)[:80]
    return f"{label} (ID {known.get('ID', '').strip()})", pairs
