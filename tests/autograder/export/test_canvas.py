"""A round trip through files as Canvas exports them, read again by the rules of its import."""

import csv
import io

import pytest

from autograder.collect.roster import Person, write_roster
from autograder.errors import UserError
from autograder.export.canvas import CanvasExportPlugin
from tests.autograder.export.graded import ASSIGNMENT, export

IDENTITY = ["Student", "ID", "SIS User ID", "SIS Login ID", "Root Account", "Section"]
HEADER = [*IDENTITY, "Notes", "Quiz 1 (41)", "Dinosaur Land (42)", "Dinosaur Land II (43)",
          "Exercises Current Score", "Final Score"]  # fmt: skip
POSTING = [""] * 8 + ["Manual Posting", "", "", ""]
POSSIBLE = ["    Points Possible", "", "", "", "", "", "", "5.00", "100.00", "10.00",
            "(read only)", "(read only)"]  # fmt: skip


def row(name, number, login, before="", section="Morning"):
    return [name, number, "", login, "school.example", section, "n", "4.00", before, "", "80.0", ""]


ROWS = [
    row("Łovelace, Ada", "101", "ada"),
    row('Łukasz, "Ben"', "102", "ben", "7.00", "Morning and Evening"),
    row('="=HYPERLINK(1)"', "103", "chi"),
    row("Dan, Dan", "104", "dan"),
    row("Eve", "105", "eve@example.org", "EX"),
    row("Fay", "106", "fay"),
    row("Stranger, A", "999", "stranger"),
    row("Student, Test", "1000", "0123456789abcdef"),
]


def gradebook(path, rows=ROWS, header=HEADER, possible=POSSIBLE, delimiter=",", bom=b"",
              encoding="utf-8"):  # fmt: skip
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerows([header, POSTING, possible, *rows])
    path.write_bytes(bom + text.getvalue().encode(encoding))
    return path


def imported(content, title="Dinosaur Land (42)"):
    """Grades by number as Canvas's import reads a file: semicolons and decimal commas, too."""
    text = content.decode("utf-8-sig")
    delimiter = ";" if text.split("\n")[0].count(";") > text.split("\n")[0].count(",") else ","
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    assert "Student" in header[0] and "ID" in header[1] and "Section" in header
    place = header.index(title)
    grades = {}
    for cells in rows:
        if "Points Possible" in cells[0] or not cells[1]:
            continue
        grades[cells[1]] = cells[place].strip().replace(",", ".")
    return grades


EXPECTED = {"101": "100", "102": "33.3333", "103": "", "104": "", "105": "EX", "106": "",
            "999": "", "1000": ""}  # fmt: skip


