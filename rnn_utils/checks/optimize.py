"""Visible checks of `optimize`."""

import numpy as np

from rnn_utils.checks._errors import call
from rnn_utils.checks._optimize_mistakes import (
    wrong_clipping,
    wrong_loss,
    wrong_state,
    wrong_step,
)
from rnn_utils.checks._report import check, fail, require, require_gradients, show
from rnn_utils.network import rnn_backward, rnn_forward

N, N_A = 6, 4
SHAPES = {"Wax": (N_A, N), "Waa": (N_A, N_A), "Wya": (N, N_A), "b": (N_A, 1), "by": (N, 1)}
X, Y = [None, 3, 1, 4], [3, 1, 4, 0]
CALL = f"optimize({X}, {Y}, a_prev, parameters, learning_rate=0.1)"
LONG = "optimize(60 times the same letter, ..., learning_rate=0.1)"
RETURNS = "three things: loss, gradients, last hidden state"
READ = "section 5.3"
UPDATE = "section 5.2, and update_parameters in section 5.3"
CLIP = "section 2.2, moves 3 and 4, and section 5.3"

ERRORS = [
    (
        IndexError,
        "Y holds None",
        "X and Y are swapped in a call.",
        "it is rnn_forward(X, Y, ...) and rnn_backward(X, Y, ...): X is what is read, Y what "
        "should come, and only X may hold None.",
    ),
    (
        IndexError,
        "only integers",
        "An array of states stands where a dictionary belongs.",
        "the results of rnn_backward are gradients, a in this order; its arguments are X, Y, "
        "parameters, cache, and those of rnn_forward X, Y, a_prev, parameters.",
    ),
    (
        KeyError,
        "W",
        "Parameters are looked for among gradients, or the other way round.",
        "a helper got the wrong dictionary: it is clip(gradients, 5) and "
        "update_parameters(parameters, gradients, learning_rate).",
    ),
    (
        ValueError,
        "a_prev has shape",
        "The hidden state that rnn_forward gets has the wrong shape.",
        "the order of arguments: rnn_forward(X, Y, a_prev, parameters).",
    ),
]


def _draw():
    rng = np.random.default_rng(13)
    parameters = {name: rng.standard_normal(shape) * 0.3 for name, shape in SHAPES.items()}
    return parameters, rng.uniform(-0.5, 0.5, (N_A, 1))


def _optimize(optimize, X, Y, called, **learning_rate):
    """Call the student's function with new parameters and require three results.

    Returns
    -------
    loss : float
    gradients : dict of str to ndarray
    a_last : ndarray
    steps : dict of str to ndarray
        How much was subtracted from each parameter.
    """
    before, a_prev = _draw()
    after = {name: array.copy() for name, array in before.items()}
    words = {"called": called, "expected": RETURNS, "read": READ}
    result = call(
        optimize, list(X), list(Y), a_prev, after, meanings=ERRORS, **words, **learning_rate
    )
    require(
        isinstance(result, (tuple, list)) and len(result) == 3,
        "Nothing is returned (None)." if result is None else "optimize should return three things.",
        got="None" if result is None else f"one {type(result).__name__}",
        reason="the return statement is missing: return loss, gradients, a[len(X) - 1]."
        if result is None
        else "the last line should be: return loss, gradients, a[len(X) - 1].",
        **words,
    )
    loss, gradients, a_last = result
    require(
        np.size(loss) == 1 and np.asarray(loss).dtype.kind in "fiu",
        "The first result should be the loss, a number.",
        got=type(loss).__name__,
        reason="the order of the results: return loss, gradients, a[len(X) - 1].",
        **words,
    )
    require_gradients(gradients, called, READ)
    for name, array in before.items():
        require(
            np.shape(gradients["d" + name]) == np.shape(after[name]) == array.shape,
            f"{name} or d{name} came back in another shape.",
            called=called,
            expected=f"shape {array.shape} for both",
            got=f"{np.shape(after[name])} and {np.shape(gradients['d' + name])}",
            reason="every gradient has the shape of its parameter: do the checks of clip pass?",
            read="section 2.1, the table of shapes",
        )
    steps = {name: before[name] - after[name] for name in before}
    return np.asarray(loss).item(), gradients, a_last, steps


