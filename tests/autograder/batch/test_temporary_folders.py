"""The next run removes the temporary folders of killed runs and keeps those of running ones."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from autograder.batch.temporary_folders import remove_abandoned_folders, use_temporary_folder
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
    remove_abandoned_folders()
    with use_temporary_folder() as folder:
        assert list(base.iterdir()) == [folder]
    assert list(base.iterdir()) == []


def test_a_running_process_keeps_its_folder(base):
    process, folder = start(base)
    with process:
        remove_abandoned_folders()
        assert folder.exists()
        process.stdin.write("\n")
    remove_abandoned_folders()
    assert not folder.exists()


def test_a_link_stays_and_so_does_its_target(base):
    target = base / "target"
    target.mkdir()
    link = base / "dinosaur-run-link"
    link.symlink_to(target)
    remove_abandoned_folders()
    assert link.is_symlink()
    assert target.is_dir()
