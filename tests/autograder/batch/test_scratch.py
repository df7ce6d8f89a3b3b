"""Temporary folders of runs that were killed go; those of runs that live stay."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from autograder.batch.scratch import scratch
from tests.instructor import ROOT

PROGRAM = """
import os, signal, sys, tempfile
from autograder.batch.scratch import scratch
with scratch() as folder:
    print(folder, flush=True)
    sys.stdin.readline()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def base(monkeypatch):
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="scratch-") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


def start(base):
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={"TMPDIR": str(base)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    return process, Path(process.stdout.readline().strip())


def test_what_a_killed_run_has_left_goes_with_the_next(base):
    with start(base)[0] as process:
        (left,) = base.iterdir()
        (left / "file").touch()
        process.stdin.write("\n")
    assert left.exists()
    with scratch() as folder:
        assert list(base.iterdir()) == [folder]
    assert list(base.iterdir()) == []


def test_a_living_run_keeps_its_folder_also_when_its_number_says_nothing_here(base):
    process, folder = start(base)
    with process:
        # In a container of its own it has another number than here.
        other = folder.rename(base / "dinosaur-run-4194305-other")
        with scratch():
            assert other.exists()
        process.stdin.write("\n")
    with scratch():
        assert not other.exists()
