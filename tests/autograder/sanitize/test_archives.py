"""Archives, honest and hostile: one notebook's bytes, or a sentence."""

import bz2
import gzip
import io
import lzma
import stat
import struct
import tarfile
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sanitize import LARGEST, InvalidSubmissionError
from autograder.sanitize.isolation import unpack_isolated
from autograder.sanitize.submission_reader import LARGEST_CONTENT, MOST_ENTRIES, notebook_from

NOTEBOOK = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}' * 20
ELSEWHERE = "leads elsewhere"


def make_zip(*entries, compression=zipfile.ZIP_DEFLATED):
    """A zip of pairs of a name, or a ZipInfo, and content."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return made.getvalue()


def make_tar(*entries, mode="w"):
    """A tar of pairs of a name, or a TarInfo, and content."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as archive:
        for name, content in entries:
            info = tarfile.TarInfo(name) if isinstance(name, str) else name
            if info.isreg():
                info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return made.getvalue()


def unix(name, mode):
    """An entry of a zip with the mode that Unix gives it."""
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, mode << 16
    return entry


def member(name, kind, target=""):
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, target
    return entry


def rejected(content, reason):
    with pytest.raises(InvalidSubmissionError, match=reason):
        notebook_from(content)


HONEST = [
    make_zip(("work.ipynb", NOTEBOOK)),
    make_zip(("work.ipynb", NOTEBOOK), compression=zipfile.ZIP_STORED),
    make_zip(
        ("my work/", b""),
        ("my work/Übung.IPYNB", NOTEBOOK),
        ("my work/picture at 10\u202f31.png", b"png"),
        ("my work/.ipynb_checkpoints/work-checkpoint.ipynb", b"older"),
        ("__MACOSX/my work/._Übung.IPYNB", b"resource"),
        ("my work/inner.zip", make_zip(("other.ipynb", b"not opened"))),
    ),
    *(make_tar(("./", b""), ("./work.ipynb", NOTEBOOK), mode=f"w:{kind}") for kind in
      ("", "gz", "bz2", "xz")),
    make_tar(("a/" * 90 + "a.txt", b"long name"), ("work.ipynb", NOTEBOOK)),
]  # fmt: skip


@pytest.mark.parametrize("content", HONEST)
def test_honest_archives_are_read(content):
    assert notebook_from(content)[0] == NOTEBOOK
    assert unpack_isolated(content) == notebook_from(content)


