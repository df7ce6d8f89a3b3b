"""Kill the writer while it records stored results, so that no submission is graded."""

import pytest

from tests.kills.plan import MOVING, POSTGRESQL, RECORDING, carry_out, once


@pytest.mark.parametrize("number", range(len(once(RECORDING))))
def test_a_first_recording_survives(server, recording, tmp_path, number):
    assert carry_out(server, recording, tmp_path, *once(RECORDING)[number], f"recording {number}")


@pytest.mark.parametrize("number", range(len(once(MOVING))))
def test_changed_grades_survive(server, moving, tmp_path, number):
    assert carry_out(server, moving, tmp_path, *once(MOVING)[number], f"moving {number}")


@pytest.mark.parametrize("number", range(len(POSTGRESQL)))
def test_a_recording_into_postgresql_survives(server, elsewhere, tmp_path, number):
    """The gradebook equals SQLite's in the end."""
    assert carry_out(server, elsewhere, tmp_path, *POSTGRESQL[number], f"postgresql {number}")
