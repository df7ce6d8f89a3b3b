"""One table with everything, the same each time."""

import math

import pytest

from autograder.csv_files import restore
from autograder.export.wide import WideExportPlugin
from tests.autograder.export.graded import ASSIGNMENT, CELLS, ROSTER, export, table


@pytest.fixture(scope="module")
def wide(class_made, tmp_path_factory):
    to = str(tmp_path_factory.mktemp("wide") / "wide.csv")
    return export(class_made, WideExportPlugin, to=to)


def test_every_student_and_every_state_has_a_row(wide):
    content, said = wide
    rows = {row["student"]: row for row in table(content)}
    assert list(rows) == ["ada", "ben", "chi", "dan", "eve", "fay", "gus"]
    assert {name: row["state"] for name, row in rows.items()} == {
        "ada": "graded", "ben": "graded", "chi": "needs manual grade", "dan": "rejected",
        "eve": "graded", "fay": "not graded yet", "gus": "missing",
    }  # fmt: skip
    assert said == ("Students: 7, of them 3 graded, 1 needs manual grade, 1 rejected, "
                    "1 not graded yet, 1 missing.")  # fmt: skip
    # Only whoever was graded has points; nobody's missing grade is a 0.
    assert [rows[name]["total"] for name in rows] == ["100", "33.3333", "", "", "3.5", "", ""]
    assert rows["dan"]["score"] == rows["dan"]["test-clip"] == rows["gus"]["exercise clip"] == ""


def test_columns_follow_the_released_notebook(wide):
    header = list(table(wide[0])[0])
    assert header[:8] == ["student", "name", "email", "platform_id", "state", "reason",
                          "submitted", "seconds_late"]  # fmt: skip
    assert header[8:-7] == [
        column
        for name in CELLS
        for column in (name, f"{name} auto", f"{name} manual", f"{name} extra", f"{name} max")
    ]
    assert header[-7:] == ["exercise sample", "exercise test-clip", "exercise clip", "score",
                           "late_penalty", "total", "max_total"]  # fmt: skip


def test_points_by_hand_penalties_and_times_are_there(wide):
    rows = {row["student"]: row for row in table(wide[0])}
    ben, eve = rows["ben"], rows["eve"]
    assert ben["submitted"] == "2026-03-01 13:00:00"
    assert (ben["seconds_late"], ben["late_penalty"], ben["score"]) == ("3600", "0.3", "33.6333")
    assert (eve["test-clip"], eve["test-clip auto"], eve["test-clip manual"]) == ("2.5", "0", "2.5")
    assert (eve["seconds_late"], eve["test-clip max"], eve["max_total"]) == ("0", "30", "100")
    assert eve["score"] == "3.5"


def test_sums_of_cells_are_nbgraders_own(wide):
    for row in table(wide[0]):
        if row["score"]:
            cells = math.fsum(float(row[name]) for name in CELLS)
            assert abs(cells - float(row["score"])) < 0.001


def test_text_of_students_is_defused_and_kept(wide):
    rows = {row["student"]: row for row in table(wide[0])}
    assert rows["dan"]["name"] == "'-Dan+1"
    assert {row["name"] for row in rows.values()} >= {"Ben Łukasz", "Chi,' =HYPERLINK(1)"}
    assert [restore(rows[row[0]]["name"]) for row in ROSTER] == [row[1] for row in ROSTER]


def test_the_same_marks_give_the_same_bytes(wide, class_made, tmp_path):
    again = export(class_made, WideExportPlugin, to=str(tmp_path / "wide.csv"))
    assert again == wide
    assert wide[0].startswith(b"\xef\xbb\xbf")


def test_some_students_only(class_made, tmp_path):
    content, _ = export(class_made, WideExportPlugin, to=str(tmp_path / "w.csv"), student=["eve"])
    assert [row["student"] for row in table(content)] == ["eve"]


def test_broken_records_and_notebooks_cost_only_their_own_part(course, tmp_path):
    work = course / "course"
    (work / "grading_records" / ASSIGNMENT / "dan.json").write_text('{"rejected": ')
    (work / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").write_text("[]")
    content, _ = export(course, WideExportPlugin, to=str(tmp_path / "wide.csv"))
    rows = table(content)
    assert rows[3]["state"] == "missing"
    assert list(rows[0])[8] == "test-clip"
