"""The figures show what their captions say."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_utils import figures, initialize_parameters, rnn_forward
from rnn_utils.figures.cliff import BIASES, FIRST, LIMIT, RATE, UPDATES, WEIGHTS
from rnn_utils.figures.reading import alike
from rnn_utils.figures.sampling import draw_letters
from tests.rnn_utils.drawn import LATIN, network, texts, vocabulary

# The network unrolled.


def test_the_unrolled_network_spells_the_name_and_tells_shapes():
    shown = texts(figures.unrolled("rex", n_a=50, vocab_size=27))
    assert shown.count("should be") == 4
    for character, times in (("r", 2), ("e", 2), ("x", 2), ("\u21b5", 1)):
        assert shown.count(character) == times
    assert [shown.count(shape) for shape in ("(50, 27)", "(50, 50)", "(27, 50)")] == [1, 1, 1]
    assert shown.count("(27, 1)") == 4 + 4 + 1  # x, y-hat, by
    assert shown.count("(50, 1)") == 4 + 1  # a, b
    symbols = [
        "a(0)",
        "x(0)",
        "x(3)",
        "a(1)",
        "a(4)",
        "\u0177(1)",
        "\u0177(4)",
        "Wax",
        "Waa",
        "Wya",
    ]
    assert set(symbols) <= set(shown)
    assert not {"x(4)", "a(5)", "\u0177(0)"} & set(shown)


def test_shapes_are_those_of_the_network():
    parameters = initialize_parameters(7, 5, 5)
    sentence = figures.unrolled("ab", n_a=7, vocab_size=5).alt
    for symbol, name in (
        ("W_ax", "Wax"),
        ("W_aa", "Waa"),
        ("W_ya", "Wya"),
        ("b", "b"),
        ("b_y", "by"),
    ):
        assert f"{symbol} {parameters[name].shape}" in sentence


# The cliff.


@settings(deadline=None, max_examples=50)
@given(st.floats(3.8, 5.6), st.floats(-1.5, 0.3))
def test_the_cliffs_gradient_against_finite_differences(w, b):
    """On the gentle side; on the cliff itself no step is small enough."""
    step = 1e-6
    slopes = [
        (figures.cliff_loss(w + step, b) - figures.cliff_loss(w - step, b)) / (2 * step),
        (figures.cliff_loss(w, b + step) - figures.cliff_loss(w, b - step)) / (2 * step),
    ]
    assert np.allclose(figures.cliff_gradient(w, b), slopes, rtol=1e-3, atol=1e-6)


def test_clipping_keeps_the_descent_near_the_bottom():
    """What the caption claims of the two paths."""
    wild = figures.cliff_descent(FIRST, RATE, UPDATES)
    tame = figures.cliff_descent(FIRST, RATE, UPDATES, LIMIT)
    for path in (wild, tame):
        assert max(np.abs(figures.cliff_gradient(*point)).max() for point in path) > 2
        inside = (path >= (WEIGHTS[0], BIASES[0])) & (path <= (WEIGHTS[1], BIASES[1]))
        assert inside.all()
    moves = np.abs(np.diff(wild, axis=0)).max(axis=1)
    longest = moves.argmax()
    # The paths are one until the cliff; then one step undoes more than all before it had won.
    assert np.array_equal(wild[: longest + 1], tame[: longest + 1])
    assert (np.diff(figures.cliff_loss(*wild[:longest].T)) < 0).all()
    assert moves[longest] > 2 > 8 * LIMIT - 0.001
    assert figures.cliff_loss(*wild[longest + 1]) > figures.cliff_loss(*wild[0])
    assert np.abs(np.diff(tame, axis=0)).max() <= RATE * LIMIT + 1e-12
    assert figures.cliff_loss(*tame[-1]) < 0.001 < 0.08 < figures.cliff_loss(*wild[-1])


def test_the_cliff_is_reported_with_its_numbers():
    sentence = figures.cliff().alt
    for limit in (None, LIMIT):
        path = figures.cliff_descent(FIRST, RATE, UPDATES, limit)
        first, last = figures.cliff_loss(*path[0]), figures.cliff_loss(*path[-1])
        assert f"loss {first:.3f} at the start, {last:.3f} after {UPDATES} steps" in sentence
        assert f"moves w or b by {np.abs(np.diff(path, axis=0)).max():.2f}" in sentence


# Sampling.


def exercise(parameters, char_to_ix, seed):
    """The rule of exercise 2, written out once more."""
    x, a_prev = np.zeros((len(char_to_ix), 1)), np.zeros_like(parameters["b"])
    indices, index, counter = [], -1, 0
    while index != char_to_ix["\n"] and counter != 50:
        np.random.seed(counter + seed)
        a_prev = np.tanh(parameters["Wax"] @ x + parameters["Waa"] @ a_prev + parameters["b"])
        z = parameters["Wya"] @ a_prev + parameters["by"]
        index = np.random.choice(len(z), p=(np.exp(z) / np.exp(z).sum()).ravel())
        indices.append(index)
        x = np.zeros_like(x)
        x[index] = 1
        seed, counter = seed + 1, counter + 1
    return indices


@pytest.mark.parametrize("seed", [0, 1, 7, 100])
@pytest.mark.parametrize("scale", [0.01, 0.5])
def test_sampling_draws_the_letters_of_the_exercise(seed, scale):
    char_to_ix = vocabulary(LATIN)
    parameters = network(char_to_ix, scale=scale)
    drawn = draw_letters(parameters, 0, seed, 12)
    assert [index for index, _ in drawn] == exercise(parameters, char_to_ix, seed)[:12]


def test_sampling_leaves_the_global_generator_alone():
    char_to_ix = vocabulary(LATIN)
    parameters = network(char_to_ix)
    np.random.seed(8)
    expected = np.random.rand()
    np.random.seed(8)
    figures.sampling(parameters, char_to_ix, 3)
    assert np.random.rand() == expected


def test_sampling_shows_what_was_likely_and_what_came():
    char_to_ix = vocabulary(LATIN)
    parameters = network(char_to_ix, scale=0.5)
    shown = figures.sampling(parameters, char_to_ix, 1, steps=6)
    written, spoken = texts(shown), shown.alt.split("Step ")[1:]
    read = "zeros"
    for (index, y_hat), sentence in zip(draw_letters(parameters, 0, 1, 6), spoken, strict=True):
        came = "newline" if index == 0 else LATIN[index]
        assert f"reads {read} and expects" in sentence
        place = np.sum(y_hat > y_hat[index]) + 1
        assert (
            f"drawn is {came}, number {place} of 27 by probability, with {y_hat[index]:.2f}"
            in sentence
        )
        for likely in np.argsort(-y_hat)[:5]:
            assert f"{'newline' if likely == 0 else LATIN[likely]} {y_hat[likely]:.2f}" in sentence
            assert f"{y_hat[likely]:.2f}" in written
        read = came
    assert "zeros" in written


def test_a_name_that_ends_early_is_said_to_end():
    char_to_ix = vocabulary("a")
    parameters = network(char_to_ix, scale=0)
    parameters["by"][0] = 9
    shown = figures.sampling(parameters, char_to_ix, 0)
    assert "the name ends" in texts(shown)
    assert "Step 2" not in shown.alt
    assert "drawn is newline, number 1 of 2" in shown.alt


# Reading.


def test_the_reading_figure_shows_probabilities():
    char_to_ix = vocabulary(LATIN)
    parameters = network(char_to_ix, scale=0.5)
    shown = figures.next_letters(parameters, "rex", char_to_ix)
    came = [char_to_ix[character] for character in "rex\n"]
    _, (y_hat, *_) = rnn_forward([None, *came[:-1]], came, np.zeros((6, 1)), parameters)
    written = texts(shown)
    for so_far, row, index in zip(("start", "r", "re", "rex"), y_hat, came, strict=True):
        assert so_far in written
        assert f"{row[index]:.2f}" in written
        likely = row.argmax()
        after = "At the start" if so_far == "start" else f"After {so_far}"
        assert (
            f"{after}: {'newline' if likely == 0 else LATIN[likely]} {row.max():.2f}" in shown.alt
        )


def test_areas_are_probabilities():
    char_to_ix = vocabulary("ab")
    parameters = initialize_parameters(4, 3, 3)
    parameters["by"][:] = np.log([[0.25], [0.25], [0.5]])
    axes = figures.next_letters(parameters, "b", char_to_ix).figure.axes[0]
    sides = [
        np.ptp(patch.get_path().vertices[:5, 0])
        for patch in axes.patches
        if len(patch.get_path().vertices) >= 5 and patch.get_gid() and patch.get_fill()
    ]
    # First step: two others and b, which came; second step: two others and the newline.
    areas = np.array(sides) ** 2 / 22**2
    assert areas == pytest.approx([0.25, 0.5, 0.25, 0.25], rel=0.05)


def test_the_hidden_units_are_those_of_the_network():
    char_to_ix = vocabulary(LATIN)
    parameters = network(char_to_ix, n_a=9, scale=0.7)
    shown = figures.hidden_units(parameters, "rex", char_to_ix)
    came = [char_to_ix[character] for character in "rex\n"]
    loss, (_, states, *_) = rnn_forward([None, *came[:-1]], came, np.zeros((9, 1)), parameters)
    bits = [float(value) for value in re.findall(r"(?:r|e|x|newline) (\d+\.\d)", shown.alt)]
    assert sum(bits) * np.log(2) == pytest.approx(loss, abs=0.2)
    assert f"{bits[0]:.1f}" in texts(shown)
    assert "9 hidden units" in shown.alt
    # Each tile is a piece of a line in the colour of its value.
    tiles = [line for line in shown.figure.axes[0].lines if line.get_gid()]
    pieces = sum(np.isfinite(line.get_xdata()).sum() // 2 for line in tiles)
    assert pieces == 9 * 4
    brightest = max((line.get_color() for line in tiles), key=lambda colour: sum(colour[:3]))
    highest = sum(
        np.isfinite(line.get_xdata()).sum() // 2 for line in tiles if line.get_color() == brightest
    )
    assert highest == np.sum(states[1:] >= 0.9)


def test_a_letter_outside_the_vocabulary_is_named():
    char_to_ix = vocabulary("ab")
    with pytest.raises(ValueError, match="'z' is not in the vocabulary"):
        figures.hidden_units(network(char_to_ix), "az", char_to_ix)


def test_what_seemed_impossible_costs_many_bits():
    char_to_ix = vocabulary("ab")
    parameters = network(char_to_ix, scale=0)
    parameters["by"][1] = -5000
    assert "a 328.9" in figures.hidden_units(parameters, "a", char_to_ix).alt


def test_units_that_behave_alike_stand_together():
    states = np.array([[1, -1, 0.9, -0.8], [1, -1, 1, -1]])
    assert alike(states) == [1, 3, 2, 0]
    shuffled = np.random.default_rng(0).uniform(-1, 1, (5, 40))
    order = alike(shuffled)
    assert sorted(order) == list(range(40))
    apart = [np.abs(np.diff(shuffled[:, one], axis=1)).sum() for one in (order, range(40))]
    assert apart[0] < 0.7 * apart[1]
