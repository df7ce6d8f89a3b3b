"""The benchmark of the set-ups runs, is complete, and all that take part in it learn."""

import importlib.util
import math
import re
import sys
from pathlib import Path

from tests.benchmarks.program import run

ROW = re.compile(r"│ (\w.*?) +│ +([\d.]+) │ +([\d,]+) │ +([\d,]+) │ +([\d.]+) │ +([\d.]+) │")
# What is needed to say that Keras is missing.
NEEDED = ("numpy", "rich", "pygments", "markdown_it", "mdurl")


def test_every_setup_is_in_the_table_and_learns():
    done = run("setups.py", "--seconds", "1", "--rates", "1", "--letters", "2000")
    assert done.returncode == 0, done.stderr
    rows = {name: cells for name, *cells in ROW.findall(done.stdout)}
    # Name, and the letters guessed in one step.
    assert {
        name: int(guessed.replace(",", "")) / int(steps.replace(",", ""))
        for name, (_, steps, guessed, _, _) in rows.items()
    } == {
        "every place of 16 x 64": 16 * 64,
        "one after 40, 128 at a time": 128,
        "one after 40, 16 at a time": 16,
        "dinosaurs' numpy loop, 64": 64,
    }
    (evenly,) = map(float, re.findall(r"Guessing evenly: ([\d.]+)\.", done.stdout))
    assert math.isclose(2**evenly, 60, abs_tol=0.1)
    for _, _, _, validation, held_out in rows.values():
        assert 1 < float(validation) < evenly - 0.5
        assert 1 < float(held_out) < evenly - 0.5


def test_wrong_arguments_get_a_sentence():
    done = run("setups.py", "--rates", "0")
    assert done.returncode == 2
    assert "seconds are more than 0, rates at least 1, letters more than 500" in done.stderr


def test_without_keras_there_is_a_sentence(tmp_path):
    for name in NEEDED:
        folder = Path(importlib.util.find_spec(name).origin).parent
        (tmp_path / name).symlink_to(folder)
        if (libraries := folder.with_name(f"{name}.libs")).exists():
            (tmp_path / libraries.name).symlink_to(libraries)
    done = run("setups.py", python=(sys.executable, "-S"), env={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 1
    assert done.stderr == "Not installed: keras, jax. Run `python -m pip install keras jax`.\n"


def test_without_a_text_there_is_a_sentence(tmp_path):
    done = run("setups.py", env={"TEXT": str(tmp_path / "none.txt")})
    assert done.returncode == 1
    assert done.stderr.startswith(f"{tmp_path}/none.txt cannot be read")
    assert done.stderr.count("\n") == 1
