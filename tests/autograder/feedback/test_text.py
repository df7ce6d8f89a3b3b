"""Plain text: nothing unseen stays, and nothing readable is lost."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.feedback.sanitize_html import escaped, plain, visible


def test_colours_go_and_words_stay():
    assert plain("\x1b[1;31mwrong\x1b[0m \x1b]8;;javascript:x\x07here\x1b]8;;\x07") == "wrong here"


def test_progress_bar_shows_its_last_state():
    assert plain("1%\r50%\r100%\ndone\r\nend\r") == "100%\ndone\nend"


@pytest.mark.parametrize("character", "\u202a\u202e\u2066\u2069\x00\x08\x1b\u200b\ufeff\ud800")
def test_what_is_unseen_gets_its_number(character):
    assert plain(f"a{character}b") == f"a⟨U+{ord(character):04X}⟩b"


def test_letters_of_every_script_stay():
    words = "naïve שלום 恐竜 👩‍🔬 e\u0301\tend"
    assert plain(words) == words


def test_long_text_ends_with_what_is_missing():
    assert plain("x" * 120, longest=100) == "x" * 100 + "\n[20 more characters are left out]"
    assert plain("x" * 9_000_000, longest=100).endswith("more characters are left out]")


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_no_control_survives_and_twice_is_once(text):
    shown = visible(text)
    shown.encode("utf-8")
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    assert visible(shown) == shown


@given(st.text(alphabet="<>&\"'\x1b[m;0a \n", max_size=60))
def test_escaped_text_has_no_markup(text):
    assert not set("<>\"'") & set(escaped(text))


@pytest.mark.parametrize("value", [None, 3, ["a"], {"a": 1}])
def test_what_is_no_text_is_empty(value):
    assert plain(value) == ""
