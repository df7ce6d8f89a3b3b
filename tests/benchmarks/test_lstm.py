"""The benchmark runs, is complete, and compares like with like; no time is asserted."""

import re
from importlib.util import find_spec

from tests.benchmarks.program import run

RATIO = r"[\d.]+x \([\d.]+ to [\d.]+\)"
CONTESTANT = re.compile(rf"^ +(\w.*?) +\d+ +{RATIO} +\d+ +{RATIO} +([\d.]+)$", re.MULTILINE)


def test_every_contestant_is_in_the_table_and_learns_the_same():
    done = run("lstm.py", "--steps", "1", "--repeats", "1")
    assert done.returncode == 0, done.stderr
    losses = dict(CONTESTANT.findall(done.stdout))
    expected = {"Keras on JAX", "plain numpy loop"}
    if find_spec("torch"):
        expected.add("Keras on torch")
    else:
        assert "Keras on torch: torch not installed, not run." in done.stdout
    assert set(losses) == expected
    assert max(map(float, losses.values())) - min(map(float, losses.values())) < 1e-3
    assert "The losses agree to 3 digits" in done.stdout


def test_wrong_arguments_get_a_sentence():
    done = run("lstm.py", "--steps", "0")
    assert done.returncode == 2
    assert "steps and repeats are at least 1" in done.stderr
