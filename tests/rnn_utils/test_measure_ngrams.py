"""Models that count: probabilities, and the bits that come of them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_utils.ngrams import WEIGHT, Ngrams

# Any alphabet: what a name may hold is every letter but a newline.
LETTERS = st.characters(exclude_characters="\n", exclude_categories=("Cs",))
NAMES = st.lists(st.text(LETTERS, min_size=1, max_size=6), min_size=1, max_size=8)


def vocabulary(names):
    return sorted({"\n", *"".join(names)})


@given(NAMES, st.integers(1, 5), st.data())
def test_probabilities_add_up_to_one_after_every_context(names, length, data):
    characters = vocabulary(names)
    model = Ngrams(names, length, len(characters))
    context = data.draw(st.text(st.sampled_from(characters), max_size=length - 1))
    probabilities = [model.probability(character, context) for character in characters]
    assert min(probabilities) > 0
    assert math.isclose(sum(probabilities), 1)


@given(st.integers(2, 500), st.integers(1, 4))
def test_who_has_read_nothing_guesses_evenly(vocab_size, length):
    assert math.isclose(Ngrams([], length, vocab_size).bits(["abc"]), math.log2(vocab_size))


def test_counts_by_hand():
    """Three names of two letters: two begin with a, and a newline follows each a."""
    model = Ngrams(["a", "a", "ba"], 2, 3)
    a = (3 + WEIGHT / 3) / (7 + WEIGHT)  # three a among seven characters, newlines included
    first_a = (2 + WEIGHT * a) / (3 + WEIGHT)
    assert math.isclose(model.probability("a", ""), a)
    assert math.isclose(model.probability("a", "\n"), first_a)
    newline = (3 + WEIGHT / 3) / (7 + WEIGHT)
    end = (3 + WEIGHT * newline) / (3 + WEIGHT)
    assert math.isclose(model.bits(["a"]), -(math.log2(first_a) + math.log2(end)) / 2)


def test_what_follows_a_rule_needs_a_memory():
    names = ["abababab", "babababa"] * 30
    one, two = (Ngrams(names, length, 3).bits(names) for length in (1, 2))
    assert one > 1.3
    assert two < 0.8


@pytest.mark.parametrize(
    "names",
    [
        ["rex", "kol"],
        ["\u043e\u043c\u0441\u043a", "\u043f\u0441\u043a\u043e\u0432"],
        ["\u9f8d", "\u9ce5"],
    ],
)
def test_two_names_of_any_alphabet_are_enough(names):
    model = Ngrams(names[:1], 3, len(vocabulary(names)))
    assert 0 < model.bits(names[1:]) < 20
