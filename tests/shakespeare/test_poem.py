"""Poems: their beginnings, their chance, and the command that writes them."""

import machine
import numpy as np
import poem
import pytest
from machine import keras

from tests.shakespeare.plain_lstm import sample_with_temperature

BEGINNING = "Shall I compare thee to a winter's night"


def test_a_seed_makes_one_poem_another_seed_another(trained):
    poems = [poem.complete(*trained, BEGINNING, lines=2, seed=seed) for seed in (3, 3, 4)]
    assert poems[0] == poems[1] != poems[2]
    assert all(found.startswith(BEGINNING + "\n") for found in poems)
    assert [len([line for line in found.split("\n") if line]) for found in poems] == [3, 3, 3]


def test_a_space_at_the_end_goes_on_in_the_line(trained):
    found = poem.complete(*trained, "Shall I ", lines=1)
    assert found.startswith("Shall I ") and "\n" not in found.strip()


def test_cold_poems_are_the_likeliest_letters(trained):
    """Read anew from the beginning for each letter, without states, it is the same poem."""
    model, alphabet = trained
    found = poem.complete(model, alphabet, "O ", lines=1, temperature=1e-6)
    indices = [alphabet.index(character) for character in "\n\n" + found]
    scores = model.predict(np.array([indices]), verbose=0)[0]
    assert list(scores.argmax(axis=-1)[3:-1]) == indices[4:]


def test_foreign_letters_are_mapped_or_named(trained, capsys):
    found = poem.complete(*trained, "\u00c0 l\u2019\u00e9t\u00e9 \u2603", lines=1)
    assert found.startswith("A l'ete ")
    assert "Left out, since the machine has never seen it: \u2603" in capsys.readouterr().err


@pytest.mark.parametrize("beginning", ["", "  \n", "\u4f60\u597d"])
def test_a_beginning_that_cannot_be_read_gets_a_sentence(trained, beginning):
    with pytest.raises(ValueError, match="The machine can read nothing of"):
        poem.complete(*trained, beginning)


def test_a_machine_that_never_ends_a_line_stops_all_the_same():
    model = machine.build(3, units=2)
    arrays = [0 * w for w in model.get_weights()]
    model.set_weights([*arrays[:-1], np.array([0, 100, 0])])  # always "a"
    assert len(poem.complete(model, "\nab", "a", lines=2)) == 2 + 2 * poem.LONGEST_LINE


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_letters_come_as_often_as_softmax_says(temperature):
    scores = np.log([0.5, 0.3, 0.15, 0.05])
    expected = np.exp(scores / temperature) / np.exp(scores / temperature).sum()
    rng = np.random.default_rng(0)
    for one in (
        lambda: poem.draw(scores, temperature, rng),
        lambda: sample_with_temperature(scores, temperature, rng.random()),
    ):
        shares = np.bincount([one() for _ in range(8000)], minlength=4) / 8000
        np.testing.assert_allclose(shares, expected, atol=0.025)


def test_the_command_writes_a_poem(tmp_path, capsys):
    keras.utils.set_random_seed(0)
    path = tmp_path / "tiny.npz"
    machine.save(path, machine.build(6, units=4), "\n abcd")
    poem.main(["bad cab", "--weights", str(path), "--lines", "1"])
    assert capsys.readouterr().out.startswith("bad cab\n")
    for wrong, sentence in (
        (["a", "--temperature", "0"], "the temperature has to be above 0"),
        (["a", "--weights", str(tmp_path / "none.npz")], "there is no file"),
        (["xyz", "--weights", str(path)], "The machine can read nothing of 'xyz'"),
    ):
        with pytest.raises(SystemExit) as caught:
            poem.main(wrong)
        assert caught.value.code == 2
        assert sentence in capsys.readouterr().err
