"""What lies in a submission's folder, honest or not, and what is read of it."""

import io
import json
import os
import zipfile

import pytest

from autograder.sanitize import LARGEST, InvalidSubmissionError, look_at
from autograder.sanitize.submission_reader import read_submission
from tests.autograder.sanitize.conftest import NAME
from tests.instructor import ROOT


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "submitted" / "student" / NAME
    made.mkdir(parents=True)
    return made


@pytest.fixture
def path(folder):
    return folder / f"{NAME}.ipynb"


def as_json(value):
    return json.dumps(value).encode()


HONEST = as_json({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe", "not JSON"),
        (b"", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (as_json([1, 2]), "not a notebook"),
        (as_json({"nbformat": 4}), "not a notebook"),
        (as_json({"nbformat": 99, "nbformat_minor": 0, "cells": []}), "not a notebook"),
        (b" " * (LARGEST + 1), "bytes, more than"),
    ],
)
def test_what_is_no_notebook_is_rejected(path, content, reason):
    path.write_bytes(content)
    with pytest.raises(InvalidSubmissionError, match=reason):
        look_at(path)


def test_an_honest_file_is_read(path):
    path.write_bytes(HONEST)
    assert look_at(path) == HONEST
    assert read_submission(path.parent, NAME) == (HONEST, [])


def test_links_and_missing_files_are_rejected(path):
    with pytest.raises(InvalidSubmissionError, match="There is no file"):
        look_at(path)
    path.symlink_to(ROOT / "notebooks" / NAME / f"{NAME}.ipynb")
    with pytest.raises(InvalidSubmissionError, match="There is no file"):
        look_at(path)


@pytest.mark.parametrize("level", [0, 1])
def test_a_link_in_place_of_a_folder_is_rejected(path, level):
    path.write_bytes(HONEST)
    link = path.parents[level]
    link.rename(link.with_name("elsewhere"))
    link.symlink_to(link.with_name("elsewhere"))
    with pytest.raises(InvalidSubmissionError, match="There is no file"):
        read_submission(path.parent, NAME)


def test_a_link_above_is_the_instructors(path, tmp_path):
    path.write_bytes(HONEST)
    (tmp_path / "link").symlink_to(tmp_path / "submitted")
    assert read_submission(tmp_path / "link" / "student" / NAME, NAME).content == HONEST


def test_pipes_folders_and_sparse_files_do_no_harm(path):
    os.mkfifo(path)
    with pytest.raises(InvalidSubmissionError, match="only a folder, pipe, socket or device"):
        read_submission(path.parent, NAME)
    path.unlink()
    path.mkdir()
    with pytest.raises(InvalidSubmissionError, match="only a folder, pipe, socket or device"):
        read_submission(path.parent, NAME)
    path.rmdir()
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(InvalidSubmissionError, match="bytes, more than"):
        read_submission(path.parent, NAME)


def test_a_device_is_no_file():
    """The folder of devices stands in for a submission that holds one."""
    from autograder.sanitize.submission_reader import read_file

    handle = os.open("/dev", os.O_RDONLY)
    try:
        with pytest.raises(InvalidSubmissionError, match="only a folder, pipe, socket or device"):
            read_file(handle, "zero")
    finally:
        os.close(handle)


@pytest.mark.parametrize("name", [f"{NAME} (1).ipynb", "DINOSAUR_LAND.ipynb", "mine.ipynb.txt"])
def test_the_only_other_notebook_is_taken(folder, name):
    (folder / name).write_bytes(HONEST)
    (folder / "notes.txt").write_text("no notebook")
    content, repairs = read_submission(folder, NAME)
    assert content == HONEST
    assert repairs == [f"{name} was taken for {NAME}.ipynb."]


def test_of_two_others_none_is_taken(folder):
    (folder / "a.ipynb").write_bytes(HONEST)
    (folder / "b.ipynb").write_bytes(HONEST)
    with pytest.raises(InvalidSubmissionError, match="nobody can tell which"):
        read_submission(folder, NAME)


def test_the_only_other_notebook_may_be_no_link(folder):
    (folder / "a.ipynb").symlink_to(ROOT / "notebooks" / NAME / f"{NAME}.ipynb")
    with pytest.raises(InvalidSubmissionError, match="There is no file"):
        read_submission(folder, NAME)


def test_the_only_archive_is_opened(folder):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(f"{NAME}/{NAME}.ipynb", HONEST)
    (folder / "Work.ZIP").write_bytes(made.getvalue())
    content, repairs = read_submission(folder, NAME)
    assert content == HONEST
    assert repairs == ["The notebook was taken out of the archive that was submitted."]
    (folder / "other.zip").write_bytes(made.getvalue())
    with pytest.raises(InvalidSubmissionError, match="There is no file"):
        read_submission(folder, NAME)


def test_names_cannot_paint_a_terminal(folder):
    (folder / "a\x1b[31m\u202e.ipynb").write_bytes(HONEST)
    assert read_submission(folder, NAME).repairs == [f"a?[31m?.ipynb was taken for {NAME}.ipynb."]


def test_a_hard_link_is_rejected(tmp_path):
    """It may be the notebook of somebody else, whose grades it would get."""
    other = tmp_path / "other.ipynb"
    other.write_text("{}")
    folder = tmp_path / "eve" / NAME
    folder.mkdir(parents=True)
    os.link(other, folder / f"{NAME}.ipynb")
    with pytest.raises(InvalidSubmissionError, match="hard link"):
        read_submission(folder, NAME)
