"""Deliveries made to do harm: each bad entry is told, and none stops the others."""

import os
import struct
import zipfile
from pathlib import Path

import pytest

from autograder.collect.downloads import MOST_FILES, ZipDownload
from autograder.sanitize.invalid_submission import LARGEST, InvalidSubmissionError
from tests.autograder.collect.builders import MAY, NAME, canvas, notebook, tree, zipped
from tests.autograder.collect.conftest import reasons, states

GOOD = f"lovelaceada_101_501_{NAME}.ipynb"
JAN = "łukasiewiczjan_102_502_"


def unix(name, mode):
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, mode << 16
    return entry


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [("../../course/gradebook.db", b"x", "leads elsewhere"), ("/etc/cron.d/x", b"x", "elsewhere"),
     ("C:/x.ipynb", b"x", "elsewhere"), ("a\\..\\x.ipynb", b"x", "elsewhere"),
     ("a//x.ipynb", b"x", "elsewhere"), (f"{JAN}a\x1b[2J.ipynb", b"x", "control characters"),
     (f"{JAN}{'a' * 1000}.ipynb", b"x", "more than 1,000 characters"),
     (unix(f"{JAN}a.ipynb", 0o120777), b"/etc/passwd", "a link or device"),
     (unix(f"{JAN}a.ipynb", 0o020666), b"", "a link or device"),
     (f"{JAN}a.ipynb", b"0" * 2_000_000, "grows too large"),
     (f"{JAN}a.ipynb", os.urandom(LARGEST // 40) * 41, "more than 20,000,000 bytes"),
     ("readme.txt", b"x", "a name that Canvas's download does not give")],
)  # fmt: skip
def test_a_bad_entry_is_reported_and_stops_nobody(collect, tmp_path, name, content, reason):
    path = zipped(tmp_path / "s.zip", [(name, content, MAY), (GOOD, notebook("a"), MAY)])
    report = collect(path, kind="canvas")
    assert states(report)["ada"] == "new"
    assert len(report.rejected) == 1 and reason in report.rejected[0]["reason"]
    everything = {file for file in tmp_path.rglob("*") if file.is_file()} - {path}
    assert all(tmp_path / "course" in file.parents for file in everything)
    assert tree(collect.work / "submitted") == {f"ada/{NAME}/{NAME}.ipynb": notebook("a")}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_second_entries_of_one_name(collect, tmp_path):
    twins = ["josé_7_502_x.ipynb", "jose\u0301_7_502_x.ipynb"]
    names = [GOOD, GOOD, GOOD.upper().replace("IPYNB", "ipynb"), *twins]
    path = zipped(
        tmp_path / "s.zip", [(name, notebook(f"{i}"), MAY) for i, name in enumerate(names)]
    )
    report = collect(path)
    assert [entry["reason"] for entry in report.rejected].count(
        "a second entry of the same name"
    ) == 3
    assert tree(collect.work / "submitted")[f"ada/{NAME}/{NAME}.ipynb"] == notebook("0")


def test_passwords_checksums_and_odd_packers(collect, tmp_path):
    path = canvas(tmp_path / "s.zip", [
        {"name": f"s{i}", "user": i, "number": i, "content": notebook("x" * 300)} for i in range(3)
    ])  # fmt: skip
    content = bytearray(path.read_bytes())
    heads = [i for i in range(len(content)) if content[i : i + 4] == b"PK\x01\x02"]
    content[heads[0] + 8] |= 1  # locked
    content[heads[1] + 16] ^= 0xFF  # another checksum
    content[heads[2] + 10] = 12  # bzip2, it says
    path.write_bytes(content)
    found = sorted(entry["reason"] for entry in collect(path, people=None).rejected)
    assert found == ["broken: its bytes do not fit its checksum", "locked with a password",
                     "packed in an unusual way"]  # fmt: skip
    assert not (collect.work / "submitted").exists()


def test_entries_that_share_their_bytes(tmp_path):
    path = canvas(tmp_path / "s.zip", [
        {"name": f"s{i}", "user": i, "number": i, "content": notebook("x" * 300)} for i in range(3)
    ])  # fmt: skip
    content = bytearray(path.read_bytes())
    heads = [i for i in range(len(content)) if content[i : i + 4] == b"PK\x01\x02"]
    content[heads[1] + 42 : heads[1] + 46] = content[heads[0] + 42 : heads[0] + 46]
    path.write_bytes(content)
    download = ZipDownload(path)
    assert [reason for _, reason in download.rejected] == [
        "an entry that shares its bytes with another"
    ] * 2
    assert len(download.files) == 1
    download.close()


def test_lists_of_entries_beyond_all_measure(tmp_path):
    count = MOST_FILES + 1
    entry = (
        b"PK\x01\x02"
        + struct.pack("<6H3L5H2L", *[20, 20, 0, 0, 0, 33], 0, 0, 0, 1, *[0] * 4, 0, 0)
        + b"x"
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFE, 0xFFFE, len(entry) * count, 0, 0)
    path = tmp_path / "s.zip"
    path.write_bytes(entry * count + end)
    with pytest.raises(InvalidSubmissionError, match="more than 400,000 files"):
        ZipDownload(path)


def test_names_without_the_mark_of_utf8(collect, tmp_path):
    """As some packers write them; then the same bytes would be read in an old code page."""
    path = zipped(tmp_path / "s.zip", [(f"{JAN}a.ipynb", notebook("j"), MAY)])
    content = bytearray(path.read_bytes())
    for start, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(start) + place
        content[at : at + 2] = (int.from_bytes(content[at : at + 2], "little") & ~0x800).to_bytes(
            2, "little"
        )
    path.write_bytes(content)
    assert states(collect(path))["jan"] == "new"


def test_a_real_code_page_name_stays_what_it_is(collect, tmp_path):
    path = zipped(tmp_path / "s.zip", [("m#ller_7_8_a.ipynb", notebook("j"), MAY)])
    path.write_bytes(path.read_bytes().replace(b"m#ller", b"m\x81ller"))
    assert states(collect(path, people=None)) == {"müller_7": "new"}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\xff" * 18, b"x" * 99])
def test_broken_zips_stop_nobody(collect, tmp_path, content):
    (tmp_path / "broken.zip").write_bytes(content)
    good = zipped(tmp_path / "good.zip", [(GOOD, notebook("a"), MAY)])
    report = collect(tmp_path / "broken.zip", good)
    assert states(report)["ada"] == "new" and report.needs_review
    (entry,) = report.rejected
    assert entry["source"].endswith("broken.zip") and "broken zip" in entry["reason"]


def test_turned_around_names_are_cleaned(collect, tmp_path):
    path = zipped(tmp_path / "m.zip", [
        ("\u202eAda \u2066Lovelace_7_assignsubmission_file/\u202ebpynb.exe", b"x", MAY),
        (f"Ada Lovelace_7_assignsubmission_file/a[1]*{'ß' * 150}.ipynb", notebook("a"), MAY),
    ])  # fmt: skip
    report = collect(path, people=None)
    names = [file for file in collect.work.rglob("*") if file.is_file()]
    assert all(str(file.relative_to(collect.work)).isprintable() for file in names)
    assert not any(set(file.name) & set("*?[]<>") for file in names)
    assert set(states(report)) == {"ada_lovelace_7"}


def test_links_and_pipes_in_folders(collect, tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(notebook("secret"))
    folder = tmp_path / "class"
    (folder / "jan").mkdir(parents=True)
    (folder / "ada.ipynb").symlink_to(secret)
    (folder / "noa").symlink_to(tmp_path)
    os.mkfifo(folder / "sean.ipynb")
    os.link(secret, folder / "jan" / "x.ipynb")
    report = collect(folder)
    assert not (collect.work / "submitted").exists()
    assert {Path(name).name for name in reasons(report)} >= {"ada.ipynb", "noa", "sean.ipynb",
                                                             "x.ipynb"}  # fmt: skip


def test_a_students_archive_is_never_opened(collect, tmp_path):
    inner = zipped(tmp_path / "inner.zip", [("../evil.ipynb", b"0" * 900_000, MAY)])
    file = {"content": inner.read_bytes(), "file": "w.zip", "number": 1}
    path = canvas(tmp_path / "s.zip", [{"name": "Lovelace, Ada", "user": 101, **file}])
    collect(path)
    assert tree(collect.work / "submitted") == {f"ada/{NAME}/w.zip": inner.read_bytes()}
