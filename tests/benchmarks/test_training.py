"""The benchmark runs, is complete, and compares like with like; no time is asserted."""

import re
import shutil
from importlib.util import find_spec

from tests.benchmarks.program import run

RATIO = r" +[\d.]+x \([\d.]+ to [\d.]+\)"
LENGTH = re.compile(rf"^ +(\d+) +\d+ +\d+{RATIO} +\d+{RATIO}$", re.MULTILINE)
CONTESTANT = re.compile(rf"^ +(\w.*?) +[\d.]+{RATIO} +([\d.]+)$", re.MULTILINE)


def test_every_contestant_is_in_the_table_and_learns_the_same():
    done = run("training.py", "--iterations", "100", "--repeats", "1")
    assert done.returncode == 0, done.stderr
    assert [int(letters) for letters in LENGTH.findall(done.stdout)] == list(range(5, 21))
    losses = dict(CONTESTANT.findall(done.stdout))
    expected = {"ours", "plain helper, @", "plain helper, np.dot"}
    if find_spec("torch"):
        expected.add(next(name for name in losses if name.startswith("PyTorch ")))
    else:
        assert "PyTorch: not installed, not run." in done.stdout
    if any(map(shutil.which, ("cc", "gcc", "clang"))):
        expected.add("C loop, no samples")
    else:
        assert "C loop: there is no compiler, not run." in done.stdout
    assert set(losses) == expected
    assert len({f"{float(loss):.6g}" for loss in losses.values()}) == 1
    assert "The losses agree to 6 digits" in done.stdout


def test_wrong_arguments_get_a_sentence():
    done = run("training.py", "--iterations", "0")
    assert done.returncode == 2
    assert "iterations and repeats are at least 1" in done.stderr
