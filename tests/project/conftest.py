"""The repository, as the tests of its layout and tools see it."""

import os
import subprocess
import tomllib
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def root():
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def project(root):
    """The [project] table of pyproject.toml."""
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="session")
def tracked(root):
    """Paths of the files that git tracks, relative to the root."""
    if not (root / ".git").exists():
        pytest.skip("not a git checkout: nothing says which files belong to the project")
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True, text=True
    ).stdout
    paths = [Path(name) for name in listing.split("\0") if name and (root / name).is_file()]
    if not paths:
        pytest.skip("git tracks no file yet")
    return paths


@pytest.fixture
def stub(tmp_path, monkeypatch):
    """Put a shell script before all other commands of that name."""
    folder = tmp_path / "stubs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)

    def make(name, body):
        path = folder / name
        path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        path.chmod(0o755)
        return path

    return make
