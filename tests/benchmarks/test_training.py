"""The benchmark runs, is complete, and compares like with like; no time is asserted."""

import re
import shutil
import subprocess
import sys

from tests.instructor import ROOT


def run(*arguments):
    return subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "training.py", *arguments],
        capture_output=True,
        text=True,
    )


def test_every_contestant_learns_the_same():
    done = run("--iterations", "300", "--repeats", "1")
    assert done.returncode == 0, done.stderr
    for letters in (5, 12, 20):
        assert re.search(rf"^ +{letters} +\d+ +\d+ +[\d.]+x", done.stdout, flags=re.MULTILINE)
    losses = re.findall(r"^ +(\S.*?) +[\d.]+ +[\d.]+x +([\d.]+)$", done.stdout, flags=re.MULTILINE)
    names = [name for name, _ in losses]
    assert names[:2] == ["ours", "plain helper"]
    assert ("C loop (floor)" in names) == any(map(shutil.which, ("cc", "gcc", "clang")))
    assert len({loss for _, loss in losses}) == 1
    assert "PyTorch" in done.stdout, "run, or said not to be"


def test_wrong_arguments_get_a_sentence():
    done = run("--iterations", "0")
    assert done.returncode == 2
    assert "iterations and repeats are at least 1" in done.stderr
