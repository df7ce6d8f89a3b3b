"""Reading lists of names, spelling samples out."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_utils import get_sample, load_data, print_sample, read_names

IX_TO_CHAR = dict(enumerate("\nabé X"))


def write(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("Rex\nBronto\n", ["rex", "bronto"]),
        ("Rex\r\nBronto", ["rex", "bronto"]),
        ("\ufeffRex\n\n  Bronto \n", ["rex", "bronto"]),
        ("New York\nZu\u0308rich\n", ["new york", "z\u00fcrich"]),
        # Accents that Unicode joins to the small letter alone.
        ("H\u0331ais\nT\u0308\n", ["\u1e96ais", "\u1e97"]),
        ("Rex\nRex\nBronto", ["rex", "rex", "bronto"]),
        ("Αθήνα\n東京\n", ["αθήνα", "東京"]),
    ],
)
def test_lists_that_work(tmp_path, content, names):
    assert read_names(write(tmp_path / "list.txt", content)) == names


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"list\.txt is empty: put at least two names"),
        (b" \n\t\n", r"list\.txt is empty"),
        (b"rex\nREX\n", r"holds only one name"),
        ("rex\nœuf\n".encode("utf-16"), r"is not UTF-8 text"),
        (b"rex\ncaf\xe9\n", r"is not UTF-8 text \(byte 7"),
        (b"rex\n" + b"a" * 201, r"line 2: a name of 201 characters is longer than 200"),
        (b"rex\nbron\0to\n", r"line 2: the name holds a control character"),
        (b"rex\rbronto\r", r"line 1: the name holds a control character"),
        (b"rex\n\nT\tRex\n", r"line 3: the name holds a control character \(such as a tab\)"),
    ],
)
def test_lists_that_do_not(tmp_path, content, message):
    with pytest.raises(ValueError, match=message) as error:
        read_names(write(tmp_path / "list.txt", content))
    assert "\n" not in str(error.value)


def test_two_hundred_characters_are_allowed(tmp_path):
    assert read_names(write(tmp_path / "list.txt", "a" * 200 + "\nb\n"))[0] == "a" * 200


# Without the byte order mark, which counts for nothing at the start of a file alone.
ALPHABETS = st.characters(categories=["L", "M", "N", "P", "Z", "Cf"], exclude_characters="\ufeff")


@settings(deadline=None)
@given(st.lists(st.text(ALPHABETS, min_size=1, max_size=50), min_size=2))
def test_what_was_read_reads_the_same_again(tmp_path_factory, names):
    """And holds no line end: the notebook splits the text at newlines, whatever the alphabet."""
    path = tmp_path_factory.mktemp("names") / "list.txt"
    try:
        read = read_names(write(path, "\n".join(names)))
    except ValueError as error:
        assert re.search("only one name|is empty|is longer than", str(error))
        return
    assert len(read) == sum(bool(name.strip()) for name in names)
    assert "\n".join(read).split("\n") == read
    assert all(name == name.lower() for name in read)
    assert read_names(write(path, "\n".join(read))) == read


def test_data_is_found_in_the_nearest_folder_above(tmp_path, monkeypatch):
    inner = tmp_path / "course" / "notebook"
    for folder, name in ((tmp_path, "far"), (tmp_path / "course", "near")):
        (folder / "data").mkdir(parents=True)
        (folder / "data" / "list.txt").write_text(f"{name}\nother\n")
    inner.mkdir()
    monkeypatch.chdir(inner)
    assert load_data("list.txt") == "near\nother\n"


def test_missing_data_say_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"no data/nowhere\.txt here or in a folder above"):
        load_data("nowhere.txt")


def test_samples_are_spelled_with_a_capital(capsys):
    assert get_sample([2, 1, np.int64(0)], IX_TO_CHAR) == "Ba\n"
    assert get_sample([np.array(2), 1], IX_TO_CHAR) == "Ba"
    assert get_sample([1, 5, 4, 2], IX_TO_CHAR) == "AX b"
    assert get_sample([3, 1], IX_TO_CHAR) == "Éa"
    assert get_sample([0], IX_TO_CHAR) == "\n"
    assert get_sample([], IX_TO_CHAR) == ""
    print_sample([1, 2, 0], IX_TO_CHAR)
    assert capsys.readouterr().out == "Ab\n"
