"""Workers, jails and the writer, killed while a class is marked."""

import pytest

from tests.kills.plan import MARKING, MOVING, POSTGRESQL, RECORDING, carry_out


@pytest.mark.parametrize("number", range(len(MARKING)))
def test_marking_survives(server, marking, tmp_path, number):
    assert carry_out(server, marking, tmp_path, *MARKING[number], f"marking {number}")


def test_there_are_fifty_kills_and_more():
    assert sum(map(len, (RECORDING, MOVING, POSTGRESQL, MARKING))) >= 50
