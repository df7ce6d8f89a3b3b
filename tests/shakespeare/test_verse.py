"""The text: what is read, what stands for foreign letters, and what bad files get."""

import re
import unicodedata

import pytest
import verse
from hypothesis import given
from hypothesis import strategies as st


def test_the_plays_are_verse_without_speakers_or_stage_directions(text):
    assert len(text) > 2_000_000
    assert "".join(sorted(set(text))) == (
        "\n !',-.:;?ABCDEFGHIJKLMNOPQRSTUVWYabcdefghijklmnopqrstuvwxyz"
    )
    assert "\n\n\n" not in text and " \n" not in text
    assert "To be, or not to be: that is the question:\nWhether 'tis nobler in the mind" in text
    lines = text.split("\n")
    assert not re.search(r"^(SCENE|ACT|Exeunt)\b|[*_#]", text, re.MULTILINE)
    assert max(map(len, lines)) < 80
    starts = [line.lstrip("'(-")[:1] for line in lines if line]
    # Some are "zounds", since a large Z is too rare.
    assert sum(start.isupper() for start in starts) > 0.999 * len(starts)


def test_three_parts_are_the_whole_and_end_with_lines(text):
    parts = verse.split(text)
    assert "".join(parts) == text
    assert [round(len(part) / len(text), 3) for part in parts] == [0.9, 0.05, 0.05]
    assert all(part.endswith("\n") for part in parts[:2])


def test_a_text_without_lines_is_split_too():
    assert list(map(len, verse.split("ab" * 500))) == [900, 50, 50]


@pytest.mark.parametrize(
    ("written", "read", "lost"),
    [
        ("caf\u00e9 na\u00efve", "cafe naive", []),
        ("\u2018tis \u201cso\u201d", "'tis 'so'", []),
        ("wait \u2014 no\u2026", "wait -- no...", []),
        ("Stra\u00dfe, \u00c6on", "Strasse, Aeon", []),
        ("Z & z", "z and z", []),
        ("\u266b la \u262f la \u266b", " la  la ", ["\u266b", "\u262f"]),
        ("\u03b1\u03b2", "", ["\u03b1", "\u03b2"]),
    ],
)
def test_foreign_letters_become_what_looks_like_them_or_are_named(written, read, lost):
    alphabet = "\n !',-.:;?ABCDEFGHIJKLMNOPQRSTUVWYabcdefghijklmnopqrstuvwxyz"
    assert verse.fit(written, alphabet) == (read, lost)


@given(st.text(), st.text(min_size=1))
def test_what_was_fitted_can_be_encoded_and_stays(written, alphabet):
    alphabet = "".join(dict.fromkeys(alphabet))
    fitted, lost = verse.fit(written, alphabet)
    assert "".join(alphabet[i] for i in verse.encode(fitted, alphabet)) == fitted
    assert verse.fit(fitted, alphabet) == (fitted, [])
    assert set(lost) <= set(written) - set(alphabet)


def test_another_text_by_argument_or_environment(tmp_path, monkeypatch):
    song = "La lune\u0301 est belle,\r\n  et l'eau aussi.  \r\n" * 1000
    path = tmp_path / "song.txt"
    path.write_bytes(b"\xef\xbb\xbf" + song.encode())
    expected = unicodedata.normalize("NFC", "La lune\u0301 est belle,\n  et l'eau aussi.\n" * 1000)
    assert verse.load(path) == expected.rstrip("\n")
    monkeypatch.setenv("TEXT", str(path))
    assert verse.load() == expected.rstrip("\n")


def test_what_is_rarer_than_once_in_a_hundred_thousand_is_replaced(tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("abcdefgh\n" * 30_000 + "\u00e4\u2603", encoding="utf-8")
    assert verse.load(path) == "abcdefgh\n" * 30_000 + "a"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe" * 20_000, "is not UTF-8 text (byte 0 cannot be read)"),
        (
            b"too short",
            "has 9 characters, too few to learn from: choose a text with at least 20",
        ),
        (None, "cannot be read (No such file or directory): name a UTF-8 text file."),
    ],
)
def test_bad_texts_get_a_sentence(content, sentence, tmp_path):
    path = tmp_path / "bad.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ValueError) as caught:
        verse.load(path)
    assert sentence in str(caught.value)


def test_a_folder_is_no_text(tmp_path):
    with pytest.raises(ValueError, match="cannot be read"):
        verse.load(tmp_path)
