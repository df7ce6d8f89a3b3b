"""Visible checks of `lstm_step`."""

import numpy as np

from rnn_utils.checks._errors import call
from rnn_utils.checks._report import check, fail, require

READ = "sections 2.2 and 2.3"


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _right(x, h, c, kernel, recurrent_kernel, bias):
    i, f, candidate, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    c_next = _sigmoid(f) * c + _sigmoid(i) * np.tanh(candidate)
    return _sigmoid(o) * np.tanh(c_next), c_next


def _look(lstm_step, arrays, called):
    expected = _right(*arrays)
    shape = expected[0].shape
    words = {"called": called, "read": READ}
    result = call(
        lstm_step, *(array.copy() for array in arrays), expected=f"two arrays of {shape}", **words
    )
    require(
        isinstance(result, (tuple, list)) and len(result) == 2,
        "lstm_step should return two things.",
        expected="h_next, c_next",
        got=type(result).__name__,
        reason="the last line should return the state and the memory: return h_next, c_next.",
        **words,
    )
    for name, got, right in zip(("c_next", "h_next"), result[::-1], expected[::-1], strict=True):
        require(
            np.shape(got) == shape,
            f"{name} has another shape.",
            expected=shape,
            got=np.shape(got),
            reason="state and memory keep their shapes.",
            **words,
        )
        if not np.allclose(got, right):
            fail(
                f"{name} is not what the equations give.",
                expected=right,
                got=np.asarray(got),
                reason="compare your lines with the equations.",
                **words,
            )


@check("gates open and close, the memory keeps and writes.")
def lstm_step_gates(lstm_step):
    """The bias alone decides about the gates."""
    rng = np.random.default_rng(11)
    x, h, c = (rng.standard_normal((1, n)) for n in (2, 3, 3))
    arrays = [x, h, c, np.zeros((2, 12)), np.zeros((3, 12)), rng.uniform(-2, 2, 12)]
    _look(lstm_step, arrays, "lstm_step(x, h, c, zeros, zeros, bias)")


@check("input and state reach all four parts, for one text and for several.")
def lstm_step_weights(lstm_step):
    """Weights of every kind."""
    rng = np.random.default_rng(12)
    for B in (1, 3):
        shapes = ((B, 2), (B, 4), (B, 4), (2, 16), (4, 16), (16,))
        arrays = [rng.standard_normal(shape) for shape in shapes]
        _look(lstm_step, arrays, f"lstm_step(x, h, c, kernel, recurrent_kernel, bias), B = {B}")
