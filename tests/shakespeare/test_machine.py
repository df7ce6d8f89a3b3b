"""The machine: its cell, its training, its weights, what it remembers."""

import json
import os
import subprocess
import sys

import learning
import machine
import memory
import numpy as np
import pytest
import verse
from machine import keras

from rnn_utils.ngrams import Ngrams
from tests.shakespeare import plain_lstm
from tests.shakespeare.conftest import FOLDER

RECORD = json.loads((FOLDER / "lstm.json").read_text())


def one_hot(indices, n):
    return np.eye(n)[indices]


def test_keras_starts_on_jax_where_nobody_chose_a_backend():
    environment = {name: v for name, v in os.environ.items() if name != "KERAS_BACKEND"}
    code = "import machine; print(machine.keras.backend.backend())"
    for chosen, expected in ((None, "jax"), ("numpy", "numpy")):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=FOLDER,
            env=environment | ({"KERAS_BACKEND": chosen} if chosen else {}),
            capture_output=True,
            text=True,
        )
        assert done.stdout == expected + "\n", done.stderr


@pytest.mark.parametrize("number", [0, 1])
def test_an_lstm_step_on_paper_is_that_of_keras(number, trained):
    """Ours has 64 bits, Keras's 32; small states keep what 32 bits round below 1e-6."""
    model, alphabet = trained
    layer = machine.memories(model)[number]
    rng = np.random.default_rng(0)
    x = one_hot(rng.integers(len(alphabet), size=16), len(alphabet))
    if number:
        x = rng.uniform(-0.1, 0.1, (16, 128))
    h, c = rng.uniform(-0.1, 0.1, (2, 16, 128))
    _, *theirs = layer(
        x[:, None].astype("float32"), initial_state=[h.astype("float32"), c.astype("float32")]
    )
    weights = (w.astype("float64") for w in layer.get_weights())
    for ours, other in zip(plain_lstm.lstm_step(x, h, c, *weights), theirs, strict=True):
        np.testing.assert_allclose(ours, np.asarray(other), rtol=0, atol=1e-6)


def test_scores_of_a_whole_text_are_those_of_both_layers_step_by_step(trained, text):
    model, alphabet = trained
    *layers, kernel, bias = (w.astype("float64") for w in model.get_weights())
    indices = verse.encode(text[-200:], alphabet)
    states = [(np.zeros((1, 128)), np.zeros((1, 128))) for _ in range(2)]
    by_hand = []
    for index in indices:
        x = one_hot([index], len(alphabet))
        for number in range(2):
            states[number] = plain_lstm.lstm_step(
                x, *states[number], *layers[3 * number : 3 * number + 3]
            )
            x = states[number][0]
        by_hand.append((x @ kernel + bias)[0])
    scores = model.predict(indices[None], verbose=0)[0]
    np.testing.assert_allclose(scores, by_hand, rtol=0, atol=1e-4)


def test_gradients_on_paper_are_those_of_finite_differences():
    model = machine.build(5, units=3, dropout=0)
    rng = np.random.default_rng(0)
    weights = [rng.normal(size=w.shape) for w in model.get_weights()]
    letters, targets = rng.integers(5, size=(2, 4, 6))
    _, gradients = plain_lstm.loss_and_gradients(letters, targets, weights)
    for array, gradient in zip(weights, gradients, strict=True):
        for place in map(tuple, rng.integers(0, array.shape, (5, array.ndim))):
            losses = []
            for shift in (1e-5, -1e-5):
                array[place] += shift
                losses.append(plain_lstm.loss_and_gradients(letters, targets, weights)[0])
                array[place] -= shift
            assert gradient[place] == pytest.approx((losses[0] - losses[1]) / 2e-5, abs=1e-8)


def test_examples_and_streams_are_one_character_ahead():
    for x, y in (learning.examples(np.arange(1000), 64), learning.streams(np.arange(5001))):
        np.testing.assert_array_equal(x + 1, y)
        np.testing.assert_array_equal(np.ravel(x), np.arange(x.size))
    assert learning.examples(np.arange(65), 64)[0].shape == (1, 64)
    assert learning.streams(np.arange(5001))[0].shape == (5, 1000)
    assert learning.streams(np.arange(300))[0].shape == (1, 299)
    assert learning.streams(np.arange(500_000))[0].shape[0] == 64


