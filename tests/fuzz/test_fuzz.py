"""A bounded run of the fuzzer; `python -m tests.fuzz` is the long one."""

import random

import pytest

from tests.fuzz.engine import fuzz, mutate
from tests.fuzz.targets import TARGETS


@pytest.fixture(scope="module")
def results():
    """From new seeds each time: what is found prints the bytes that did it."""
    return {found["target"]: found for found in fuzz(TARGETS, 8, random.randrange(2**32))}


@pytest.mark.parametrize("target", TARGETS)
def test_nothing_that_reads_a_students_bytes_breaks(results, target):
    found = results[target]
    assert "failure" not in found, (found["failure"], found["data"])
    assert found["inputs"] > 50
    assert found["accepted"] > 0  # else it would only test the first rejection
    assert found["peak"] < 1500


@pytest.mark.parametrize("target", TARGETS)
def test_the_seeds_are_accepted(target):
    function, make_seeds = TARGETS[target]
    assert any(function(seed) for seed in make_seeds())


def test_a_defect_is_found():
    """By a target that cannot bear the letter x."""

    def bad(data):
        assert b"x" not in data

    rng = random.Random(0)
    with pytest.raises(AssertionError):
        for _ in range(10_000):
            bad(mutate(b"wyz", [b"axb"], rng))
