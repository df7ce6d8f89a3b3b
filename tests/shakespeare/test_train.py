"""Training: the program that makes weights, and an interrupt that keeps what was learned."""

import json
import os
import pty
import re
import signal
import subprocess
import sys

import learning
import machine
import numpy as np
import poem
import pytest
import train
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from tests.shakespeare.conftest import FOLDER

SONG = "O moon, thou art so round and bright,\nAnd I am here to sing all night.\n\n"
# Endless for all practical purposes, in steps of some milliseconds.
LONG_TRAINING = """
import learning, machine, numpy as np
text = np.arange(200_000) % 5
model = machine.build(5, units=4, layers=1)
learning.train(model, text, text[:2000], epochs=1000, rate=0.01)
print(f"After all that, {learning.bits(model, text[:2000]):.2f} bits.")
"""


def environment(**changes):
    """As if no test were going on: somebody watches."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    return {**kept, **changes}


def test_the_program_trains_stores_and_tells_how(tmp_path, capsys):
    text = tmp_path / "song.txt"
    text.write_text(SONG * 400)
    options = ["--units", "8", "--layers", "1", "--epochs", "2", "--rate", "0.02"]
    made = tmp_path / "song.npz"
    train.main(["--text", str(text), "--output", str(made), *options])
    record = json.loads(made.with_suffix(".json").read_text())
    model, alphabet = machine.load(made)
    assert alphabet == "".join(sorted(set(SONG)))
    assert record["weights"] == model.count_params()
    assert len(record["bits_validation"]) == 2
    assert record["bits_held_out"] < np.log2(len(alphabet)) - 0.5
    assert record["settings"]["text"] == "song.txt"
    printed = capsys.readouterr().out
    assert f"{record['bits_held_out']:.3f} bits a character" in printed
    # It goes on from there, and is no worse.
    again = tmp_path / "again.npz"
    train.main(["--text", str(text), "--output", str(again), "--start", str(made), "--epochs", "1"])
    later = json.loads(again.with_suffix(".json").read_text())
    assert later["bits_held_out"] < record["bits_held_out"]


def test_a_text_that_cannot_be_read_ends_the_program_with_a_sentence(tmp_path):
    with pytest.raises(SystemExit, match=r"cannot be read .*: name a UTF-8 text file"):
        train.main(["--text", str(tmp_path / "none.txt")])


def test_an_interrupt_keeps_what_was_learned():
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-c", LONG_TRAINING],
        cwd=FOLDER, env=environment(PYTHONPATH=str(FOLDER.parents[1])),
        stdout=subprocess.PIPE, stderr=theirs, text=True,
    )  # fmt: skip
    os.close(theirs)
    shown = ""
    while not re.search(r"\b[1-9]\d\d+ of [\d,]+ steps", shown):
        shown += os.read(ours, 1000).decode()
    running.send_signal(signal.SIGINT)
    printed, _ = running.communicate(timeout=60)
    shown += os.read(ours, 10_000).decode()
    os.close(ours)
    assert running.returncode == 0
    assert "What was learned so far is kept." in shown
    bits = float(re.search(r"After all that, ([\d.]+) bits", printed)[1])
    assert bits < np.log2(5) - 0.1


def test_training_ends_early_and_comes_back_to_the_best_weights(capsys):
    """With a rate that is far too high, nothing gets better after some epochs."""
    machine.keras.utils.set_random_seed(0)
    text = np.random.default_rng(0).integers(4, size=4000)
    model = machine.build(4, units=4, layers=1)
    curve = learning.train(model, text, text[:1000], epochs=30, rate=1.0)
    assert 3 <= len(curve) < 30
    assert min(curve) < min(curve[-2:])
    assert learning.bits(model, text[:1000]) == pytest.approx(min(curve), abs=1e-3)
    assert capsys.readouterr().out.count("in validation") == len(curve)


def test_weights_of_another_alphabet_give_way(trained, capsys):
    _, alphabet = trained
    own = machine.build(3, units=2)
    path = FOLDER / "lstm.npz"
    assert machine.load_or(path, own, "abc") is own
    assert "knows another alphabet than your text" in capsys.readouterr().out
    assert machine.load_or(path, own, alphabet).count_params() > 200_000


@pytest.mark.parametrize(
    ("code", "backend", "sentence"),
    [
        ("import machine", "tensorflow", "tensorflow is missing: run `python -m pip install"),
        ("import sys; sys.modules['keras'] = None; import machine", "jax", "keras is missing: run"),
    ],
)
def test_what_is_missing_is_named(code, backend, sentence):
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=FOLDER, env={**os.environ, "KERAS_BACKEND": backend}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"ModuleNotFoundError: {sentence}")


def test_jax_is_taken_where_nobody_chose():
    free = {name: value for name, value in os.environ.items() if name != "KERAS_BACKEND"}
    code = "import machine; print(machine.keras.backend.backend())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=FOLDER, env=free, capture_output=True, text=True
    )
    assert done.stdout == "jax\n"


def test_nobody_is_asked_where_nobody_can_answer(trained):
    """In a test, and in a notebook that a program runs."""
    assert poem.ask(trained[1]) == poem.FIRST_LINE
    assert poem.ask("\n \u03b1\u03b2\u03b3") == "\u03b1\u03b2\u03b3"
    cell = new_code_cell(f"import poem\nprint(poem.ask({trained[1]!r}))")
    notebook = new_notebook(cells=[cell])
    NotebookClient(notebook).execute(cwd=str(FOLDER), env=environment())
    assert notebook.cells[0].outputs[-1].text == poem.FIRST_LINE + "\n"


def test_who_cannot_be_read_is_asked_again(trained, monkeypatch, capsys):
    answers = iter(["\u4f60\u597d", "O moon 3"])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    beginning = poem.ask(trained[1])
    assert beginning == "O moon "
    printed = capsys.readouterr().out
    assert "The machine can read nothing of '\u4f60\u597d': begin with some of ABC" in printed
    assert printed.endswith("Left out, since the machine has never seen it: 3\n")
    # The message appears once.
    assert poem.complete(*trained, beginning, lines=1).startswith(beginning)
    assert capsys.readouterr() == ("", "")
