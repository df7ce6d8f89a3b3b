"""What nbgrader must not meet is moved, never followed; everything else stays as it is."""

import os
import socket

import pytest

from autograder.sanitize import LARGEST
from autograder.sanitize.quarantine import (
    DEEPEST,
    LARGEST_FOLDER,
    MOST_FILES,
    quarantine,
    quarantine_folder,
)
from tests.autograder.sanitize.conftest import NAME

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
SECRET = "nobody else may read this"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "course" / "submitted" / "eve" / NAME
    made.mkdir(parents=True)
    (made / f"{NAME}.ipynb").write_text("{}")
    (made / "notes.txt").write_text("mine")
    (made / "data").mkdir()
    (made / "data" / "names é\u202f.csv").write_text("a,b")
    (tmp_path / "secret.txt").write_text(SECRET)
    return made


def away(folder):
    return folder.parents[2] / "quarantine" / "eve" / NAME


def entries(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def sparse(path, size):
    with path.open("wb") as file:
        file.truncate(size)


def test_an_honest_submission_stays_as_it_is(folder):
    before = entries(folder)
    (folder / "timestamp.txt").write_text("2026-01-02 03:04:05.678 UTC\n")
    assert quarantine_folder(folder) == []
    assert entries(folder) == sorted([*before, "timestamp.txt"])
    assert not (folder.parents[2] / "quarantine").exists()


def test_links_are_moved_and_what_they_point_to_is_not(folder, tmp_path):
    before = entries(folder)
    for name, target in (
        ("secret", tmp_path / "secret.txt"),
        ("data/all", tmp_path),
        ("dangling", "nowhere"),
        ("loop", "loop"),
        ("own", "notes.txt"),
    ):
        (folder / name).symlink_to(target)
    said = quarantine_folder(folder)
    assert sorted(said) == sorted(
        f"{name} was taken out: a link."
        for name in ("secret", "data/all", "dangling", "loop", "own")
    )
    assert entries(folder) == before
    moved = [path for path in away(folder).iterdir() if path.name != "why.txt"]
    assert len(moved) == 5 and all(path.is_symlink() for path in moved)
    assert len((away(folder) / "why.txt").read_text().splitlines()) == 5
    assert (tmp_path / "secret.txt").read_text() == SECRET
    assert quarantine_folder(folder) == []


def test_pipes_and_sockets_are_moved(folder):
    os.mkfifo(folder / "pipe")
    os.mkfifo(folder / "timestamp.txt")
    with socket.socket(socket.AF_UNIX) as made:
        # A path of its own length is too long for a socket.
        here = os.open(folder, os.O_RDONLY)
        made.bind(f"/proc/self/fd/{here}/socket")
        os.close(here)
    said = quarantine_folder(folder)
    assert len(said) == 3 and all("a pipe, socket or device" in sentence for sentence in said)


def test_a_second_run_keeps_what_the_first_moved(folder):
    for _ in range(3):
        (folder / "link").symlink_to("nowhere")
        quarantine_folder(folder)
    assert entries(away(folder)) == ["0001", "0003", "0004", "why.txt"]
    assert len((away(folder) / "why.txt").read_text().splitlines()) == 3


def test_the_notebook_itself_may_be_no_link(folder, tmp_path):
    notebook = folder / f"{NAME}.ipynb"
    notebook.unlink()
    notebook.symlink_to(tmp_path / "secret.txt")
    assert quarantine_folder(folder) == [f"{NAME}.ipynb was taken out: a link."]
    notebook.mkdir()
    assert quarantine_folder(folder) == [
        f"{NAME}.ipynb was taken out: a folder in place of a file."
    ]


@pytest.mark.parametrize("level", [0, 1])
def test_a_link_in_place_of_the_submission_is_moved(folder, level):
    link = (folder, folder.parent)[level]
    link.rename(link.with_name("elsewhere"))
    link.symlink_to("elsewhere")
    assert quarantine_folder(folder) == [f"{link.name} was taken out: a link."]
    assert not os.path.lexists(link)
    assert link.with_name("elsewhere").is_dir()


@pytest.mark.parametrize("name", ["a\nb.txt", "a\x1b[31m", os.fsdecode(b"\xff\xfe"), "a\u202eb"])
def test_names_that_paint_or_break(folder, name):
    (folder / "data" / name).write_text("x")
    (said,) = quarantine_folder(folder)
    assert "a name with control characters or invalid Unicode" in said and "\n" not in said
    assert (away(folder) / "0001").read_text() == "x"


@pytest.mark.parametrize(
    "content",
    [b"yesterday, I think", b"\xff\xfe\x00", b"9" * 101, b"2026-99-99", b"9" * 99, b"1 2 3"],
)
def test_a_time_stamp_that_none_can_read(folder, content):
    (folder / "timestamp.txt").write_bytes(content)
    said = quarantine_folder(folder)
    assert said == ["timestamp.txt was taken out: a time stamp that cannot be read."]


@pytest.mark.parametrize("content", ["", "2026-01-02T03:04:05Z", "2026-01-02 03:04:05 CET"])
def test_a_time_stamp_that_nbgrader_reads(folder, content):
    (folder / "timestamp.txt").write_text(content)
    (folder / "data" / "timestamp.txt").write_text("only the other one counts")
    assert quarantine_folder(folder) == []


def test_too_large_too_many_too_deep(folder):
    sparse(folder / "large", LARGEST + 1)
    deep = folder.joinpath(*["d"] * (DEEPEST + 2))
    deep.mkdir(parents=True)
    assert sorted(quarantine_folder(folder)) == [
        "d/d/d/d/d/d/d/d/d was taken out: a folder too deep inside others.",
        f"large was taken out: a file of more than {LARGEST:,} bytes.",
    ]
    for number in range(MOST_FILES):
        (folder / f"{number:03}").touch()
    assert len(quarantine_folder(folder)) == 3
    assert sum(path.is_file() for path in folder.rglob("*")) == MOST_FILES
    assert (folder / f"{NAME}.ipynb").is_file()


def test_too_much_in_all(folder):
    for number in range(LARGEST_FOLDER // LARGEST + 1):
        sparse(folder / f"part{number}", LARGEST)
    said = quarantine_folder(folder)
    assert [sentence[:5] for sentence in said] == ["part4", "part5"]
    assert all("bytes in all" in sentence for sentence in said)
    assert (folder / f"{NAME}.ipynb").is_file() and (folder / "notes.txt").is_file()


def test_what_can_be_neither_moved_nor_removed_stops_the_marking(folder, monkeypatch):
    """nbgrader passes over what a hook raises, and then copies; SystemExit it does not."""
    (folder / "link").symlink_to("nowhere")

    def fail(*_):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("pathlib.Path.rename", fail)
    monkeypatch.setattr("pathlib.Path.unlink", fail)
    with pytest.raises(SystemExit, match="can be neither moved"):
        quarantine_folder(folder)


def test_the_hook_finds_folders_by_its_notebooks(folder):
    (folder / "link").symlink_to("nowhere")
    other = folder.with_name("other")
    other.mkdir()
    (other / "link").symlink_to("nowhere")
    notebooks = [str(folder / f"{NAME}.ipynb")]
    quarantine(assignment="*", student="*", notebooks=notebooks)
    assert not os.path.lexists(folder / "link")
    assert os.path.lexists(other / "link")
    assert notebooks == [str(folder / f"{NAME}.ipynb")]


def test_nbgrader_itself_copies_no_secret_and_stops_for_nobody(classroom, solved_text):
    """Pipe, link, time stamp: each of them harms stock nbgrader."""
    classroom.submit("ada", solved_text)
    classroom.submit("eve", solved_text)
    classroom.submit("mal", solved_text)
    secret = classroom.course.root / "secret.txt"
    secret.write_text(SECRET)
    folder = classroom.folder("eve")
    (folder / "stolen.txt").symlink_to(secret)
    (folder / "all").symlink_to(classroom.course.root / "notebooks")
    os.mkfifo(folder / "pipe")
    (folder / "timestamp.txt").write_text("no time at all")
    (folder / "mine.txt").write_text("an honest file")
    mal = classroom.folder("mal") / f"{NAME}.ipynb"
    mal.unlink()
    mal.symlink_to(classroom.folder("ada") / f"{NAME}.ipynb")
    result = classroom.grade()
    assert "for student 'mal'" in result["log"]
    assert "There is no file dinosaur_land.ipynb" in result["log"]
    assert {name: classroom.score(name) for name in ("ada", "eve")} == {"ada": 100, "eve": 100}
    graded = classroom.course.step("autograded", "eve", NAME)
    assert (graded / "mine.txt").read_text() == "an honest file"
    copied = [path for path in graded.rglob("*") if path.is_file()]
    assert not [path for path in copied if SECRET.encode() in path.read_bytes()]
    assert not (graded / "all").exists()
    assert classroom.score("mal") == 0


@pytest.mark.parametrize(
    "name", ["page.html", "data/PAGE.HTM", "drawing.svg", "worker.js", "a.xml"]
)
def test_what_a_browser_would_run_is_moved(folder, name):
    """nbgrader would hand it back with the feedback, and formgrader serve it as its own."""
    (folder / name).write_text("<script>alert(1)</script>")
    before = entries(folder)
    (told,) = quarantine_folder(folder)
    assert "a browser would run" in told
    assert entries(folder) == [entry for entry in before if entry != name]


def test_hard_links_are_moved(folder, tmp_path):
    """An archive that root unpacks can make one to any file of the same disk."""
    os.link(tmp_path / "secret.txt", folder / "mine.txt")
    # The notebook stays, since the other name may be the thief's; the reader rejects it.
    os.link(folder / f"{NAME}.ipynb", tmp_path / "stolen.ipynb")
    (told,) = quarantine_folder(folder)
    assert "hard link" in told
    assert not (folder / "mine.txt").exists()
    assert (tmp_path / "secret.txt").read_text() == SECRET
