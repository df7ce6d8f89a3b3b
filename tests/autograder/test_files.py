"""Atomic writes and reproducible zips."""

import zipfile

import pytest

from autograder.files import write_atomically, write_zip


def test_text_is_written_as_utf8_with_all_folders(tmp_path):
    target = tmp_path / "a" / "b" / "file.txt"
    write_atomically(target, "Łódź\n")
    assert target.read_bytes() == "Łódź\n".encode()


def test_a_failed_write_keeps_the_old_file_and_leaves_no_other(tmp_path):
    target = tmp_path / "file.txt"
    target.write_text("old")
    with pytest.raises(TypeError):
        write_atomically(target, ["no", "text"])
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_two_zips_of_the_same_files_have_the_same_bytes(tmp_path):
    folder = tmp_path / "folder"
    (folder / "inner").mkdir(parents=True)
    (folder / "b.txt").write_text("b")
    (folder / "inner" / "a.txt").write_text("a")
    write_zip(folder, tmp_path / "one.zip", "top")
    (folder / "b.txt").unlink()
    (folder / "b.txt").write_text("b")  # a newer modification time
    (folder / "b.txt").chmod(0o600)
    write_zip(folder, tmp_path / "two.zip", "top")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == ["top/b.txt", "top/inner/a.txt"]
