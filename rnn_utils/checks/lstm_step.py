"""Visible checks of `lstm_step`."""

import numpy as np

from rnn_utils.checks._errors import call
from rnn_utils.checks._lstm_mistakes import CUT, EQUATIONS, recognise
from rnn_utils.checks._lstm_rules import equal, step
from rnn_utils.checks._report import check, fail, require, show

DOCSTRING = "section 2.3, the docstring of lstm_step"
NAMES = ("x", "h", "c", "kernel", "recurrent_kernel", "bias")
SIZE = 3  # length of input, state and memory
CANDIDATE = (1.5, -0.8, 0.3)
SHUT, WIDE = np.full(SIZE, -30.0), np.full(SIZE, 30.0)

HALF = ((0.5, -0.5, 1.0), (1.0, 0.2, -0.4), (-0.7, 0.4, 1.2))
MEMORY = "The memory is not what the equations make it."
STATE = "The memory is right, but the state is not."
# The likely reasons if no mistake is recognised.
REASONS = {
    "c_next": "c_next = f * c + i * candidate, where i, f and the candidate come out of z.",
    "h_next": "h_next = o * np.tanh(c_next), where o comes out of z.",
}
# Each row: the gates i, f, candidate and o that the bias gives, in words; its four parts; the
# problem of a wrong memory, and of a wrong state.
CASES = [
    (
        "i closed, f and o open",
        (SHUT, WIDE, CANDIDATE, WIDE),
        "The memory should stay as it was: f is open and i is closed.",
        STATE,
    ),
    (
        "f closed, i and o open",
        (WIDE, SHUT, CANDIDATE, WIDE),
        "The memory should be the candidate: i is open and f is closed.",
        STATE,
    ),
    (
        "o closed",
        (HALF[0], HALF[1], CANDIDATE, SHUT),
        MEMORY,
        "The state should be 0: the output gate is closed.",
    ),
    ("gates half open", (HALF[0], HALF[1], CANDIDATE, HALF[2]), MEMORY, STATE),
]

ERRORS = [
    (
        ValueError,
        "equal division",
        "np.split cannot cut this into four equal parts.",
        "without axis=-1 it cuts between rows, and a row is one text: np.split(z, 4, axis=-1).",
        CUT,
    ),
    (
        ValueError,
        "concatenat",
        "The arrays that are put together do not fit.",
        "x and h stand side by side, axis=1; their matrices one below the other, axis=0.",
        DOCSTRING,
    ),
    *[
        (
            ValueError,
            words,
            "The shapes in a matrix product do not fit together.",
            "x @ kernel and h @ recurrent_kernel: the row on the left, its own matrix on the "
            "right, no .T anywhere.",
            DOCSTRING,
        )
        for words in ("matmul", "not aligned")
    ],
    (
        ValueError,
        "broadcast",
        "The shapes of two arrays do not fit together.",
        "between a row and its matrix stands @, not *. If that is so: all four parts have the "
        "shape (B, n_h), where n_h is h.shape[1]; np.split(z, 4, axis=-1) cuts so.",
        f"{EQUATIONS}, and section 2.3",
    ),
    (
        ValueError,
        "unpack",
        "There are not as many names left of = as values right of it.",
        "np.split(z, 4, axis=-1) gives four parts, for four names.",
        CUT,
    ),
    (
        AttributeError,
        "sigmoid",
        "numpy has no sigmoid.",
        "sigmoid(z) is given in the cell above yours; call it without np.",
        "section 2.3",
    ),
]


def _run(lstm_step, arrays, called):
    """Call the student's function with copies and require two arrays of the right shape.

    Returns
    -------
    results : tuple of ndarray
        State and memory.
    copies : list of ndarray
        The arguments after the call.
    """
    shape = arrays[1].shape
    words = {"called": called, "expected": f"h_next and c_next, both of shape {shape}"}
    copies = [array.copy() for array in arrays]
    results = call(lstm_step, *copies, meanings=ERRORS, read=EQUATIONS, **words)
    words["read"] = DOCSTRING
    require(
        results is not None,
        "Nothing is returned (None).",
        got="None",
        reason="the return statement is missing: return h_next, c_next.",
        **words,
    )
    one_array = isinstance(results, np.ndarray) and results.ndim < 3
    require(
        isinstance(results, (tuple, list, np.ndarray)) and len(results) == 2 and not one_array,
        "lstm_step should return two arrays, h_next and c_next.",
        got=f"one array of shape {results.shape}" if one_array else _kind(results),
        reason="the last line should be: return h_next, c_next.",
        **words,
    )
    for name, result in zip(("h_next", "c_next"), results, strict=True):
        require(
            np.asarray(result).dtype.kind in "fiu",
            f"{name} should be an array of numbers.",
            got="None" if result is None else type(result).__name__,
            reason="what stands after return: return h_next, c_next.",
            **words,
        )
        if np.shape(result) != shape:
            problem, reason = _wrong_shape(name, np.shape(result), shape)
            got = f"{name} of shape {np.shape(result)}"
            fail(problem, got=got, reason=reason, **words)
    return tuple(map(np.asarray, results)), copies


