"""Visible checks of `optimize`."""

import numpy as np

from rnn_utils.checks._report import check, require, require_gradients, require_shape
from rnn_utils.network import rnn_forward

N, N_A = 6, 4
SHAPES = {"Wax": (N_A, N), "Waa": (N_A, N_A), "Wya": (N, N_A), "b": (N_A, 1), "by": (N, 1)}
X, Y = [None, 3, 1, 4], [3, 1, 4, 0]
CALL = "optimize(X, Y, a_prev, parameters, learning_rate=0.1)"


def _draw():
    rng = np.random.default_rng(13)
    parameters = {name: rng.standard_normal(shape) * 0.3 for name, shape in SHAPES.items()}
    return parameters, rng.uniform(-0.5, 0.5, (N_A, 1))


def _copy(arrays):
    return {name: array.copy() for name, array in arrays.items()}


def _optimize(optimize, X, Y, a_prev, parameters, learning_rate):
    """Call the student's function and refuse what is not three results."""
    __tracebackhide__ = True
    result = optimize(X, Y, a_prev.copy(), parameters, learning_rate=learning_rate)
    require(
        isinstance(result, (tuple, list)) and len(result) == 3,
        "optimize should return three things: loss, gradients, last hidden state.",
        called=CALL,
        got="None" if result is None else type(result).__name__,
        hint="the return statement",
    )
    loss, gradients, a_last = result
    require_gradients(gradients, "optimize")
    return float(loss), gradients, a_last


@check("loss, gradients and the last hidden state are returned.")
def optimize_loss(optimize):
    """Three results of the right kind; loss and state are those of the forward pass."""
    __tracebackhide__ = True
    parameters, a_prev = _draw()
    expected_loss, (_, hidden, *_) = rnn_forward(X, Y, a_prev, parameters)
    loss, gradients, a_last = _optimize(optimize, X, Y, a_prev, _copy(parameters), 0.1)
    require(
        np.isclose(loss, expected_loss),
        "The loss is not the one that rnn_forward measures.",
        called=CALL,
        got=loss,
        expected=expected_loss,
        hint="the arguments of rnn_forward: X, Y, a_prev, parameters, in this order; "
        "the loss is measured before the update, and added up, not averaged",
    )
    require_shape(
        a_last, (N_A, 1), "The last hidden state", "a[len(X) - 1]: one state, not all of them"
    )
    require(
        np.allclose(a_last[:, 0], hidden[-1]),
        "The hidden state that you return is not the last one.",
        called=CALL,
        got=a_last[:, 0],
        expected=hidden[-1],
        hint="a[len(X) - 1]; and the a_prev that you pass to rnn_forward",
    )
    for name, array in gradients.items():
        if name[1:] in SHAPES:
            require_shape(array, SHAPES[name[1:]], name, "what rnn_backward returned")


@check("the parameters take one step downhill, in place.")
def optimize_update(optimize):
    """Parameters change in the caller's dictionary, against the gradient, by the learning rate."""
    __tracebackhide__ = True
    before, a_prev = _draw()
    after = _copy(before)
    _, gradients, _ = _optimize(optimize, X, Y, a_prev, after, 0.1)
    require(
        not all(np.array_equal(after[name], before[name]) for name in before),
        "The parameters are the same as before: nothing was learned.",
        called=CALL,
        hint="update_parameters changes the dictionary that it is given; did you call it, and "
        "with parameters itself rather than a copy?",
    )
    for name, array in before.items():
        step = array - after[name]
        expected = 0.1 * np.asarray(gradients["d" + name])
        require(
            not np.allclose(step, -expected),
            f"{name} moved uphill: along the gradient instead of against it.",
            called=CALL,
            hint="the sign of the update",
        )
        require(
            np.allclose(step, expected),
            f"{name} did not move by learning_rate times its gradient.",
            called=CALL,
            got=step,
            expected=expected,
            hint="one call of update_parameters, with the learning_rate that was passed in",
        )


@check("gradients are clipped at 5 before the step.")
def optimize_clipping(optimize):
    """A long stutter of one letter makes gradients far beyond 5."""
    __tracebackhide__ = True
    before, a_prev = _draw()
    after = _copy(before)
    _, gradients, _ = _optimize(optimize, [2] * 60, [2] * 60, a_prev, after, 0.1)
    largest = max(np.abs(gradients["d" + name]).max() for name in before)
    require(
        np.isclose(largest, 5),
        "The largest gradient should be 5 after clipping.",
        called="optimize(60 times the same letter, ...)",
        got=f"{largest:.6g}",
        expected=5,
        hint="clip(gradients, 5), and that you go on with what it returns",
    )
    for name, array in before.items():
        require(
            np.allclose(array - after[name], 0.1 * np.asarray(gradients["d" + name])),
            f"{name} was not updated with the clipped gradient.",
            called="optimize(60 times the same letter, ...)",
            hint="the order: forward, backward, clip, update",
        )
