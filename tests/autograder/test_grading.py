"""Grading a class with the commands: nbgrader, kernels, gradebook, feedback."""

# ruff: noqa: F811, a fixture that is imported bears the name of an argument

import os
import shutil
import signal
import subprocess
import time
from html.parser import HTMLParser

import nbformat
import pytest

from autograder.console import get_exercise
from autograder.course import Course
from autograder.demo import fill_in_solutions, make_example_submissions
from autograder.files import write_atomically
from autograder.grading.results import plain
from autograder.release.source_notebook import read_solutions
from tests.autograder import tiny
from tests.autograder.conftest import SCRIPTS, grades_of, run
from tests.autograder.tiny import TINY, tiny_course, tiny_released  # noqa: F401
from tests.instructor import ROOT, read

NAME = "dinosaur_land"
STUDENTS = ("one", "two")

# Points by exercise, derived from the notebook and the mistakes of each example student. None for a
# rejected submission.
EXPECTED = {
    "ada_all_right": (10, 30, 20, 40),
    "ben_half_done": (10, 30, 0, 0),
    "chi_untouched": (0, 0, 0, 0),
    "dan_forgets_the_state": (10, 18, 20, 40),
    "eve_clips_from_above": (3, 30, 13, 40),
    "fay_crash": (0, 30, 0, 0),
    "gus_ends_the_kernel": (10, 30, 0, 0),
    "hal_endless_loop": (10, 30, 0, 0),
    "ivy_older_format": (10, 30, 20, 40),
    "jo_no_notebook": None,
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The course of `autograder demo`, and its output."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    done = run(["autograder", "demo", "--into", folder], ROOT)
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def rows(folder):
    return grades_of(folder, NAME)


@pytest.mark.parametrize("student", EXPECTED)
def test_demo_grades_each_student(demo, student):
    folder, printed = demo
    expected = EXPECTED[student]
    (line,) = (line for line in printed.split("\n") if student in line)
    cells = [cell.strip() for cell in line.strip("│ ").split("│")]
    shown = [*expected, sum(expected)] if expected else ["-"] * 5
    assert cells[1:6] == [str(points) for points in shown]
    assert rows(folder)[student]["total"] == (str(sum(expected)) if expected else "")


REASONS = {
    "ben_half_done": "Still to write",
    "dan_forgets_the_state": "The hidden state is not",
    "eve_clips_from_above": "did you clip only from above?",
    "fay_crash": "left broken",
    "gus_ends_the_kernel": "ended the Python process",
    "hal_endless_loop": "endless loop",
    "jo_no_notebook": "is not a notebook",
}


@pytest.mark.parametrize("student", REASONS)
def test_demo_prints_each_reason(demo, student):
    """The table folds long reasons into several lines."""
    _, printed = demo
    lines = printed.split("\n")
    start = next(i for i, line in enumerate(lines) if student in line)
    notes = []
    for line in lines[start:]:
        cells = line.strip("│ ").split("│")
        if notes and cells[0].strip() in EXPECTED:
            break
        notes.append(cells[-1].strip())
    assert REASONS[student] in " ".join(notes)


class Text(HTMLParser):
    """Collects the text of a page."""

    def __init__(self, page):
        super().__init__()
        self.parts = []
        self.feed(page)

    def handle_data(self, data):
        self.parts.append(data)


@pytest.mark.parametrize("student", EXPECTED)
def test_demo_writes_each_feedback_page(demo, student):
    folder, _ = demo
    page = (folder / "course" / "feedback" / student / NAME / f"{NAME}.html").read_text()
    text = "".join(Text(page).parts)
    if EXPECTED[student] is None:
        assert REASONS[student] in text
    else:
        assert f"Score: {sum(EXPECTED[student])}" in " ".join(text.split())


def test_demo_prints_the_paths_of_its_files(demo):
    folder, printed = demo
    for name in (f"grades/{NAME}.csv", f"report/{NAME}.html", "gradebook.db", "feedback"):
        assert str(folder / "course" / name) in printed
        assert (folder / "course" / name).exists()


def test_the_same_sources_give_the_same_bytes(demo, released):
    """Two commands release them in two folders."""
    folder, _ = demo
    zips = [(course / "course" / f"{NAME}.zip").read_bytes() for course in (folder, released)]
    assert zips[0] == zips[1]


def test_demo_does_not_change_other_folders(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    done = run(["autograder", "demo", "--into", tmp_path], ROOT)
    assert done.returncode == 2
    assert "is not an example course" in done.stderr
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def submit(course, **contents):
    for student, content in contents.items():
        write_atomically(
            course / "course" / "submitted" / student / NAME / f"{NAME}.ipynb", content
        )


@pytest.fixture(scope="module")
def contents(released):
    notebook = released / "course" / "release" / NAME / f"{NAME}.ipynb"
    return make_example_submissions(notebook, read_solutions(read()))


def autograded(course, student):
    return course / "course" / "autograded" / student / NAME / f"{NAME}.ipynb"


def test_score_and_feedback_follow_the_latest_submission(tiny_course):
    """Submit a good, a broken and again the good notebook; other students are not graded again."""
    work = tiny_course / "course"
    page = work / "feedback" / "one" / TINY / f"{TINY}.html"

    def grade(*options):
        done = run(["autograder", "grade", TINY, *options], tiny_course)
        assert done.returncode == 0, done.stderr
        shown = " ".join("".join(Text(page.read_text()).parts).split())
        notebooks = {who: work / "autograded" / who / TINY / f"{TINY}.ipynb" for who in STUDENTS}
        times = {who: path.stat().st_mtime_ns for who, path in notebooks.items()}
        return done.stdout, shown, times, grades_of(tiny_course, TINY)

    good = tiny.submit(tiny_course, "one", **tiny.GOOD)
    content = good.read_text()
    tiny.submit(tiny_course, "two")
    _, shown, first, _ = grade()
    assert "Score: 5" in shown

    good.write_text("no notebook")
    tiny.submit(tiny_course, "two", double="def double(x): return 2 if x == 1 else 0")
    printed, shown, second, table = grade()
    assert "is not a notebook" in printed
    assert "could not be graded" in shown
    # The gradebook keeps the earlier score. The table has no grade, so the platform keeps its own.
    earned = tiny.grades(tiny_course, "one")
    assert (earned["test-double"], earned["test-partly"]) == ((3, False), (2, False))
    assert (table["one"]["state"], table["one"]["total"]) == ("rejected", "")
    assert second["two"] != first["two"]
    assert float(table["two"]["test-partly"]) == 1

    good.write_text(content)
    _, shown, third, _ = grade()
    assert "Score: 5" in shown
    assert third["two"] == second["two"]

    _, _, last, _ = grade("--again")
    assert last["two"] != third["two"]


SLOW = "import time\ntime.sleep(6)\ndef double(x): return x + x  # as {} has written it"


def test_an_interrupted_run_continues(tiny_course):
    """Ctrl-C ends the run with one sentence and status 130; the next run grades the rest."""
    students = [f"student{number}" for number in range(6)]
    # Each differs from the others: equal files are graded once. Each waits, so that on the busiest
    # machine some are left when the first is recorded.
    for student in students:
        tiny.submit(tiny_course, student, double=SLOW.format(student))
    process = subprocess.Popen(
        [SCRIPTS / "autograder", "grade", TINY],
        cwd=tiny_course,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 300
    records = tiny_course / "course" / "grading_records" / TINY
    while not list(records.glob("*.json")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 130, errors
    assert errors.strip().endswith("interrupted; run the same command to continue.")
    done_before = sorted(path.stem for path in records.glob("*.json"))
    assert 0 < len(done_before) < len(students)

    def time_graded(student):
        path = tiny_course / "course" / "autograded" / student / TINY / f"{TINY}.ipynb"
        return path.stat().st_mtime_ns

    times = {student: time_graded(student) for student in done_before}
    assert run(["autograder", "grade", TINY], tiny_course).returncode == 0
    assert {student: tiny.grades(tiny_course, student)["test-double"] for student in students} == (
        dict.fromkeys(students, (3, False))
    )
    assert {student: time_graded(student) for student in done_before} == times


def test_nbgraders_own_commands_work_from_the_root(empty_course, contents):
    """generate_assignment, autograde, generate_feedback and export."""
    made = run(["nbgrader", "generate_assignment", NAME], empty_course)
    assert made.returncode == 0, made.stderr
    submit(empty_course, one=contents["eve_clips_from_above"], two=contents["ada_all_right"])
    for command in (["autograde", NAME], ["generate_feedback", NAME], ["export"]):
        done = run(["nbgrader", *command], empty_course)
        assert done.returncode == 0, done.stderr
    lines = (empty_course / "grades.csv").read_text()
    assert ",86.0,0.0,86.0,100.0" in lines
    assert ",100.0,0.0,100.0,100.0" in lines
    assert (empty_course / "course" / "feedback" / "one" / NAME / f"{NAME}.html").is_file()


# Names of folders are names of people.
DELETED, NAMES_OF_OTHERS = "Zoë O'Brien-Łęcka (2)", ("o*", "<b onclick=alert(1)>")


@pytest.fixture(scope="module")
def odd_class(released, contents, tmp_path_factory):
    """A class with a deleted test cell and with glob patterns as folder names, and its output."""
    course = shutil.copytree(released, tmp_path_factory.mktemp("odd") / "course")
    notebook = nbformat.reads(contents["ada_all_right"], as_version=4)
    notebook.cells = [c for c in notebook.cells if c.id != "test-clip-untouched"]
    submit(course, **{DELETED: nbformat.writes(notebook), "one": contents["ada_all_right"]})
    submit(course, **dict.fromkeys(NAMES_OF_OTHERS, contents["chi_untouched"]))
    done = run(["autograder", "grade"], course)
    assert done.returncode == 0, done.stderr
    return course, done.stdout


def test_a_deleted_test_cell_is_restored(odd_class):
    course, _ = odd_class
    assert float(rows(course)[DELETED]["total"]) == 100


def test_folder_names_that_match_others_are_rejected(odd_class):
    course, printed = odd_class
    assert printed.count("The folder name") == 2
    assert float(rows(course)["one"]["total"]) == 100


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["grade"], "was never released: run `autograder release` first"),
        (["--course", "nowhere", "grade"], "There is no nbgrader_config.py in"),
        (["release", "tyrannosaurs"], "There is no notebook notebooks/tyrannosaurs"),
    ],
)
def test_a_user_error_is_one_sentence(empty_course, command, sentence):
    done = run(["autograder", *command], empty_course)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert len(done.stderr.strip().split("\n")) == 1


def test_a_class_without_submissions_is_reported(course):
    done = run(["autograder", "grade"], course)
    assert done.returncode == 2
    assert (
        "There are no submissions of dinosaur_land: run `autograder collect`, or copy"
        in done.stderr
    )


def test_help_does_not_import_nbgrader():
    program = "import sys, autograder.cli; sys.exit('nbgrader' in sys.modules)"
    assert run(["python", "-c", program], ROOT).returncode == 0


def test_messages_of_students_cannot_control_the_terminal():
    assert plain("a\x1b[31mred\x07\u202e\nsecond line") == "a [31mred"
    assert len(plain("x" * 1000)) == 160


def test_exercises_are_derived_from_grade_ids():
    assert get_exercise("test-clip-every-array") == "clip"
    assert get_exercise("essay") == "essay"


def test_fill_in_solutions_changes_nothing_else(released):
    path = released / "course" / "release" / NAME / f"{NAME}.ipynb"
    before, after = nbformat.read(path, 4), fill_in_solutions(path, {"clip": "pass"})
    changed = [new.id for old, new in zip(before.cells, after.cells, strict=True) if old != new]
    assert changed == ["clip"]


def test_a_course_has_paths(released):
    course = Course(released)
    assert course.source(NAME).is_file()
    assert (course.step("release", assignment=NAME) / f"{NAME}.ipynb").is_file()
