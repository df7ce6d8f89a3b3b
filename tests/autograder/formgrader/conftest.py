"""A machine with several accounts, and fixtures from elsewhere."""

import tempfile
from pathlib import Path

import pytest

from tests.autograder.formgrader.accounts import Accounts
from tests.autograder.tiny import tiny_course, tiny_released  # noqa: F401


@pytest.fixture(scope="module")
def accounts(tmp_path_factory):
    """The accounts of Debian's that every system has play the students; root is the instructor."""
    folder = tmp_path_factory.mktemp("machine")
    for above in (folder, *folder.parents):  # pytest's own are closed to others
        if above == Path(tempfile.gettempdir()):
            break
        above.chmod(0o755)
    accounts = Accounts(folder)
    yield accounts
    accounts.close()
