"""Visible checks of `sample_with_temperature`."""

import numpy as np

from rnn_utils.checks._errors import call
from rnn_utils.checks._report import check, require

READ = "section 6.1"


def _look(sample_with_temperature, scores, temperature, u, index):
    called = f"sample_with_temperature(scores, {temperature:g}, {u:.3g})"
    words = {"called": called, "expected": index, "read": READ}
    got = call(sample_with_temperature, scores.copy(), temperature, u, **words)
    require(
        np.ndim(got) == 0 and got == index,
        "This is not the index of the piece in which u lies.",
        got=got,
        reason="softmax(scores / temperature), np.cumsum, np.searchsorted: in this order.",
        **words,
    )


@check("at temperature 1, u falls into the right piece.")
def sample_with_temperature_pieces(sample_with_temperature):
    """The pieces have the lengths of the probabilities."""
    scores = np.log([0.2, 0.4, 0.1, 0.3])
    for u, index in ((0.1, 0), (0.3, 1), (0.5, 1), (0.65, 2), (0.75, 3), (0.95, 3)):
        _look(sample_with_temperature, scores, 1.0, u, index)


@check("cold takes the best, hot makes all alike, large scores do no harm.")
def sample_with_temperature_warmth(sample_with_temperature):
    """Other temperatures, and large scores."""
    scores = np.log([0.2, 0.4, 0.1, 0.3])
    for temperature, u, index in (
        (0.05, 0.01, 1),
        (0.05, 0.99, 1),
        (100.0, 0.3, 1),
        (100.0, 0.6, 2),
    ):
        _look(sample_with_temperature, scores, temperature, u, index)
    _look(sample_with_temperature, np.array([900.0, 1000.0]), 1.0, 0.5, 1)
