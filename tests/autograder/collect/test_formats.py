"""Names of files in downloads, read as each platform writes them."""

import pytest

from autograder.collect import path_readers
from autograder.collect.downloads import Download, Found
from autograder.collect.inputs import READERS, recognise
from autograder.collect.path_readers import PASSED_OVER, Owner
from tests.autograder.collect.builders import NAME, canvas_name


def read(reader, path):
    piece = reader(tuple(path.split("/")), NAME)
    return piece and (*piece.owner[1:], piece.inner, piece.number, piece.late)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("byronada_101_555_dinosaur_land.ipynb", ("101", "byronada", f"{NAME}.ipynb", 555, False)),
     ("byronada_LATE_101_555_my_2_work.ipynb", ("101", "byronada", "my_2_work.ipynb", 555, True)),
     ("byronada_101_555_dinosaur_land-2.ipynb", ("101", "byronada", f"{NAME}.ipynb", 555, False)),
     ("byronada_101_555_data-2.csv", ("101", "byronada", "data-2.csv", 555, False)),
     ("אברהםנועה_7_8_a.ipynb", ("7", "אברהםנועה", "a.ipynb", 8, False)),
     ("anon_Xy12z_555_a.ipynb", ("Xy12z", "anon", "a.ipynb", 555, False)),
     ("LATE_anon_Xy12z_555_a.ipynb", ("Xy12z", "anon", "a.ipynb", 555, True)),
     ("lovelaceada_LATE_101_text.html", ("101", "lovelaceada", "text.html", 0, True)),
     ("team7_101_555_a.ipynb", ("101", "team7", "a.ipynb", 555, False)),
     ("Lovelace_101_555_a.ipynb", None), ("o'neil_101_555_a.ipynb", None),
     ("folder/lovelaceada_101_555_a.ipynb", None), ("readme.txt", None)],
)  # fmt: skip
def test_canvas(path, expected):
    assert read(path_readers.read_canvas_path, path) == expected


def test_two_readings_of_one_canvas_name():
    piece = path_readers.read_canvas_path(("x_101_103_900_a.ipynb",), NAME)
    assert (piece.owner.platform_id, piece.other.owner.platform_id) == ("101", "103")
    assert piece.other.inner == "a.ipynb" and piece.other.number == 900
    assert path_readers.read_canvas_path(("x_LATE_101_103_900_a.ipynb",), NAME).other is None
    assert (
        path_readers.read_canvas_path(("x_5_101_text.html",), NAME).other.owner.platform_id == "101"
    )


def test_canvas_names_of_the_builder():
    name = canvas_name("O'Neil Müller, Seán_Óg", 7, 8, late=True)
    assert name == f"oneilmüllerseán_óg_LATE_7_8_{NAME}.ipynb"


@pytest.mark.parametrize(
    ("path", "expected"),
    [("Ada Byron_77_assignsubmission_file/a/b.ipynb", ("77", "Ada Byron", "a/b.ipynb", 0, None)),
     ("Ada Byron_77_assignsubmission_file_/a.ipynb", ("77", "Ada Byron", "a.ipynb", 0, None)),
     ("نوعة_7_assignsubmission_file_a_b.ipynb", ("7", "نوعة", "a_b.ipynb", 0, None)),
     ("Default group_assignsubmission_file/a.ipynb", ("", "Default group", "a.ipynb", 0, None)),
     ("A_7_assignsubmission_onlinetext/onlinetext.html", ("7", "A", "onlinetext.html", 0, None)),
     ("Eve_7_assignsubmission_file/Ada_8_assignsubmission_file/a.ipynb",
      ("7", "Eve", "Ada_8_assignsubmission_file/a.ipynb", 0, None)),
     ("Eve_7_assignsubmission_file_Ada_8_assignsubmission_file_a.ipynb",
      ("7", "Eve", "Ada_8_assignsubmission_file_a.ipynb", 0, None)),
     ("a_b_7_assignsubmission_file/a.ipynb", None), ("ada/a.ipynb", None), ("a.ipynb", None)],
)  # fmt: skip
def test_moodle(path, expected):
    assert read(path_readers.read_moodle_path, path) == expected