def test_marks_arrive_and_all_else_is_as_it_was(class_made, tmp_path):
    path = gradebook(tmp_path / "export.csv")
    content, said = export(class_made, CanvasExportPlugin, gradebook_csv=str(path),
                           to=str(tmp_path / "import.csv"))  # fmt: skip
    assert imported(content) == EXPECTED
    before, after = path.read_text().splitlines(), content.decode().splitlines()
    changed = [n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    assert changed == [3, 4]
    assert after[3] == before[3].replace(",4.00,,", ",4.00,100,")
    assert after[4] == before[4].replace(",4.00,7.00,", ",4.00,33.3333,")
    assert "Grades written: 2, 1 of them in place of another." in said
    assert "not assigned there (N/A), and left so (1): eve (EX)." in said
    assert "nobody's here (1): Stranger, A (ID 999)." in said
    assert "Test" not in said
    assert (
        "Rejected, so no grade; rejected = 'zero' gives 0 unless one was earned before (1): dan."
        in said
    )
    assert "Needs manual grade, so no grade; finish them in formgrader, or" in said
    assert "set unfinished = 'score' (1): chi." in said
    assert "Not graded yet, so no grade; run `autograder grade` (1): fay." in said
    assert "Cells of Canvas's own file that begin like a formula: 1." in said


def test_the_same_file_comes_out_each_time(class_made, tmp_path):
    path = str(gradebook(tmp_path / "export.csv"))
    to = str(tmp_path / "import.csv")
    once = export(class_made, CanvasExportPlugin, gradebook_csv=path, to=to)
    assert export(class_made, CanvasExportPlugin, gradebook_csv=path, to=to) == once


@pytest.mark.parametrize("variant", ["semicolon", "bom", "crlf", "names", "no sis", "latin-1"])
def test_variants_of_the_export(class_made, tmp_path, variant):
    header, rows, possible, options = HEADER, ROWS, POSSIBLE, {}
    if variant == "semicolon":
        options = {"delimiter": ";", "bom": b"\xef\xbb\xbf"}
        possible = [cell.replace(".", ",") for cell in POSSIBLE]
    if variant == "bom":
        options = {"bom": b"\xef\xbb\xbf"}
    if variant == "names":
        names = ["LastName", "FirstName", *HEADER[1:]]
        possible = ["    Points Possible", "", *POSSIBLE[1:]]
        path = gradebook(tmp_path / "a.csv", [["Lovelace", "Ada", *ROWS[0][1:]]], names, possible)
        content, _ = export(class_made, CanvasExportPlugin, gradebook_csv=str(path),
                            to=str(tmp_path / "b.csv"))  # fmt: skip
        assert content.decode().splitlines()[3].split(",")[9] == "100"
        return
    if variant == "no sis":
        header = [*HEADER[:2], *HEADER[3:4], *HEADER[5:]]
        rows = [[*cells[:2], *cells[3:4], *cells[5:]] for cells in ROWS]
        possible = [*POSSIBLE[:2], *POSSIBLE[3:4], *POSSIBLE[5:]]
    if variant == "latin-1":
        options = {"encoding": "latin-1"}
        rows = [[cell.replace("Ł", "Ö") for cell in cells] for cells in ROWS]
    path = gradebook(tmp_path / "export.csv", rows, header, possible, **options)
    if variant == "crlf":
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    content, said = export(class_made, CanvasExportPlugin, gradebook_csv=str(path),
                           to=str(tmp_path / "import.csv"))  # fmt: skip
    assert content.startswith(options.get("bom", b""))
    assert content.count(b"\r\n") == path.read_bytes().count(b"\r\n")
    if variant == "latin-1":
        content = content.decode("latin-1").encode()
    assert imported(content) == EXPECTED
    assert "Canvas counts" not in said


def test_traits_give_zeros_and_unfinished_scores(class_made, tmp_path):
    rows = [*ROWS, row("Gus", "107", "gus")]
    path = gradebook(tmp_path / "export.csv", rows)
    content, _ = export(class_made, CanvasExportPlugin, gradebook_csv=str(path),
                        to=str(tmp_path / "import.csv"),
                        missing="zero", rejected="zero", unfinished="score")  # fmt: skip
    # What waits to be graded is not missing.
    assert imported(content) == {**EXPECTED, "103": "55", "104": "0", "107": "0"}


def test_a_mark_earned_before_a_rejected_submission_is_not_made_a_zero(course, tmp_path):
    record = course / "course" / "grading_records" / ASSIGNMENT / "ben.json"
    record.write_text('{"rejected": "Broken.", "notes": ["Broken."]}')
    path = gradebook(tmp_path / "export.csv")
    content, said = export(course, CanvasExportPlugin, gradebook_csv=str(path), rejected="zero",
                           to=str(tmp_path / "import.csv"))  # fmt: skip
    assert imported(content) == {**EXPECTED, "102": "7.00", "104": "0"}
    assert "unless one was earned before (1): ben." in said


def test_other_points_possible_are_reported(class_made, tmp_path):
    possible = [cell.replace("100.00", "50.00") for cell in POSSIBLE]
    path = gradebook(tmp_path / "export.csv", possible=possible)
    content, said = export(class_made, CanvasExportPlugin, gradebook_csv=str(path),
                           to=str(tmp_path / "import.csv"))  # fmt: skip
    assert "Canvas counts 50.00 points for this assignment and the gradebook 100:" in said
    assert imported(content) == EXPECTED


@pytest.mark.parametrize("wanted", ["Dinosaur Land II (43)", "Dinosaur Land II", "43"])
def test_a_column_can_be_named(class_made, tmp_path, wanted):
    path = gradebook(tmp_path / "export.csv")
    content, _ = export(class_made, CanvasExportPlugin, gradebook_csv=str(path), column=wanted,
                        to=str(tmp_path / "import.csv"))  # fmt: skip
    assert imported(content, "Dinosaur Land II (43)")["101"] == "100"
    assert imported(content)["101"] == ""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Dinosaur Land (42)": "Essay (42)"}, "has no column for dinosaur_land; name one with "
         r"--column \(trait column\): 'Notes', 'Quiz 1"),
        ({"Dinosaur Land II (43)": "dinosaur land (43)"},
         r"has several columns .*: 'Dinosaur Land \(42\)', 'dinosaur land \(43\)'"),
        ({"Student": "Name"}, "no gradebook that Canvas exported"),
        ({"Section": "Group"}, "has no column Section"),
    ],
)  # fmt: skip
def test_a_file_without_one_clear_column_is_reported(class_made, tmp_path, change, reason):
    path = gradebook(tmp_path / "export.csv", header=[change.get(name, name) for name in HEADER])
    to = tmp_path / "import.csv"
    with pytest.raises(UserError, match=reason):
        export(class_made, CanvasExportPlugin, gradebook_csv=str(path), to=str(to))
    assert not to.exists()


