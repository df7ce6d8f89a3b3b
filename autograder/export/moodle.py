"""Moodle: grades in an assignment's grading worksheet, or in a CSV for the gradebook's import.

What we rely on, and where it is written:

* MoodleDocs, "Assignment settings" and "Using Assignment": with the feedback type "Offline grading
  worksheet", a teacher downloads a CSV of the class, fills in grades, and uploads it again.
* ``mod/assign/gradingtable.php`` and ``mod/assign/feedback/offline`` of Moodle's source: the
  columns Identifier (``Participant 12345``), Full name, Email address, Status, Grade, Maximum
  Grade, Grade can be changed, Last modified (submission), Last modified (grade) and Feedback
  comments, called so in an English Moodle; a row is found by Identifier alone; an empty grade
  changes nothing; a grade above the maximum, a locked one, or one changed since the download is
  passed over; comments are HTML.
* MoodleDocs, "Grade import": a CSV with a column that maps to ``useridnumber`` or ``useremail``;
  addresses are compared with capitals.
* ``grade/import/csv`` of the source: an empty grade takes a grade away, an unknown person or a
  grade above the site's maximum of 100 stops the whole import.

Hence the import's CSV has no row for a student without a grade. In a worksheet everything but
grades and comments comes back byte for byte, formulas in names included; in the CSV that we make,
text is defused. Comments are escaped as HTML and defused: students' own words are among them.
"""

import html
import re

from traitlets import Bool, Unicode

from autograder.collect import match_rows
from autograder.csv_files import line, points, quoted, read_number, read_sheet
from autograder.errors import UserError
from autograder.export.plugin import PlatformExportPlugin
from autograder.files import write_atomically

HIGHEST = 100  # Moodle's gradepointmax, unless a site sets it otherwise
LONGEST_COMMENT = 4000  # characters


