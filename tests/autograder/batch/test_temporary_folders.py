"""The next run removes the temporary folders of killed runs and keeps those of running ones."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from autograder.batch.temporary_folders import use_temporary_folder
from tests.instructor import ROOT

PROGRAM = """
import os, signal, sys, tempfile
from autograder.batch.temporary_folders import use_temporary_folder
with use_temporary_folder() as folder:
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


def test_the_next_run_removes_the_folder_of_a_killed_run(base):
    with start(base)[0] as process:
        (left,) = base.iterdir()
        (left / "file").touch()
        process.stdin.write("\n")
    assert left.exists()
    with use_temporary_folder() as folder:
        assert list(base.iterdir()) == [folder]
    assert list(base.iterdir()) == []


def test_a_running_process_with_an_unknown_id_keeps_its_folder(base):
    process, folder = start(base)
    with process:
        # In a container, the process has another id.
        other = folder.rename(base / "dinosaur-run-4194305-other")
        with use_temporary_folder():
            assert other.exists()
        process.stdin.write("\n")
    with use_temporary_folder():
        assert not other.exists()
