"""The report shows the numbers of the gradebook, for any class, in the same bytes each time."""

import re
import shutil
import statistics
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from autograder.course import Course
from autograder.errors import UserError
from autograder.feedback import seal_html
from autograder.report.class_data import feedback_link, read_class
from autograder.report.report_page import is_local, render_report, write_report
from autograder.report.view import view
from tests.autograder.conftest import run
from tests.autograder.report.made_up import (
    CELLS,
    DUE,
    NAME,
    add_grades,
    add_record,
    cell_result,
    gradebook_of,
)

MADE = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)
NOTHING = "\u2013"
FULL = {cell: float(points) for cell, points in CELLS.items()}


class Words(HTMLParser):
    """A page's text, drawings and style left out; attributes that name things kept."""

    def __init__(self, page):
        super().__init__()
        self.parts, self.labels, self.outside = [], [], 0
        self.feed(page)
        self.text = " ".join(" ".join(self.parts).split())

    def handle_starttag(self, tag, attributes):
        self.outside += tag in ("svg", "style")
        self.labels += [value for name, value in attributes if name == "aria-label"]

    def handle_endtag(self, tag):
        self.outside -= tag in ("svg", "style")

    def handle_data(self, data):
        if not self.outside:
            self.parts.append(data)


def words(course):
    return Words(write_report(course, NAME, MADE).read_text(encoding="utf-8"))


def graded(course, students, **grades):
    """Grade students with full points, or with the given changes."""
    add_grades(course, {name: {"cells": FULL, **grades.get(name, {})} for name in students})
    for name in students:
        cells = {cell: cell_result(cell, points) for cell, points in FULL.items()}
        add_record(course, name, cells)


def test_headline_numbers_are_the_gradebooks(shown_course, shown_page):
    """Computed from nbgrader's own objects, one student at a time, as its export does."""
    with gradebook_of(shown_course) as gradebook:
        submissions = gradebook.assignment_submissions(NAME)
        totals = [max(0.0, one.score - one.late_submission_penalty) for one in submissions]
        late = [one for one in submissions if one.total_seconds_late > 0]
        unpunished = sum(not one.late_submission_penalty for one in late)
        scores = {
            cell: [gradebook.find_grade(cell, NAME, NAME, one.student.id).score
                   for one in submissions]
            for cell in ("test-clip-range", "test-model-carry")
        }  # fmt: skip
    text = Words(shown_page.read_text(encoding="utf-8")).text
    q1, median, q3 = statistics.quantiles(totals, method="inclusive")
    mean = round(statistics.fmean(totals), 1)
    assert f"Submitted {len(totals) + 2} roster: {len(totals) + 5}" in text
    assert f"Graded {len(totals)} Rejected 2 Missing 3" in text
    assert f"Late {len(late)} {unpunished} without a penalty" in text
    assert f"Median {round(median, 1):g} of 100 Mean {mean:g}" in text
    assert f"Middle half {round(q1, 1):g} to {round(q3, 1):g}" in text
    for cell, points in scores.items():
        full = round(100 * sum(one == CELLS[cell] for one in points) / len(points))
        mean = round(statistics.fmean(points), 1)
        label = cell.split("-", 2)[2]
        assert re.search(rf"{label} {full} % \d+ % {mean:g} {CELLS[cell]} \d", text)


def test_manual_scores_and_penalties_count(bare):
    graded(
        bare,
        ["ann", "ben"],
        ann={"manual": {"test-clip-range": 1.5}, "penalty": 10.0},
        ben={"by_hand": ["test-clip-range", "test-model-carry"]},
    )
    text = words(bare).text
    assert "Lowest, highest 87.5, 100" in text
    assert "Manual grading 1 2 cells" in text
    assert "ben 100 2 cells" in text


def test_the_same_class_makes_the_same_bytes(shown_course):
    """Also in another process, by the command, except for the time."""
    made = re.compile(r"Created \d{4}-\d\d-\d\d \d\d:\d\d UTC")
    first = write_report(shown_course, NAME, MADE).read_bytes()
    assert write_report(shown_course, NAME, MADE).read_bytes() == first
    done = run(["autograder", "report"], shown_course.root)
    assert done.returncode == 0, done.stderr
    path = shown_course.work / "report" / f"{NAME}.html"
    assert done.stdout.strip() == f"Report: {path}"
    assert made.sub("", path.read_text("utf-8")) == made.sub("", first.decode())
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_nobody_has_submitted(bare):
    page = words(bare)
    assert f"Submitted 0 Graded 0 Rejected 0 Missing {NOTHING} there is no roster.csv" in page.text
    assert "Nobody has a grade yet." in page.text
    assert "Needs review Nobody." in page.text


