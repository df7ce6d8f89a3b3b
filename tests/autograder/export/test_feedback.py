"""Feedback in one zip, by the names that a platform looks for, and nobody's under another's."""

import os
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.collect.roster import Person, write_roster
from autograder.errors import UserError
from autograder.export.feedback_archive import (
    FeedbackExportPlugin,
    canvas_files,
    is_plain,
    moodle_folders,
    pack_files,
)
from tests.autograder.export.graded import ASSIGNMENT, ROSTER, export


@pytest.fixture
def pages(course):
    """The course with a page each for some of its students."""
    for name in ("ada", "ben", "dan"):
        page(course, name).write_text(f"<p>For {name}</p>" + "x" * 3_000_000)
    return course


def page(course, name):
    path = course / "course" / "feedback" / name / ASSIGNMENT / f"{ASSIGNMENT}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def download(path, *names):
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "what a student submitted")
    return str(path)


def packed(course, **traits):
    """Whose page each name has, and what was said."""
    content, said = export(course, FeedbackExportPlugin, **traits)
    path = course / "result.zip"
    path.write_bytes(content)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == sorted(archive.namelist())
        found = {name: archive.read(name)[:20].decode() for name in archive.namelist()}
        assert {info.date_time for info in archive.infolist()} <= {(1980, 1, 1, 0, 0, 0)}
    return {name: re.match("<p>For ([a-z]+)</p>", text)[1] for name, text in found.items()}, said


def moodle_takes(name):
    """The participant whose feedback Moodle makes of a file, by the rule of its import."""
    parts = name.split("/")
    if parts[-1].startswith((".", "~")):
        return None
    for part in parts:
        info = part.split("_", 4)
        if len(info) >= 4 and re.fullmatch("[0-9]+", info[1]) and info[2] == "assignsubmission":
            return int(info[1])
    return None


def canvas_takes(name):
    """User and attachment that Canvas makes of a file's name."""
    parts = [part for part in name.split("_") if part != "LATE"]
    return tuple([int(part) for part in parts if re.fullmatch("[0-9]+", part)][:2])


def test_plain_names_are_the_students(pages):
    found, said = packed(pages)
    assert found == {"ada.html": "ada", "ben.html": "ben", "dan.html": "dan"}
    assert "Pages written: 3." in said


def test_the_same_pages_give_the_same_zip(pages):
    first, _ = export(pages, FeedbackExportPlugin)
    os.utime(page(pages, "ada"), (1, 1))
    page(pages, "ben").chmod(0o600)
    assert export(pages, FeedbackExportPlugin)[0] == first


def test_moodles_names_come_from_the_download(pages, tmp_path):
    names = ["Ada Łovelace_101_assignsubmission_file/work.ipynb",
             "Ben_102_assignsubmission_file_/x/y.ipynb",
             "Ben_102_assignsubmission_onlinetext/o.html",
             "Dan_104_assignsubmission_file_old format.ipynb",
             "Zoe_999_assignsubmission_file/z.ipynb"]  # fmt: skip
    found, said = packed(pages, download=download(tmp_path / "d.zip", *names))
    assert found == {
        f"Ada Łovelace_101_assignsubmission_file/{ASSIGNMENT}.html": "ada",
        f"Ben_102_assignsubmission_file_/{ASSIGNMENT}.html": "ben",
        f"Dan_104_assignsubmission_file_/{ASSIGNMENT}.html": "dan",
    }
    assert {moodle_takes(name) for name in found} == {101, 102, 104}
    assert "nobody with a page here (1): Zoe_999_assignsubmission_file." in said


def test_moodles_names_can_come_from_the_roster(pages):
    found, _ = packed(pages, platform="moodle")
    assert {moodle_takes(name): student for name, student in found.items()} == {
        101: "ada", 102: "ben", 104: "dan",
    }  # fmt: skip
    assert f"Ada Lovelace_101_assignsubmission_file_/{ASSIGNMENT}.html" in found


def test_canvass_names_come_from_the_download(pages, tmp_path):
    names = ["lovelaceada_101_77_readme.txt", "lovelaceada_101_78_dinosaur_land.ipynb",
             "lovelaceada_101_70_dinosaur_land.ipynb", "lukaszben_LATE_102_80_my_5_dinos.ipynb",
             "dan_104_90_link.html", "x_999_1_a.ipynb"]  # fmt: skip
    found, said = packed(pages, download=download(tmp_path / "d.zip", *names))
    assert found == {
        "lovelaceada_101_78_dinosaur_land.ipynb": "ada",
        "lukaszben_LATE_102_80_my_5_dinos.ipynb": "ben",
    }
    assert {canvas_takes(name) for name in found} == {(101, 78), (102, 80)}
    assert "put it into roster.csv (1): dan." in said
    found, _ = packed(pages, download=str(tmp_path / "d.zip"), canvas_suffix=".html")
    assert {canvas_takes(name) for name in found} == {(101, 78), (102, 80)}