@check("loss, gradients and the last hidden state are returned.")
def optimize_loss(optimize):
    """Check the three results: those of the forward and the backward pass."""
    parameters, a_prev = _draw()
    expected_loss, cache = rnn_forward(X, Y, a_prev, parameters)
    expected, states = rnn_backward(X, Y, parameters, cache)
    loss, gradients, a_last, steps = _optimize(optimize, X, Y, CALL, learning_rate=0.1)
    if not np.isclose(loss, expected_loss):
        problem, reason = wrong_loss(loss, X, Y, a_prev, parameters, 0.1)
        fail(
            problem,
            called=CALL,
            expected=f"loss {expected_loss:.6f}",
            got=f"loss {loss:.6f}",
            reason=reason,
            read="section 2.2, move 1, and section 5.3",
        )
    for name, array in expected.items():
        if not np.allclose(gradients[name], array):
            problem, reason = wrong_clipping(gradients, steps, expected)
            fail(
                problem,
                called=CALL,
                expected=f"{name}: {show(array)}",
                got=f"{name}: {show(np.asarray(gradients[name]))}",
                reason=reason,
                read=CLIP,
            )
    if np.shape(a_last) != (N_A, 1) or not np.allclose(a_last, states[-1]):
        problem, reason = wrong_state(a_last, states, a_prev)
        fail(
            problem,
            called=CALL,
            expected=f"shape {(N_A, 1)}: {show(states[-1])}",
            got=f"shape {np.shape(a_last)}: {show(np.asarray(a_last))}",
            reason=reason,
            read="section 5.3, the results of rnn_backward",
        )


def _compare_steps(optimize, called, rate, **learning_rate):
    _, gradients, _, steps = _optimize(optimize, X, Y, called, **learning_rate)
    expected = {name: rate * np.asarray(gradients["d" + name]) for name in SHAPES}
    for name in SHAPES:
        if np.allclose(steps[name], expected[name], rtol=1e-6, atol=1e-10):
            continue
        problem, reason = wrong_step(optimize, steps, expected, rate, len(X))
        if not learning_rate:
            problem = "Without a learning_rate, the step should be 0.01 times gradient."
            reason = (
                "pass learning_rate on to update_parameters, not a number; and the first line "
                "keeps its default, learning_rate=0.01."
            )
        place = np.unravel_index(np.abs(expected[name]).argmax(), SHAPES[name])
        fail(
            problem,
            called=called,
            expected=f"{name}{list(map(int, place))} changes by {-expected[name][place]:.4g}",
            got=f"it changed by {0 - steps[name][place]:.4g}",
            reason=reason,
            read=UPDATE,
        )


@check("the parameters take one step downhill, in place.")
def optimize_update(optimize):
    """Check that the parameters in the caller's dictionary change by rate times gradient."""
    _compare_steps(optimize, CALL, 0.1, learning_rate=0.1)
    _compare_steps(optimize, "optimize(X, Y, a_prev, parameters)", 0.01)


@check("gradients are clipped at 5 before the step.")
def optimize_clipping(optimize):
    """Check the clipping; one letter many times in a row gives gradients far above 5."""
    parameters, a_prev = _draw()
    letters = [2] * 60
    raw, _ = rnn_backward(
        letters, letters, parameters, rnn_forward(letters, letters, a_prev, parameters)[1]
    )
    _, gradients, _, steps = _optimize(optimize, letters, letters, LONG, learning_rate=0.1)
    largest = max(np.abs(gradients[name]).max() for name in raw)
    moved = max(np.abs(step).max() for step in steps.values())
    for name, array in raw.items():
        right = np.minimum(np.maximum(array, -5), 5)
        if np.allclose(gradients[name], right) and np.allclose(steps[name[1:]], 0.1 * right):
            continue
        problem, reason = wrong_clipping(gradients, steps, raw)
        fail(
            problem,
            called=LONG,
            expected="largest gradient 5, largest step 0.5",
            got=f"largest gradient {largest:.4g}, largest step {moved:.4g}",
            reason=reason,
            read=CLIP,
        )