@pytest.mark.parametrize("content", HONEST)
def test_truncated_archives_are_rejected_or_whole(content):
    for length in range(0, len(content), 1 + len(content) // 40):
        try:
            assert notebook_from(content[:length])[0] == NOTEBOOK
        except InvalidSubmissionError as reason:
            assert "archive" in str(reason)


@pytest.mark.parametrize("make", [make_zip, make_tar])
@pytest.mark.parametrize(
    "name",
    ["../work.ipynb", "a/../../work.ipynb", "/etc/work.ipynb", "C:/work.ipynb", "C:work.ipynb",
     "a\\..\\work.ipynb", "a//work.ipynb", "a/./work.ipynb", "a\x1bb.ipynb", "a\u202eb.ipynb",
     "a" * 1001],
)  # fmt: skip
def test_names_that_lead_elsewhere(make, name):
    rejected(make(("work.ipynb", NOTEBOOK), (name, NOTEBOOK)), ELSEWHERE)


def test_a_nul_in_a_zips_name():
    """zipfile itself cuts the name there, so that the rest would never be seen."""
    content = make_zip(("work.ipynb#/../x", NOTEBOOK)).replace(b"ipynb#", b"ipynb\0")
    rejected(content, ELSEWHERE)


@pytest.mark.parametrize("make", [make_zip, make_tar])
@pytest.mark.parametrize("other", ["WORK.ipynb", "work.ipynb"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_collide(make, other):
    rejected(make(("work.ipynb", NOTEBOOK), (other, NOTEBOOK)), "twice")
    rejected(make(("a.txt", b""), (other, NOTEBOOK), ("A.TXT", b"")), "twice")


@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_not_exactly_one_notebook(make):
    rejected(make(("a.ipynb", NOTEBOOK), ("b.ipynb", NOTEBOOK)), "more than one notebook")
    rejected(make(("a.txt", NOTEBOOK)), "holds no notebook")
    rejected(make(("inner.zip", make_zip(("a.ipynb", NOTEBOOK)))), "holds no notebook")
    rejected(make(), "no notebook|broken")


@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_too_many_entries(make):
    names = [(f"{number}.txt", b"") for number in range(MOST_ENTRIES)]
    rejected(make(("work.ipynb", NOTEBOOK), *names), "more than 1,000 files")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
@pytest.mark.parametrize("name", ["work.ipynb", "data"])
def test_links_and_devices_in_a_zip(kind, name):
    content = make_zip((unix(name, kind | 0o777), b"/etc/passwd"), ("w.ipynb", NOTEBOOK))
    rejected(content, "a link or device")


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE,
     tarfile.GNUTYPE_SPARSE],
)  # fmt: skip
@pytest.mark.parametrize("name", ["work.ipynb", "data"])
def test_links_and_devices_in_a_tar(kind, name):
    content = make_tar(("w.ipynb", NOTEBOOK), (member(name, kind, "/etc/passwd"), b""))
    rejected(content, "a link or device|broken")


def test_a_password():
    content = bytearray(make_zip(("work.ipynb", NOTEBOOK)))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    rejected(bytes(content), "password")


def test_unusual_packing():
    rejected(make_zip(("work.ipynb", NOTEBOOK), compression=zipfile.ZIP_LZMA), "unusual")


def test_a_zip_bomb():
    rejected(make_zip(("work.ipynb", bytes(LARGEST // 2))), "grows too large")
    rejected(make_zip(("work.ipynb", NOTEBOOK), ("zeros", bytes(3_000_000))), "grows too large")


def test_a_zip_that_lies_about_its_size():
    """The directory says little, the data unpacks to much more."""
    content = make_zip(("work.ipynb", bytes(3_000_000)))
    for size in (b"\x10\0\0\0", struct.pack("<I", 900_000)):
        rejected(content.replace(struct.pack("<I", 3_000_000), size), "broken")


def test_a_notebook_too_large_for_one():
    # Hard to press, so that its size alone is the reason.
    noise = bytes(range(256)) * (LARGEST // 256 + 1)
    rejected(make_zip(("work.ipynb", noise), compression=zipfile.ZIP_STORED), "grows too large")
    rejected(make_tar(("work.ipynb", noise)), "grows too large")


def test_overlapping_entries():
    """Two entries of one zip that share their data, the way of the densest bombs."""
    content = make_zip(("work.ipynb", NOTEBOOK), ("other.txt", NOTEBOOK))
    second = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    shared = bytearray(content)
    shared[second + 42 : second + 46] = bytes(4)  # where its data are said to begin
    rejected(bytes(shared), "broken")


def test_an_entry_that_reaches_into_the_next():
    """Quoting: what follows is part of the entry, and an entry too."""
    content = make_zip(("work.ipynb", NOTEBOOK), ("other.txt", b"x" * 50), compression=0)
    first = content.index(b"PK\x01\x02")
    larger = struct.pack("<I", len(NOTEBOOK) + 100)
    for place in (18, first + 20):
        content = content[:place] + larger + content[place + 4 :]
    rejected(content, "broken")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_tar_bomb(pack):
    """Before and after the notebook, as a file and as padding."""
    notebook = make_tar(("work.ipynb", NOTEBOOK))
    for content in (
        make_tar(("zeros", bytes(5_000_000)), ("work.ipynb", NOTEBOOK)),
        make_tar(("work.ipynb", NOTEBOOK), ("zeros", bytes(5_000_000))),
    ):
        rejected(pack(content), "grows too large")
    # What comes after the end of a tar is not read at all.
    assert notebook_from(pack(notebook + bytes(5_000_000)))[0] == NOTEBOOK


def test_a_tar_that_promises_too_much():
    entry = tarfile.TarInfo("work.ipynb")
    entry.size = 1 << 60
    rejected(entry.tobuf() + NOTEBOOK, "broken")
    extended = tarfile.TarInfo("././@LongLink")
    extended.type, extended.size = tarfile.GNUTYPE_LONGNAME, LARGEST_CONTENT * 100
    rejected(extended.tobuf() + bytes(10_000), "broken|no notebook")


def test_a_chain_of_headers_that_announce_each_other():
    link = tarfile.TarInfo("././@LongLink")
    link.type, link.size = tarfile.GNUTYPE_LONGNAME, 1
    rejected((link.tobuf() + bytes(512)) * 5_000, "broken")


def test_a_header_with_a_negative_size():
    entry = tarfile.TarInfo("work.ipynb")
    block = bytearray(entry.tobuf(format=tarfile.GNU_FORMAT))
    block[124:136] = b"\xff" * 12
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    rejected(bytes(block) * 3, "archive")


def test_what_is_no_archive():
    rejected(b"", "broken")
    rejected(b"PK", "broken")
    rejected(b"hello" * 1000, "broken")


@given(st.sampled_from(HONEST), st.data())
@settings(deadline=None, max_examples=150)
def test_mutated_archives(content, data):
    content = bytearray(content)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content)))
        end = place + data.draw(st.sampled_from([0, 1, 1, 2, 4, 50]))
        content[place:end] = data.draw(
            st.binary(max_size=4) | st.sampled_from([b"\xff" * 4, b"PK\x01\x02", bytes(8)])
        )
    try:
        found, repairs = notebook_from(bytes(content))
    except InvalidSubmissionError as reason:
        assert "archive" in str(reason).lower()
    else:
        assert len(found) <= LARGEST and len(repairs) == 1