def test_one_student_with_full_points(bare):
    graded(bare, ["ann"])
    page = words(bare)
    assert "Median 100 of 100 Mean 100" in page.text
    assert "No submission needs review." in page.text
    assert "Submissions by points: 95 to 100: 1." in " ".join(page.labels)
    assert "All 17 limits had their default values." in page.text


def test_all_rejected(bare):
    for name in ("ann", "ben"):
        add_record(bare, name, rejected="The file is not a notebook.", seconds={}, limits={})
    text = words(bare).text
    assert "Graded 0 Rejected 2" in text
    assert "ann none The file is not a notebook." in text
    assert "Nobody has a grade yet." in text


def test_a_rejected_submission_keeps_an_earlier_grade(bare):
    graded(bare, ["ann"])
    add_record(bare, "ann", rejected="The file is not a notebook.")
    text = words(bare).text
    assert "Graded 0 Rejected 1" in text
    assert "ann 100 The file is not a notebook. An earlier grade still counts." in text
    assert "1 rejected submission keeps an earlier grade, which is counted" in text


def test_without_records_the_gradebook_alone_makes_a_report(bare):
    """As after nbgrader's own commands."""
    graded(bare, ["ann", "ben"])
    shutil.rmtree(bare.work / "grading_records")
    text = words(bare).text
    assert "Submitted 2 Graded 2" in text
    assert f"range 100 % 0 % 4 4 {NOTHING} {NOTHING} {NOTHING}" in text


def test_submitted_but_not_graded(bare):
    (bare.work / "submitted" / "ann" / NAME).mkdir(parents=True)
    # What nbgrader makes first: grades of nothing.
    add_grades(bare, {"ben": {"cells": dict.fromkeys(CELLS), "by_hand": list(CELLS)}})
    text = words(bare).text
    assert "Submitted 2 Graded 0 Rejected 0 Not graded yet 2" in text
    assert "ann none The gradebook has no grade." in text


def test_an_assignment_worth_nothing(bare):
    with gradebook_of(bare) as gradebook:
        for cell in gradebook.find_notebook(NAME, NAME).grade_cells:
            cell.max_score = 0
        gradebook.db.commit()
    stamps = {name: {"timestamp": DUE + timedelta(days=index)} for index, name in enumerate("ab")}
    add_grades(bare, {name: {"cells": dict.fromkeys(CELLS, 0.0), **stamps[name]} for name in "ab"})
    assert "Median 0 of 0" in words(bare).text


def test_each_reason_for_review_is_shown(bare):
    graded(
        bare,
        ["ann", "ben", "cat", "dan", "eva", "fay"],
        fay={"timestamp": DUE + timedelta(hours=3)},
    )
    cell = "test-clip-range"
    changed = f"The cell {cell} is locked; its released content was restored."
    add_record(bare, "ann", repairs=[changed, "The file was stored as UTF-16 and read as such."])
    add_record(bare, "ben", events=["cell 3 used too much memory"])
    add_record(bare, "cat", sandbox="none (--unsafe)")
    add_record(bare, "dan", {cell: cell_result(
        cell, message="clip took too long; an endless loop?.", kind="Failed")})  # fmt: skip
    add_record(bare, "eva", {cell: cell_result(cell, message="The hidden test uses x.y.",
                                           kind="UnsupportedCallError")})  # fmt: skip
    (bare.work / "roster.csv").write_text("id,name\n" + "".join(f"{n},\n" for n in "abx"))
    text = words(bare).text
    for line in (
        "Possible tampering 1",
        f"ann 100 {changed}",
        "Repaired 1",
        "ben 100 cell 3 used too much memory",
        "cat 100 The grading record states that no sandbox was used.",
        f"dan 100 {cell}: clip took too long",
        f"eva 100 {cell}: The hidden test uses x.y.",
        "fay 100 3.0 h late",
        "Not on the roster 6",
        "6 submissions need review.",
        "Missing students: 3",
    ):
        assert line in text


