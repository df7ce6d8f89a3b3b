"""A round trip through Moodle's files, read again by the rules of its imports."""

import csv
import html
import io

import pytest

from autograder.csv_files import restore
from autograder.errors import UserError
from autograder.export.moodle import MoodleExportPlugin
from tests.autograder.export.graded import export, table

HEADER = ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade",
          "Grade can be changed", "Last modified (submission)", "Last modified (grade)",
          "Feedback comments"]  # fmt: skip


def row(number, name, email, changeable="Yes", comment=""):
    return [f"Participant {number}", name, email, "Submitted for grading", "", "100.00", changeable,
            "Sunday, 1 March 2026, 11:00 AM", "-", comment]  # fmt: skip


ROWS = [
    row(101, "Ada Łovelace", "ada@example.org"),
    row(102, "=Ben", "ben@example.org", comment="Well done"),
    row(103, "Chi", "chi@example.org"),
    row(104, "Dan", "dan@example.org"),
    row(105, "Eve", "eve@example.org", changeable="No"),
    row(999, "A stranger", "stranger@example.org"),
]


def worksheet(path, rows=ROWS, header=HEADER, bom=b""):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    path.write_bytes(bom + text.getvalue().encode())
    return path


def uploaded(content):
    """Grades and comments by participant, as Moodle takes them from a worksheet."""
    found = {}
    for cells in table(content):
        participant = cells["Identifier"][len("Participant ") :]
        grade = cells["Grade"].replace(" ", "")
        if grade and float(grade) <= float(cells["Maximum Grade"]):
            found[int(participant)] = (float(grade), cells["Feedback comments"])
    return found


def test_grades_arrive_and_all_else_is_as_it_was(class_made, tmp_path):
    path = worksheet(tmp_path / "grades.csv", bom=b"\xef\xbb\xbf")
    content, said = export(class_made, MoodleExportPlugin, worksheet=str(path),
                           to=str(tmp_path / "import.csv"))  # fmt: skip
    assert uploaded(content) == {101: (100, ""), 102: (33.3333, "Well done")}
    before, after = path.read_bytes().splitlines(), content.splitlines()
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, False, False] + [True] * 4
    assert after[2] == before[2].replace(b"grading,,100", b"grading,33.3333,100")
    assert "Grades written: 2." in said
    assert "Locked in Moodle, and left so (1): eve." in said
    assert "Rows of Moodle that are nobody's here (1): Participant 999." in said
    assert "Cells of Moodle's own file that begin like a formula: 1." in said


def test_comments_are_harmless_and_keep_the_teachers_own(class_made, tmp_path):
    path = worksheet(tmp_path / "grades.csv")
    content, said = export(class_made, MoodleExportPlugin, worksheet=str(path), comments=True,
                           rejected="zero", to=str(tmp_path / "import.csv"))  # fmt: skip
    found = uploaded(content)
    assert found[101] == (100, "&lt;b&gt;a&lt;/b&gt;")
    assert found[102][1] == "Well done"
    assert found[104][0] == 0
    reason = html.unescape(restore(found[104][1]))
    assert reason == "This is no notebook: =1+1, submit it again."
    assert "A comment is there already, and was kept (1): ben." in said


def test_a_lower_maximum_is_reported(class_made, tmp_path):
    rows = [[cell.replace("100.00", "50,00") for cell in cells] for cells in ROWS]
    path = worksheet(tmp_path / "grades.csv", rows)
    _, said = export(class_made, MoodleExportPlugin, worksheet=str(path),
                     to=str(tmp_path / "import.csv"))  # fmt: skip
    assert "Moodle's largest grade is 50,00 and the gradebook's 100:" in said


def test_a_worksheet_in_another_language_needs_its_headers(class_made, tmp_path):
    german = {"Identifier": "ID", "Grade": "Bewertung"}
    path = worksheet(tmp_path / "grades.csv", header=[german.get(name, name) for name in HEADER])
    to = str(tmp_path / "import.csv")
    with pytest.raises(UserError, match="no column Identifier, but ID, Full name"):
        export(class_made, MoodleExportPlugin, worksheet=str(path), to=to)
    content, _ = export(class_made, MoodleExportPlugin, worksheet=str(path), to=to,
                        identifier_column="ID", grade_column="Bewertung")  # fmt: skip
    assert [cells["Bewertung"] for cells in table(content)][:2] == ["100", "33.3333"]


def test_with_hidden_names_the_number_is_enough(class_made, tmp_path):
    header = [name for name in HEADER if name not in ("Full name", "Email address")]
    rows = [[cells[0], *cells[3:]] for cells in ROWS]
    path = worksheet(tmp_path / "grades.csv", rows, header)
    content, _ = export(class_made, MoodleExportPlugin, worksheet=str(path),
                        to=str(tmp_path / "import.csv"))  # fmt: skip
    assert uploaded(content)[102][0] == 33.3333


def test_a_file_for_the_import_has_only_those_with_a_grade(class_made, tmp_path):
    """An empty grade would take one away, an unknown person would stop the whole import."""
    content, said = export(class_made, MoodleExportPlugin, to=str(tmp_path / "import.csv"))
    rows = table(content)
    assert [(r["ID number"], r["Email address"], r["dinosaur_land"]) for r in rows] == [
        ("ada", "ada@example.org", "100"),
        ("ben", "ben@example.org", "33.3333"),
        ("eve", "eve@example.org", "3.5"),
    ]
    assert "Grades written: 3." in said and "above 100" not in said
    content, _ = export(class_made, MoodleExportPlugin, to=str(tmp_path / "import.csv"),
                        rejected="zero", unfinished="score", comments=True)  # fmt: skip
    names = [r["Full name"] for r in table(content)]
    assert names[2:4] == ["Chi,' =HYPERLINK(1)", "'-Dan+1"]
