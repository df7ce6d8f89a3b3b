"""What is measured on a network is what it does."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_utils import initialize_parameters, measure, rnn_step_forward
from rnn_utils.edits import edit_distances

NAMES = st.lists(st.text(min_size=1, max_size=8), min_size=2, max_size=40, unique=True)
WORDS = st.text("ab\u044f\u9f8d", max_size=7)
LISTS = {
    "dinosaurs": ["tyrannosaurus", "triceratops", "stegosaurus", "velociraptor", "iguanodon"],
    "two": ["rex", "triceratops"],
    "two-alike": ["aaa", "aaaa"],
    "cyrillic": ["москва", "псков", "тверь", "омск", "томск"],
    "long": ["abcdefghij" * 15, "jihgfedcba" * 15],
}


def vocabulary(names):
    return {character: index for index, character in enumerate(sorted({"\n", *"".join(names)}))}


@pytest.fixture
def network():
    """Four units, three characters, weights large enough for opinions."""
    rng = np.random.default_rng(1)
    shapes = {"Wax": (4, 3), "Waa": (4, 4), "Wya": (3, 4), "b": (4, 1), "by": (3, 1)}
    return {name: rng.standard_normal(shape) for name, shape in shapes.items()}


IX_TO_CHAR = {0: "\n", 1: "a", 2: "b"}
CHAR_TO_IX = {"\n": 0, "a": 1, "b": 2}


@given(NAMES, st.integers(0, 5))
def test_a_split_loses_no_name_and_shares_none(names, seed):
    known, held_out = measure.split_names(names + names[:1], seed)
    assert sorted(known + held_out) == sorted(names)
    assert len(held_out) == math.ceil(len(names) / 10)
    assert known


def test_a_split_leaves_the_global_generator_alone():
    np.random.seed(0)
    expected = np.random.rand()
    np.random.seed(0)
    measure.split_names(["a", "b", "c"])
    assert np.random.rand() == expected


def test_bits_by_hand(network):
    """Each name from the zero state, each character with its newline, base two."""
    surprises = []
    for name in ("ab", "b"):
        a, x = np.zeros((4, 1)), np.zeros((3, 1))
        for character in name + "\n":
            a, y_hat = rnn_step_forward(network, a, x)
            surprises.append(-np.log2(y_hat[CHAR_TO_IX[character], 0]))
            x = np.eye(3)[:, [CHAR_TO_IX[character]]]
    assert measure.bits(network, ["ab", "b"], CHAR_TO_IX) == pytest.approx(np.mean(surprises))


@given(NAMES)
def test_a_network_that_knows_nothing_guesses_evenly(names):
    char_to_ix = vocabulary([name.replace("\n", "") for name in names])
    names = [name.replace("\n", "") for name in names]
    size = len(char_to_ix)
    nothing = {w: array * 0 for w, array in initialize_parameters(3, size, size).items()}
    assert measure.bits(nothing, names, char_to_ix) == pytest.approx(np.log2(size))


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_temperature_divides_the_scores(network, temperature):
    """First letters come as often as softmax(z / T) says."""
    a, _ = rnn_step_forward(network, np.zeros((4, 1)), np.zeros((3, 1)))
    z = (network["Wya"] @ a + network["by"]).ravel() / temperature
    expected = np.exp(z) / np.exp(z).sum()
    rng = np.random.default_rng(0)
    drawn = [measure.draw(network, IX_TO_CHAR, rng, temperature) for _ in range(2000)]
    counted = [sum(name[:1] == letter for name in drawn) / 2000 for letter in ("", "a", "b")]
    # Five standard deviations of a share.
    assert np.allclose(counted, expected, atol=5 * 0.5 / np.sqrt(2000))


def test_near_zero_only_the_likeliest_is_drawn(network):
    names = {measure.draw(network, IX_TO_CHAR, np.random.default_rng(s), 1e-3) for s in range(20)}
    assert len(names) == 1


def test_a_drawn_name_ends_somewhere(network):
    network["by"][0] = -1000
    name = measure.draw(network, IX_TO_CHAR, np.random.default_rng(0))
    assert len(name) == measure.LONGEST == 50
    assert set(name) <= {"a", "b"}


def levenshtein(one, other):
    """The definition, as slow as it is plain."""
    if not one or not other:
        return len(one) + len(other)
    return min(
        levenshtein(one[1:], other) + 1,
        levenshtein(one, other[1:]) + 1,
        levenshtein(one[1:], other[1:]) + (one[0] != other[0]),
    )


@given(st.text("abc", max_size=4), st.lists(st.text("abc", max_size=4), min_size=1, max_size=4))
def test_edit_distances_against_their_definition(name, names):
    expected = [levenshtein(name, other) for other in names]
    assert edit_distances(name, names).tolist() == expected


@given(WORDS, WORDS, WORDS)
def test_edit_distance_is_a_metric(one, other, third):
    def distance(a, b):
        return int(edit_distances(a, [b])[0])

    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) == distance(other, one)
    assert distance(one, third) <= distance(one, other) + distance(other, third)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))


def test_known_near_and_new_names():
    table = measure.novelty(
        ["rex", "rax", "re", "trex", "xer", "", "tyrannosaurus"], ["rex", "kol"]
    )
    assert table.rows == [
        ["in the list", "1", "14.3%", "rex"],
        ["one letter away", "3", "42.9%", "rax (rex), re (rex), trex (rex)"],
        ["new", "2", "28.6%", "xer, tyrannosaurus"],
        ["without a letter", "1", "14.3%", ""],
    ]
    assert table.caption == "7 names, compared with 2 of the list"


def test_names_are_looked_up_in_a_long_list(network):
    """As many as the notebook draws, among as many as it has: in a second or two."""
    rng = np.random.default_rng(0)
    names = ["".join(rng.choice(list("abcdefgh"), size=9)) for _ in range(1500)]
    table = measure.novelty([name[:8] + "z" for name in names[:100]], names)
    assert [row[1] for row in table.rows] == ["0", "100", "0", "0"]


@pytest.mark.parametrize("names", LISTS.values(), ids=LISTS.keys())
def test_the_run_explodes_without_clipping_and_learns_with_it(names):
    """What the notebook says of its chart, with its settings, for any list."""
    char_to_ix = vocabulary(names)
    run = {"learning_rate": 0.2, "num_iterations": 150 if len(names[0]) > 99 else 600}
    wild, lost = measure.gradient_norms(names, char_to_ix, limit=None, **run)
    _, learned = measure.gradient_norms(names, char_to_ix, limit=0.05, **run)
    evenly = np.log2(len(char_to_ix))
    assert np.mean(lost[-100:]) > 1.5 * evenly
    assert np.mean(learned[-100:]) < evenly
    assert wild.max() > 10 * wild[0]


def test_norms_are_measured_before_clipping(network):
    """The first step is the same for both, and by hand the length of one long vector."""
    run = {"learning_rate": 0.2, "num_iterations": 1, "n_a": 4}
    (free,), _ = measure.gradient_norms(["ab"], CHAR_TO_IX, limit=None, **run)
    (clipped,), (surprise,) = measure.gradient_norms(["ab"], CHAR_TO_IX, limit=1e-6, **run)
    parameters = initialize_parameters(4, 3, 3)
    X, Y = measure.as_example("ab", CHAR_TO_IX)
    assert (X, Y) == ([None, 1, 2], [1, 2, 0])
    _, cache = measure.rnn_forward(X, Y, np.zeros((4, 1)), parameters)
    gradients, _ = measure.rnn_backward(X, Y, parameters, cache)
    long_vector = np.concatenate([gradient.ravel() for gradient in gradients.values()])
    assert free == clipped == pytest.approx(np.linalg.norm(long_vector))
    assert surprise == pytest.approx(measure.bits(parameters, ["ab"], CHAR_TO_IX))


def test_a_limit_that_is_never_met_changes_nothing():
    run = {"learning_rate": 0.01, "num_iterations": 50}
    char_to_ix = vocabulary(LISTS["two"])
    free, _ = measure.gradient_norms(LISTS["two"], char_to_ix, limit=None, **run)
    limited, _ = measure.gradient_norms(LISTS["two"], char_to_ix, limit=1e6, **run)
    assert np.array_equal(free, limited)


def test_a_run_ends_where_numbers_end(capfd):
    char_to_ix = vocabulary(LISTS["two"])
    run = {"learning_rate": 1e308, "num_iterations": 50}
    norms, surprises = measure.gradient_norms(LISTS["two"], char_to_ix, limit=None, **run)
    assert 1 <= len(norms) == len(surprises) < 50
    assert np.isfinite(norms).all()
    assert capfd.readouterr() == ("", "")
