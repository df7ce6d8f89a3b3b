"""The exports as their user runs them: by our command and by nbgrader's own."""

import shutil

import pytest

from tests.autograder.conftest import run
from tests.autograder.export.graded import ASSIGNMENT, table
from tests.autograder.export.test_canvas import EXPECTED, gradebook, imported


def test_our_command_fills_canvass_file(course, tmp_path):
    path = gradebook(tmp_path / "export.csv")
    done = run(["autograder", "export", "canvas", "--platform-file", path], course)
    assert done.returncode == 0, done.stderr
    target = course / "course" / "exports" / f"{ASSIGNMENT}_canvas.csv"
    assert done.stdout.startswith("Grades written: 2") and f"Written: {target}" in done.stdout
    assert imported(target.read_bytes()) == EXPECTED


def test_nbgraders_command_takes_the_plugin_and_its_traits(course, tmp_path):
    path = gradebook(tmp_path / "export.csv")
    target = tmp_path / "import.csv"
    done = run(
        ["nbgrader", "export", "--exporter=autograder.export.canvas.CanvasExportPlugin",
         f"--to={target}", f"--CanvasExportPlugin.gradebook_csv={path}",
         "--CanvasExportPlugin.rejected=zero"],
        course,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert imported(target.read_bytes()) == {**EXPECTED, "104": "0"}
    assert "nobody's here (1): Stranger" in done.stderr


def test_configuration_sets_traits_for_both(course):
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("\nc = get_config()\nc.WideExportPlugin.rejected = 'zero'\n")
    done = run(["autograder", "export", "wide", "--to", "ours.csv"], course)
    assert done.returncode == 0, done.stderr
    plugin = "--exporter=autograder.export.wide.WideExportPlugin"
    done = run(["nbgrader", "export", plugin, "--to=theirs.csv"], course)
    assert done.returncode == 0, done.stderr
    assert (course / "ours.csv").read_bytes() == (course / "theirs.csv").read_bytes()
    assert table((course / "ours.csv").read_bytes())[3]["total"] == "0"


@pytest.mark.parametrize("command", [
    ["autograder", "export", "moodle", "--platform-file", "nowhere.csv"],
    ["nbgrader", "export", "--exporter=autograder.export.moodle.MoodleExportPlugin",
     "--MoodleExportPlugin.worksheet=nowhere.csv"],
])  # fmt: skip
def test_a_mistake_is_one_sentence(course, command):
    done = run(command, course)
    assert done.returncode != 0
    assert "There is no file nowhere.csv: export it from the platform first." in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_feedback_is_packed_with_progress(course):
    page = course / "course" / "feedback" / "ada" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>Well done</p>")
    done = run(["autograder", "export", "feedback", "--platform", "moodle"], course)
    assert done.returncode == 0, done.stderr
    assert "Pages written: 1." in done.stdout
    shutil.unpack_archive(
        course / "course" / "exports" / f"{ASSIGNMENT}_feedback.zip", course / "z"
    )
    (found,) = (course / "z").rglob("*.html")
    assert found.read_text() == "<p>Well done</p>"


def test_an_assignment_that_is_not_there_is_reported(course):
    done = run(["autograder", "export", "wide", "essay"], course)
    assert done.returncode == 2
    assert done.stderr == (
        "autograder: The gradebook knows no assignment essay: run `autograder release essay` "
        "first.\n"
    )