def _kind(results):
    kind = type(results).__name__
    return f"a {kind} of {len(results)}" if isinstance(results, (tuple, list)) else f"one {kind}"


def _wrong_shape(name, got, shape):
    """Return the problem and its likely reason for a result of a wrong shape."""
    texts, n_h = shape
    if got == (texts, 4 * n_h):
        return (
            f"{name} is four times too wide.",
            "the four parts were not cut apart: np.split(z, 4, axis=-1).",
        )
    if np.prod(got) == texts * n_h:
        return (
            f"{name} has the right numbers, but not in rows.",
            "state and memory keep their shape, also for a single text: no [0], .T, ravel, "
            "reshape or squeeze is needed.",
        )
    if np.prod(got) == n_h and texts > 1:
        return (
            f"{name} is one row, but there are {texts} texts.",
            "each row of x, h and c is one text: nothing is summed over rows, and none is picked.",
        )
    return (
        f"{name} has another shape than h and c have.",
        "print the .shape of z, which is (B, 4 * n_h), and of each of its four parts.",
    )


def _compare(run, runs, called, memory, state):
    """Fail the check for a wrong result, with the mistake that explains all runs.

    If no mistake explains them, `memory` or `state` is the problem.
    """
    arrays, results = run
    right = step(arrays)
    for name, k, problem in (("c_next", 1, memory), ("h_next", 0, state)):
        rows = [
            (row, good, got)
            for row, (good, got) in enumerate(zip(right[k], results[k], strict=True))
            if not equal([good], [got])
        ]
        if rows:
            row, good, got = rows[0]
            problem, reason, read = recognise(runs) or (problem, REASONS[name], EQUATIONS)
            name += f"[{row}]" if len(right[k]) > 1 else ""
            expected, got = (f"{name}: {show(np.round(array, 6) + 0.0)}" for array in (good, got))
            fail(problem, called=called, expected=expected, got=got, reason=reason, read=read)


@check("closed gates keep and write nothing, open ones everything.")
def lstm_step_gates(lstm_step):
    """Check steps in which all weights are zero, so that only the bias has an influence."""
    rng = np.random.default_rng(11)
    x, h, c = rng.uniform(-1, 1, (3, 1, SIZE))
    zeros = np.zeros((SIZE, 4 * SIZE))
    calls = [f"lstm_step(x, h, c, zeros, zeros, bias): {words}" for words, *_ in CASES]
    runs = []
    for called, (_, parts, *_) in zip(calls, CASES, strict=True):
        arrays = [x, h, c, zeros, zeros, np.concatenate(parts)]
        runs.append((arrays, _run(lstm_step, arrays, called)[0]))
    for run, called, (*_, memory, state) in zip(runs, calls, CASES, strict=True):
        _compare(run, runs, called, memory, state)


@check("input and state reach all four parts, for one text and for several.")
def lstm_step_weights(lstm_step):
    """Check that all arguments are used and unchanged, and that each row is a separate text."""
    rng = np.random.default_rng(12)
    n_x, n_h = 2, 4
    weights = [rng.standard_normal(shape) for shape in ((n_x, 4 * n_h), (n_h, 4 * n_h), 4 * n_h)]
    runs = []
    several = "Right for one text, but wrong for several: each row is one."
    for texts, memory, state in ((1, MEMORY, STATE), (3, several, several)):
        called = f"lstm_step(x, h, c, kernel, recurrent_kernel, bias), texts: {texts}"
        inputs = [rng.standard_normal((texts, n)) for n in (n_x, n_h, n_h)]
        arrays = inputs + weights
        results, after = _run(lstm_step, arrays, called)
        runs.append((arrays, results))
        _compare(runs[-1], runs, called, memory, state)
        for name, before, now in zip(NAMES, arrays, after, strict=True):
            require(
                np.array_equal(before, now),
                f"Your function changes its argument {name}.",
                called=called,
                expected=f"{name} as before: {show(before)}",
                got=f"{name} is now {show(now)}",
                reason=f"{name} *= ... and {name} += ... write into the array of the caller, who "
                "still needs it. Make a new array: a = b * c.",
                read=DOCSTRING,
            )