def test_nbgraders_folders():
    inbound = f"2026/inbound/a+b@x.org+{NAME}+2026-05-01 10:00:00.5 UTC+Ab_-/x/y.ipynb"
    piece = path_readers.read_inbound(tuple(inbound.split("/")), NAME)
    assert (piece.owner.name, piece.inner) == ("a+b@x.org", "x/y.ipynb")
    assert piece.stamp == "2026-05-01 10:00:00.5 UTC"
    assert path_readers.read_inbound(("a+other+2026-05-01 10:00:00 UTC", "x"), NAME) is PASSED_OVER
    assert path_readers.read_inbound(("outbound", NAME, "x"), NAME) is PASSED_OVER
    assert path_readers.read_inbound((f"a+{NAME}+2026-99-01 10:00:00 UTC", "x"), NAME) is None
    for path in (f"submitted/ada/{NAME}/x.ipynb", f"ada/{NAME}/x.ipynb"):
        assert read(path_readers.read_submitted, path) == ("", "ada", "x.ipynb", 0, None)
    assert path_readers.read_submitted(("ada", "other", "x.ipynb"), NAME) is PASSED_OVER


@pytest.mark.parametrize(
    ("path", "expected"),
    [("ada.ipynb", ("ada", f"{NAME}.ipynb")), ("ada.ipynb.json", ("ada", f"{NAME}.ipynb")),
     ("a.d@x.org.zip", ("a.d@x.org", "a.d@x.org.zip")), ("ada.tar.gz", ("ada", "ada.tar.gz")),
     ("ada/work.ipynb", ("ada", "work.ipynb")), (f"{NAME}.ipynb", None), ("notes.pdf", None)],
)  # fmt: skip
def test_plain(path, expected):
    piece = path_readers.read_plain_path(tuple(path.split("/")), NAME)
    assert (piece and (piece.owner.name, piece.inner)) == expected


CLASSES = {
    "canvas": ["a_1_2_x.ipynb", "b_LATE_3_4_x.ipynb", "anon_q_5_x.ipynb"],
    "moodle": [f"A B_{n}_assignsubmission_file/{NAME}/a/x.ipynb" for n in range(3)],
    "nbgrader": [f"ada/{NAME}/x.ipynb", f"ben/{NAME}/x.ipynb", "ben/other/x.ipynb"],
    "exchange": [f"inbound/ada+{NAME}+2026-05-0{n} 10:00:00 UTC/x.ipynb" for n in (1, 2)],
    "plain": ["ada.ipynb", "ben.zip", "eve/x.ipynb", f"eve/{NAME}/x.ipynb"],
}


@pytest.mark.parametrize("kind", CLASSES)
@pytest.mark.parametrize("wrapped", ["", "Downloads 1/"])
def test_platforms_are_recognised(kind, wrapped):
    download = Download("x")
    download.files = [Found(wrapped + path, 1, 0.0, None) for path in CLASSES[kind]]
    found, pieces, others = recognise(download, NAME)
    passed = sum(f"/{NAME}/" not in path for path in CLASSES[kind]) if kind == "nbgrader" else 0
    assert (found, len(pieces), others) == (kind, len(CLASSES[kind]) - passed, [])
    assert {type(piece.owner) for _, piece in pieces} == {Owner}


def test_one_student_with_several_files_is_no_class():
    download = Download("x")
    download.files = [Found(path, 1, 0.0, None) for path in ("ada/work.ipynb", "ada/data.csv")]
    assert {piece.owner.name for _, piece in recognise(download, NAME)[1]} == {"ada"}


def test_every_platform_can_be_named():
    download = Download("x")
    download.files = [Found("odd", 1, 0.0, None)]
    for kind in READERS:
        assert recognise(download, NAME, kind) == (kind, [], download.files)