class MoodleExportPlugin(PlatformExportPlugin):
    """Write grades into Moodle's worksheet, or into a CSV for its import, see the module."""

    kind = "moodle"

    worksheet = Unicode(
        "", help="The offline grading worksheet. Without it, a CSV for the gradebook's import."
    ).tag(config=True)
    comments = Bool(
        False, help="Write why points were lost into the column of feedback comments."
    ).tag(config=True)
    identifier_column = Unicode("Identifier", help="Its header in your language.").tag(config=True)
    grade_column = Unicode("Grade", help="Its header in your language.").tag(config=True)
    email_column = Unicode("Email address", help="Its header in your language.").tag(config=True)
    id_column = Unicode("ID number", help="Its header in your language.").tag(config=True)
    maximum_column = Unicode("Maximum Grade", help="Its header in your language.").tag(config=True)
    changeable_column = Unicode(
        "Grade can be changed", help="Its header in your language."
    ).tag(config=True)  # fmt: skip
    comments_column = Unicode("Feedback comments", help="Its header in your language.").tag(
        config=True
    )

    def make(self, grades):
        graded = [student for student in grades.students if self.grade(student) is not None]
        self.tell_of_no_grade(grades.students, grades.assignment)
        if not self.worksheet:
            write_atomically(self.target, self.import_file(grades, graded))
            return
        sheet = read_sheet(self.worksheet)
        if self.target.exists() and self.target.samefile(sheet.path):
            raise UserError(f"{sheet.path} is the file that Moodle gave: name another with --to.")
        header = self.header(sheet)
        places = [n for n, record in enumerate(sheet.records) if n and record.strip()]
        rows = [self.identifiers(header, sheet.cells(sheet.records[n])) for n in places]
        matched = match_rows(rows, grades.students)
        self.fill(sheet, header, places, matched, grades)
        self.tell_of_rows("Moodle", rows, matched, graded)
        self.tell_of_formulas("Moodle", sheet)
        sheet.write(self.target, sheet.records)

    def import_file(self, grades, graded):
        """Return a CSV for the gradebook's import: id, address, name, grade, comments."""
        header = ["ID number", "Email address", "Full name", grades.assignment]
        rows = [line([*header, "Feedback"] if self.comments else header)]
        for student in graded:
            points(self.grade(student), student.id)  # reports whose grade is not a number
            cells = [student.id, student.email, student.name, self.grade(student)]
            rows.append(line([*cells, comment(student)] if self.comments else cells))
        self.sentences.insert(0, f"Grades written: {len(graded)}.")
        if any(self.grade(student) > HIGHEST for student in graded):
            self.sentences.append(
                f"Moodle stops an import with a grade above {HIGHEST}, unless the site allows more."
            )
        return "\n".join(rows) + "\n"

    def header(self, sheet):
        """Return the number of each column of the worksheet by its header.

        Raises
        ------
        UserError
            If it is none of Moodle's.
        """
        names = [name.strip() for name in sheet.cells(sheet.records[0])]
        needed = [self.identifier_column, self.grade_column]
        needed += [self.comments_column] if self.comments else []
        for name in needed:
            if names.count(name) != 1:
                raise UserError(
                    f"{sheet.path} is no grading worksheet: it has "
                    f"{'no' if name not in names else 'more than one'} column {name}, but "
                    f"{', '.join(names)}. If your Moodle speaks another language, set "
                    "identifier_column, grade_column and the others of MoodleExportPlugin."
                )
        return {name: place for place, name in enumerate(names)}

    def identifiers(self, header, cells):
        """Return a row's name for messages, and its identifiers."""

        def cell(name):
            place = header.get(name, len(cells))
            return cells[place].strip() if place < len(cells) else ""

        participant = re.search(r"[0-9]+$", cell(self.identifier_column))
        label = "".join(c if c.isprintable() else " " for c in cell(self.identifier_column))[:80]
        return label, [
            ("platform", participant.group() if participant else ""),
            ("email", cell(self.email_column)),
            ("id", cell(self.id_column)),
        ]

    def fill(self, sheet, header, places, matched, grades):
        """Write grades and comments into their columns and report what was there."""
        written, kept, locked, maxima = 0, [], [], set()
        width = max(header.values()) + 1
        for row, student in zip(places, matched.students, strict=True):
            grade = None if student is None else self.grade(student)
            if grade is None:
                continue
            cells = sheet.cells(sheet.records[row])
            cells += [""] * (width - len(cells))
            if self.changeable(header, cells) is False:
                locked.append(student.id)
                continue
            if self.maximum_column in header:
                maxima.add(cells[header[self.maximum_column]].strip())
            changes = {header[self.grade_column]: points(grade, student.id)}
            if self.comments and cells[header[self.comments_column]].strip():
                kept.append(student.id)
            elif self.comments:
                changes[header[self.comments_column]] = quoted(comment(student))
            sheet.records[row] = sheet.replace(sheet.records[row], changes)
            written += 1
        self.sentences.insert(0, f"Grades written: {written}.")
        self.tell("Locked in Moodle, and left so", locked)
        self.tell("A comment is there already, and was kept", kept)
        for maximum in sorted(maxima - {""}):
            if read_number(maximum) != round(grades.max_score, 2):
                self.sentences.append(
                    f"Moodle's largest grade is {maximum} and the gradebook's "
                    f"{points(grades.max_score)}: the points go over as they are, and Moodle "
                    "passes over those above its own."
                )

    def changeable(self, header, cells):
        """Return whether Moodle says that a grade can be changed; None if it does not say."""
        said = cells[header[self.changeable_column]] if self.changeable_column in header else ""
        return {"yes": True, "no": False}.get(said.strip().casefold())


def comment(student):
    """Return why points were lost, as HTML on one line; it can contain a student's words."""
    text = student.reason or "; ".join(student.notes)
    text = text if len(text) <= LONGEST_COMMENT else text[: LONGEST_COMMENT - 3] + "..."
    return html.escape(text)
