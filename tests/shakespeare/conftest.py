"""The modules beside the notebook, which students import from its folder."""

import sys

import pytest

from tests.instructor import ROOT

FOLDER = ROOT / "notebooks" / "shakespeare"
sys.path.insert(0, str(FOLDER))


@pytest.fixture(scope="session")
def text():
    """The verses of the plays."""
    import verse

    return verse.load()


@pytest.fixture(scope="session")
def trained():
    """The machine with the weights of the repository, and its alphabet."""
    import machine

    return machine.load(FOLDER / "lstm.npz")
