"""The visible checks: silent about right work, to the point about wrong."""

import numpy as np
import pytest

from rnn_utils import checks
from rnn_utils.checks import model as model_checks
from tests.instructor import solutions

NAMES = [name for name in checks.__all__ if name != "CheckFailed"]


@pytest.fixture(scope="module")
def ours():
    return solutions()


@pytest.mark.parametrize("name", NAMES)
def test_our_solution_passes(ours, name, capsys):
    getattr(checks, name)(ours[name.split("_")[0]])
    assert capsys.readouterr().out.startswith("Passed: ")


@pytest.mark.parametrize("name", NAMES)
def test_checks_leave_the_global_generator_to_the_exercise(ours, name):
    """The same check twice gives the same answer, whatever was drawn before."""
    np.random.seed(99)
    getattr(checks, name)(ours[name.split("_")[0]])


@pytest.mark.parametrize("iterations", sorted(model_checks.EXPECTED))
def test_expected_sums_are_those_of_our_solution(ours, iterations):
    got = model_checks.fingerprint(model_checks._train(ours["model"], iterations))
    assert got == pytest.approx(model_checks.EXPECTED[iterations], rel=1e-9)


def clipped(function):
    return lambda gradients, maxValue: {
        name: function(array, maxValue) for name, array in gradients.items()
    }


MISTAKES = [
    ("clip_range", lambda g, m: None, "should return a dictionary"),
    ("clip_range", clipped(np.minimum), "did you clip only from above?"),
    ("clip_range", clipped(lambda a, m: np.maximum(a, -m)), "did you clip only from below?"),
    ("clip_range", lambda g, m: g, "changed nothing in dWaa"),
    ("clip_range", clipped(lambda a, m: np.clip(a, -5, 5)), "must use the maxValue"),
    (
        "clip_untouched",
        clipped(lambda a, m: a * min(1, m / np.linalg.norm(a))),
        "clipping by the norm",
    ),
    ("clip_untouched", clipped(lambda a, m: np.abs(np.clip(a, -m, m))), "-2 stays -2"),
    (
        "clip_every_array",
        lambda g, m: {n: a if n == "dby" else np.clip(a, -m, m) for n, a in g.items()},
        "The largest value of dby",
    ),
    ("sample_form", lambda p, c, s: None, "returned None"),
    ("sample_form", lambda p, c, s: [], "empty list"),
    ("sample_form", lambda p, c, s: ["a", "\n"], "the indices of characters"),
    ("sample_form", lambda p, c, s: [0] * 50 + [2], "that newline alone"),
    ("sample_form", lambda p, c, s: [99], "outside the vocabulary"),
    ("sample_draw", lambda p, c, s: [0] * 50 + [2], "not the argmax"),
    ("sample_state", lambda p, c, s: [0] * 50 + [2], "Wax makes no difference"),
    ("optimize_loss", lambda *a, learning_rate: None, "three things"),
    ("model_parameters", lambda *a, **k: None, "dictionary of parameters"),
]


@pytest.mark.parametrize(("name", "wrong", "message"), MISTAKES)
def test_a_mistake_is_named(name, wrong, message):
    with pytest.raises(checks.CheckFailed) as failure:
        getattr(checks, name)(wrong)
    assert message in str(failure.value)


def test_messages_tell_what_came_and_what_should_have():
    with pytest.raises(checks.CheckFailed) as failure:
        checks.clip_range(clipped(np.minimum))
    for part in ("called:", "got:", "expected:", "look at:"):
        assert part in str(failure.value)
