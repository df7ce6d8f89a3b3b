"""Fixtures: a server of runs and the courses in which they are killed, once for each process."""

# ruff: noqa: F811, a fixture that is imported bears the name of an argument
import pytest

from tests.autograder.batch.postgresql import postgresql  # noqa: F401
from tests.autograder.tiny import tiny_released  # noqa: F401
from tests.kills import cases
from tests.kills.runs import Server


@pytest.fixture(scope="session")
def server():
    with Server() as running:
        yield running


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("kills")


@pytest.fixture(scope="session")
def recording(server, tiny_released, folder):
    return cases.recording(server, tiny_released, folder)


@pytest.fixture(scope="session")
def moving(server, recording, folder):
    return cases.moving(server, folder)


@pytest.fixture(scope="session")
def elsewhere(recording, postgresql):
    return cases.in_postgresql(recording, postgresql)


@pytest.fixture(scope="session")
def grading(server, tiny_released, tmp_path_factory):
    return cases.grading(server, tiny_released, tmp_path_factory.mktemp("grading"))