def test_a_read_only_column_and_the_export_itself_are_left_alone(class_made, tmp_path):
    path = gradebook(tmp_path / "export.csv")
    before = path.read_bytes()
    with pytest.raises(UserError, match="name another with --to"):
        export(class_made, CanvasExportPlugin, gradebook_csv=str(path), to=str(path))
    assert path.read_bytes() == before
    path = gradebook(
        tmp_path / "b.csv", possible=[c.replace("100.00", "(read only)") for c in POSSIBLE]
    )
    with pytest.raises(UserError, match=r"takes no grades .* it says \(read only\)"):
        export(class_made, CanvasExportPlugin, gradebook_csv=str(path), to=str(tmp_path / "c.csv"))


def test_a_row_that_could_be_two_peoples_gets_nothing(class_made, tmp_path):
    rows = [row("A", "101", "ben"), row("B", "102", "x"), row("C", "777", "ben@example.org")]
    path = gradebook(tmp_path / "export.csv", rows)
    content, said = export(class_made, CanvasExportPlugin, gradebook_csv=str(path),
                           to=str(tmp_path / "import.csv"))  # fmt: skip
    assert set(imported(content).values()) == {""}
    assert "A (ID 101) could be ada or ben; B (ID 102) and C (ID 777) could both be ben" in said
    assert "does not list (3): ada; ben; eve" in said


def test_a_row_repeated_for_a_second_section_is_filled_twice(class_made, tmp_path):
    rows = [row("A", "101", "ada"), row("A", "101", "ada", section="Evening")]
    path = gradebook(tmp_path / "export.csv", rows)
    content, _ = export(class_made, CanvasExportPlugin, gradebook_csv=str(path),
                        to=str(tmp_path / "import.csv"))  # fmt: skip
    assert content.decode().count(",4.00,100,") == 2


def test_without_an_export_a_small_file_is_made(course):
    write_roster(course / "course" / "roster.csv", [
        Person("ada", "=cmd|' /C calc'!A0", "", "101"), Person("ben", "Ben", "", ""),
        Person("gus", "Gus", "", "107"),
    ])  # fmt: skip
    content, said = export(course, CanvasExportPlugin)
    lines = content.decode().splitlines()
    assert lines == [
        '"Student","ID","SIS Login ID","Section","dinosaur_land"',
        '"    Points Possible",,,,100',
        '"\'=cmd|\' /C calc\'!A0",101,"ada",,100',
        '"Ben",,"ben",,33.3333',
        '"eve",,"eve",,3.5',
    ]  # an empty cell would take a grade away, so nobody without one has a row
    assert "Grades written: 3. Canvas makes a new assignment unless" in said
    assert (course / "course" / "exports" / f"{ASSIGNMENT}_canvas.csv").is_file()
