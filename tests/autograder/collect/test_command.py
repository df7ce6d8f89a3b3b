"""`autograder collect` as an instructor runs it: a Canvas and a Moodle round, with the
gradebook."""

import json

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from autograder.cli import main
from autograder.collect.collection import add_students, due_date
from autograder.collect.roster import Person
from autograder.course import Course
from tests.autograder.collect.builders import NAME, canvas, moodle, notebook, table, tree
from tests.autograder.conftest import make_course, run


def call(folder, *arguments):
    """The command in this process: a new one spends seconds on importing nbgrader."""
    command = ["--course", str(folder), "collect", *map(str, arguments)]
    return CliRunner().invoke(main, command)


def students(folder):
    course = Course(folder)
    with Gradebook(course.api().coursedir.db_url) as gradebook:
        return {s.id: (s.first_name, s.last_name, s.email, s.lms_user_id)
                for s in gradebook.students}  # fmt: skip


@pytest.fixture
def bare_course(tmp_path):
    folder = tmp_path / "course of mine"
    folder.mkdir()
    return make_course(folder)


def test_a_canvas_round(bare_course, tmp_path):
    gradebook = table(
        tmp_path / "grades.csv", ["Student", "ID", "SIS Login ID", "Section", f"{NAME} (1)"],
        [["    Points Possible", "", "", "", "100"], ["Lovelace, Ada", 101, "ada@uni.org", "A", ""],
         ["Łukasiewicz, Jan", 102, "jan", "A", ""], ["אברהם, נועה", 103, "noa", "A", ""]],
    )  # fmt: skip
    path = canvas(tmp_path / "submissions.zip", [
        {"name": "Lovelace, Ada", "user": 101, "number": 501, "content": notebook("a")},
        {"name": "אברהם, נועה", "user": 103, "number": 502, "content": notebook("n")},
    ])  # fmt: skip
    would = call(bare_course, path, "--roster", gradebook, "--dry-run")
    assert would.exit_code == 0, would.output
    assert "Canvas's download, 2 people." in would.output
    assert would.output.endswith("Would collect dinosaur_land: 2 new, 1 missing.\n")
    work = bare_course / "course"
    assert list(work.iterdir()) == []

    done = run(["autograder", "collect", path, "--roster", gradebook], bare_course)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("Collected dinosaur_land: 2 new, 1 missing.\n")
    assert set(tree(work / "submitted")) == {
        f"{student}/{NAME}/{NAME}.ipynb" for student in ("ada@uni.org", "noa")
    }
    assert (work / "roster.csv").read_text().splitlines()[1] == (
        'ada@uni.org,"Lovelace, Ada",ada@uni.org,101'
    )
    assert students(bare_course) == {
        "ada@uni.org": ("Ada", "Lovelace", "ada@uni.org", "101"),
        "jan": ("Jan", "Łukasiewicz", None, "102"), "noa": ("נועה", "אברהם", None, "103"),
    }  # fmt: skip


def test_a_moodle_round_for_a_machine_and_a_mistake(bare_course, tmp_path):
    (bare_course / "course").mkdir()
    table(bare_course / "course" / "roster.csv", ["name", "id"], [["Ada Lovelace", "ada"]])
    path = moodle(tmp_path / "m.zip", [("Ada Lovelace", 7, {f"{NAME}.ipynb": notebook("a")}),
                                       ("Mallory", 8, {"x.ipynb": notebook("m")})])  # fmt: skip
    done = run(["autograder", "collect", path, "--json"], bare_course)
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    assert (told["new"], told["unknown"], told["missing"]) == (["ada"], ["mallory_8"], [])
    assert told["sources"][0]["platform"] == "moodle" and told["needs_review"] is True

    (bare_course / "course" / "roster.csv").write_text("id\nada\nada\n")
    before = tree(bare_course / "course")
    done = call(bare_course, path)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("autograder: ") and "line 3: the id 'ada'" in done.stderr
    assert "Traceback" not in done.stderr and tree(bare_course / "course") == before
    for arguments, sentence in [([], "Name a zip or folder"), (["none.zip"], "There is no"),
                                (["--assignment", "x", path], "There is no notebook")]:  # fmt: skip
        (bare_course / "course" / "roster.csv").unlink(missing_ok=True)
        done = call(bare_course, *arguments)
        assert done.exit_code == 2 and sentence in done.stderr


def test_students_of_the_gradebook(bare_course):
    course = Course(bare_course)
    assert due_date(course, NAME) == 0 and not (course.work / "gradebook.db").exists()
    people = [Person(f"s{i}", f"Given Family{i}", "", str(i)) for i in range(450)]
    assert add_students(course, people) == 450
    assert add_students(course, people) == 0
    people[7] = Person("s7", "Family, New", "new@uni.org", "7")
    assert add_students(course, people) == 1
    found = students(bare_course)
    assert len(found) == 450 and found["s7"] == ("New", "Family", "new@uni.org", "7")
    with Gradebook(course.api().coursedir.db_url) as gradebook:
        gradebook.add_assignment(NAME, duedate="2026-05-01 10:00:00 UTC")
    assert due_date(course, NAME) == 1_777_629_600
