"""Kill workers, sandboxes and the writer while a class is graded."""

import pytest

from tests.kills.plan import GRADING, MOVING, POSTGRESQL, RECORDING, carry_out, once


@pytest.mark.parametrize("number", range(len(once(GRADING))))
def test_grading_survives(server, grading, tmp_path, number):
    assert carry_out(server, grading, tmp_path, *once(GRADING)[number], f"grading {number}")


def test_there_are_at_least_fifty_kills():
    assert sum(map(len, (RECORDING, MOVING, POSTGRESQL, GRADING))) >= 50