def test_mixed_versions_and_changed_limits_are_shown(bare):
    graded(bare, ["ann", "ben"])
    add_record(
        bare, "ben", grader_version="9" * 20, limits={"memory_mb": 1000, "files": 20_000},
        graded_at="2026-03-23T12:00:00+02:00",
    )  # fmt: skip
    add_record(bare, "cat", graded_at="9999-12-31T23:59:59-23:59")
    add_record(bare, "dan", graded_at="no time")
    text = words(bare).text
    assert "7be12d90c441 (3 grades); 999999999999 (1 grade)" in text
    assert "The versions differ between grades" in text
    assert "1 limit differs from the default: memory_mb" in text
    assert "memory_mb 2,000 (3 grades); 1,000 (1 grade) (changed) 2,000" in text
    assert "Graded 2026-03-23 08:15 to 2026-03-23 10:00, UTC." in text


def test_never_released_is_one_sentence(bare):
    with pytest.raises(UserError, match="run `autograder release elsewhere` first"):
        write_report(bare, "elsewhere")


def test_links_lead_to_pages_that_are_there_and_nowhere_else(bare):
    add_record(bare, "Zoë O'Brien #1", feedback=True)
    add_record(bare, "ann", feedback=False)
    link = feedback_link(bare, NAME, "Zoë O'Brien #1")
    assert link == f"../feedback/Zo%C3%AB%20O%27Brien%20%231/{NAME}/{NAME}.html"
    for student in ("ann", "nobody", "..", "Zoë O'Brien #1/../Zoë O'Brien #1", "a\0b", ""):
        assert feedback_link(bare, NAME, student) is None


@pytest.mark.parametrize(
    "address",
    ["https://example.org", "javascript:x", "//example.org", "/etc/passwd", "../gradebook.db",
     "data:text/html,x", " ../feedback/"],
)  # fmt: skip
def test_the_seal_lets_no_other_address_pass(address):
    assert not is_local("href", address)
    page = f'<a href="{address}" onclick="x()">there</a><script>x()</script>'
    sealed = seal_html(page, is_allowed=is_local, web=False)
    assert sealed == "<a>there</a>"


def test_a_lost_picture_is_an_error(shown_course):
    """Otherwise a page without its figures would be written."""
    values = view(shown_course, NAME, read_class(shown_course, NAME), MADE)
    page = render_report(values)
    assert page.count("<svg") == 8
    assert 'id="picture-' not in page


def queries(course):
    """Number of statements that a report sends to the database."""
    seen = []
    listener = lambda *said: seen.append(said[2])  # noqa: E731, one to add and to remove
    event.listen(Engine, "before_cursor_execute", listener)
    try:
        write_report(course, NAME, MADE)
    finally:
        event.remove(Engine, "before_cursor_execute", listener)
    return len(seen)


def test_queries_do_not_grow_with_the_class(bare, shown_course):
    graded(bare, ["ann", "ben"])
    assert queries(bare) == queries(shown_course) <= 60


def test_a_large_class_makes_a_small_page(bare):
    """Every table is limited; here each of 100 students has many reasons for review."""
    names = [f"student{number:02}" for number in range(100)]
    late = {"timestamp": DUE + timedelta(hours=1)}
    graded(bare, names, **dict.fromkeys(names, late))
    for number, name in enumerate(names):
        said = {cell: cell_result(cell, message=f"wrong in way {'x' * number}") for cell in CELLS}
        add_record(bare, name, said, repairs=["y" * 1000] * 50, sandbox="none (--unsafe)")
    (bare.work / "roster.csv").write_text("id\n" + "".join(f"gone{n}\n" for n in range(300)))
    path = write_report(bare, NAME, MADE)
    text = Words(path.read_text(encoding="utf-8")).text
    assert path.stat().st_size < 400_000
    assert f"and 60 more: see course/grading_records/{NAME}." in text
    assert "and 100 more: compare course/roster.csv with course/submitted." in text


def test_a_course_can_be_named_by_its_folder(bare):
    assert write_report(Course(bare.root), NAME, MADE) == bare.work / "report" / f"{NAME}.html"