def test_a_download_that_the_browser_unpacked_is_a_folder(pages, tmp_path):
    (tmp_path / "d" / "Ada_101_assignsubmission_file").mkdir(parents=True)
    found, _ = packed(pages, download=str(tmp_path / "d"))
    assert list(found.values()) == ["ada"]


HOSTILE = ["../Eve_101_assignsubmission_file/a", "/Eve_101_assignsubmission_file/a",
           "a/../../Eve_101_assignsubmission_file/a", "Eve_101_assignsubmission_fil\0e/a",
           "Eve\\..\\x_101_assignsubmission_file/a", "C:Eve_101_assignsubmission_file/a",
           ".Eve_101_assignsubmission_file/a", "E\nve_101_assignsubmission_file/a",
           "Eve_\u0661\u0660\u0661_assignsubmission_file/a", "../eve_101_5_a.ipynb",
           "eve_101_5_..\\a.ipynb", "._eve_101_5_a.ipynb", "eve_101_5_a\0.ipynb", "eve_101_5_",
           "7_101_5_a.ipynb"]  # fmt: skip


def test_hostile_names_count_for_nothing(pages, tmp_path):
    in_zip = [name for name in HOSTILE if "\0" not in name]  # zipfile would cut it there
    path = download(tmp_path / "d.zip", *in_zip, "Ben_102_assignsubmission_file/x")
    found, _ = packed(pages, download=path)
    assert found == {f"Ben_102_assignsubmission_file/{ASSIGNMENT}.html": "ben"}
    assert canvas_files(HOSTILE) == moodle_folders(HOSTILE) == {}
    with pytest.raises(UserError, match="holds no name as Moodle or Canvas gives them"):
        packed(pages, download=download(tmp_path / "e.zip", *in_zip))


def test_two_names_for_one_number_go_to_nobody(pages, tmp_path):
    names = (f"{name}_assignsubmission_file/a" for name in ("Ada_101", "Eve_101", "Ben_102"))
    path = download(tmp_path / "d.zip", *names)
    found, said = packed(pages, download=path)
    assert list(found.values()) == ["ben"]
    assert "two folders for one number (1): Ada_101_assignsubmission_file and Eve_101" in said


@settings(max_examples=300)
@given(st.lists(st.text(alphabet="ab_./\\15 LATE\0", max_size=30) | st.from_regex(
    r"[a_]{1,3}_(LATE_)?[0-9]{1,3}_[0-9]{1,3}_[ab_.]{1,5}", fullmatch=True)))  # fmt: skip
def test_names_taken_are_found_again_by_the_platform_and_lead_nowhere(names):
    for number, name in canvas_files(names).items():
        assert name in names and canvas_takes(name)[0] == int(number)
        assert "/" not in name and "\\" not in name and not name.startswith(".")
    for number, folders in moodle_folders(names).items():
        for folder in folders:
            assert moodle_takes(f"{folder}/page.html") == int(number) and is_plain(folder)


def test_links_and_other_files_stay_outside(pages, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("<p>For secret</p>")
    page(pages, "ada").unlink()
    page(pages, "ada").symlink_to(secret)
    page(pages, "ben").unlink()
    os.link(secret, page(pages, "ben"))
    os.mkfifo(page(pages, "chi"))
    (pages / "course" / "feedback" / "eve").symlink_to(pages / "course" / "feedback" / "dan")
    folder = page(pages, "fay").parent
    folder.rmdir()
    folder.symlink_to(page(pages, "dan").parent)
    found, said = packed(pages)
    assert found == {"dan.html": "dan"}
    assert "Left out, since it is a link or no file (4): ada.html; ben.html; chi.html; fay" in said


def test_nothing_half_made_is_left(tmp_path):
    (tmp_path / "a.html").write_text("a")
    target = tmp_path / "out.zip"
    target.write_text("old")

    def stop(names):
        yield names[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pack_files(target, {"a": (tmp_path, ("a.html",))}, stop)
    assert target.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "out.zip"]


@pytest.mark.parametrize(
    ("traits", "reason"),
    [
        ({"platform": "canvas"}, "give the zip of submissions with --download"),
        ({"download": "nowhere.zip"}, "There is no file nowhere.zip"),
        ({"download": __file__}, "is no zip"),
    ],
)
def test_what_is_missing_is_reported(pages, traits, reason):
    with pytest.raises(UserError, match=reason):
        packed(pages, **traits)


def test_a_course_without_pages_is_reported(course):
    with pytest.raises(UserError, match="There is no feedback on dinosaur_land"):
        packed(course)


def test_students_without_a_number_are_reported(pages):
    write_roster(pages / "course" / "roster.csv", [Person(*row[:3]) for row in ROSTER])
    found, said = packed(pages, platform="moodle")
    assert found == {}
    assert "put it into roster.csv (3): ada; ben; dan." in said