def test_even_scores_cost_as_many_bits_as_guessing():
    model = machine.build(8, units=2)
    model.set_weights([0 * w for w in model.get_weights()])
    assert learning.bits(model, np.arange(100) % 8) == pytest.approx(3)


def test_a_small_machine_beats_trigrams_after_seconds(text, tmp_path):
    training, validation, held_out = verse.split(text)
    training, validation, held_out = training[:400_000], validation[:30_000], held_out[:30_000]
    alphabet = "".join(sorted(set(text)))
    keras.utils.set_random_seed(0)
    model = machine.build(len(alphabet), units=96, layers=1, dropout=0)
    path = tmp_path / "best.weights.h5"
    encoded = [verse.encode(part, alphabet) for part in (training, validation, held_out)]
    curve = learning.train(model, *encoded[:2], epochs=2, rate=0.01, path=path, quiet=True)
    bits = learning.bits(model, encoded[2])
    trigrams = Ngrams([training.rstrip("\n")], 3, len(alphabet)).bits([held_out.rstrip("\n")])
    assert bits < trigrams - 0.05
    # The best weights are those kept and those saved.
    assert learning.bits(model, encoded[1]) == pytest.approx(min(curve), abs=0.02)
    model.set_weights([0 * w for w in model.get_weights()])
    model.load_weights(path)
    assert learning.bits(model, encoded[2]) == pytest.approx(bits, abs=1e-4)


def test_stored_weights_are_as_good_as_recorded(trained, text):
    model, alphabet = trained
    held_out = verse.split(text)[2]
    assert learning.bits(model, verse.encode(held_out, alphabet)) == pytest.approx(
        RECORD["bits_held_out"], abs=0.002
    )
    assert RECORD["bits_held_out"] < 2.2
    assert (FOLDER / "lstm.npz").stat().st_size < 1_000_000
    assert RECORD["weights"] == model.count_params()


@pytest.mark.parametrize("cell", ["LSTM", "GRU", "SimpleRNN"])
def test_any_cell_can_be_saved_and_goes_on_from_its_states(cell, tmp_path):
    model = machine.build(6, cell, units=4, layers=2)
    machine.save(tmp_path / "w.npz", model, "\nabcde")
    again, alphabet = machine.load(tmp_path / "w.npz")
    assert alphabet == "\nabcde"
    for ours, theirs in zip(again.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=1e-6)
    indices = np.arange(12)[None] % 6
    step = machine.with_states(model)
    first, *states = step.predict_on_batch([indices[:, :5], *machine.zero_states(model)])
    second, *_ = step.predict_on_batch([indices[:, 5:], *states])
    whole = model.predict(indices, verbose=0)
    np.testing.assert_allclose(np.concatenate([first, second], axis=1), whole, atol=1e-6)


def test_gradients_reach_further_back_in_an_lstm(trained, text):
    model, alphabet = trained
    indices = verse.encode(verse.split(text)[2], alphabet)
    plain, plain_alphabet = machine.load(FOLDER / "plain.npz")
    assert plain_alphabet == alphabet
    lstm = memory.gradients_back(model, indices, reach=60, count=64)
    rnn = memory.gradients_back(plain, indices, reach=60, count=64)
    assert lstm[-1] / lstm[0] > 3 * rnn[-1] / rnn[0]


def test_gradients_back_are_those_of_finite_differences():
    """Of a network that remembers one number: its gradient is a product of slopes."""
    keras.utils.set_random_seed(1)
    model = machine.build(3, "SimpleRNN", units=1, layers=1)
    indices = np.random.default_rng(0).integers(3, size=7)
    found = memory.gradients_back(model, indices, reach=3, count=1)
    kernel, recurrent, bias, out, out_bias = (w.astype("float64") for w in model.get_weights())

    def surprise(h, letters, target):
        for letter in letters:
            h = np.tanh(kernel[letter, 0] + recurrent[0, 0] * h + bias[0])
        z = h * out[0] + out_bias
        return np.log(np.exp(z).sum()) - z[target]

    h = 0.0
    states = [h]
    for letter in indices[:6]:
        h = np.tanh(kernel[letter, 0] + recurrent[0, 0] * h + bias[0])
        states.append(h)
    for back in (1, 2, 3):
        start = 6 - back
        ends = [
            surprise(states[start] + shift, indices[start:6], indices[6]) for shift in (1e-6, -1e-6)
        ]
        assert found[back - 1] == pytest.approx(abs(ends[0] - ends[1]) / 2e-6, rel=1e-3)
