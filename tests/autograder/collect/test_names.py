"""Names become ids that nbgrader can take, and are compared without case, accents and order."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.collect.roster import derive_id, orders, why_no_id, words

NAMES = st.text(st.characters(), max_size=250) | st.sampled_from(
    ["../..", "a/b", ".", "CON", "\u202egpj.exe", "<b>Ada</b>", "=1+1", "x" * 200, "ع" * 200]
)


@given(NAMES, st.sampled_from(["", "101", "anon_Xy12z", "9" * 60, "../7"]))
def test_every_name_gives_an_id_that_nbgrader_can_take(name, number):
    made = derive_id(name, number)
    assert why_no_id(made) == ""
    assert len(f".{made}.json.abcdefgh".encode()) <= 255
    assert derive_id(name, number) == made


@given(NAMES, NAMES)
def test_two_names_without_a_number_never_become_one_id(one, other):
    composed = [unicodedata.normalize("NFC", name) for name in (one, other)]
    assert (derive_id(one) == derive_id(other)) == (composed[0] == composed[1])


@given(st.text("aàÅéöž اבक", max_size=20))
def test_composed_and_decomposed_names_are_the_same(name):
    forms = [unicodedata.normalize(form, name) for form in ("NFC", "NFD")]
    assert derive_id(forms[0], "7") == derive_id(forms[1], "7")
    assert words(forms[0]) == words(forms[1])


@pytest.mark.parametrize(
    ("one", "other"),
    [("Lovelace, Ada", "Ada Lovelace"), ("GARCÍA MÁRQUEZ, Gabriel", "Gabriel Garcia Marquez"),
     ("O'Neil, Seán", "sean o\u2019neil"), ("Straße", "STRASSE"),
     ("\u200fנעה\u202e אברהם", "אברהם נעה"), ("مريم\u200cت", "مريمت"),
     ("مُحَمَّد", "محمد")],
)  # fmt: skip
def test_the_same_name(one, other):
    assert words(other) in orders(one)


@pytest.mark.parametrize(
    ("one", "other"), [("Ada Lovelace", "Ada"), ("कि", "कु"), ("Anna Lee", "Ann Alee"), ("", "Ada")]
)
def test_not_the_same_name(one, other):
    assert words(other) not in orders(one)
