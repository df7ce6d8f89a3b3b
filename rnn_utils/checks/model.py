"""Visible checks of `model`, with runs so short that all computers give equal results."""

import contextlib
import functools
import io

import numpy as np

from rnn_utils.checks._errors import call
from rnn_utils.checks._library import read_outcomes, recognize
from rnn_utils.checks._report import CheckFailed, check, fail, require

NAMES = ["abba", "cab", "dada", "bead", "cede", "ace", "decade", "bed"]
CHAR_TO_IX = {character: index for index, character in enumerate("\nabcde")}
N, N_A = len(CHAR_TO_IX), 5
SHAPES = {"Wax": (N_A, N), "Waa": (N_A, N_A), "Wya": (N, N_A), "b": (N_A, 1), "by": (N, 1)}
ITERATIONS = (0, 1, 2, 8, 20, 40)  # of the runs that are compared
LESSON = "section 5.1, the table of X and Y, and section 6.2"
ORDER = "section 6.1, shuffle first, and its example with iteration j"
LOOP = "section 6.2, and the given lines of model"
RETURNS = "the dictionary of trained parameters"

ERRORS = [
    (
        TypeError,
        "an index is a whole number",
        "X or Y holds characters; they should hold indices.",
        "each character has to go through char_to_ix: char_to_ix[character].",
        LESSON,
    ),
    (
        IndexError,
        "Y holds None",
        "None stands in Y; only X begins with None.",
        "X and Y are swapped in the call of optimize, or Y is X without the shift, or X has "
        "more than one None.",
        LESSON,
    ),
    (
        ValueError,
        "each input needs",
        "X and Y have different lengths.",
        "X is None and the letters, Y the letters and the newline: equally many.",
        LESSON,
    ),
    (
        IndexError,
        "outside the vocabulary",
        "X or Y holds an index that no character has.",
        "char_to_ix[character] gives the index as it should be, with nothing added to it.",
        LESSON,
    ),
    (
        IndexError,
        "list index",
        "The list of names is at its end: j is larger than the last index.",
        "there are more iterations than names: examples[j % len(examples)] begins again.",
        ORDER,
    ),
    (
        ValueError,
        "a_prev has shape",
        "The hidden state has the wrong shape after the first name.",
        "the third result of optimize is the next a_prev: do the checks of optimize pass?",
    ),
]


def _called(n):
    return f"model(data with {len(NAMES)} names, ..., num_iterations={n}, n_a={N_A}, ...)"


@functools.cache
def _expected(case):
    """Return the right parameters of a case: a number of iterations, or a name learned alone."""
    stored = read_outcomes("model")["expected"][str(case)]
    return {name: np.reshape(array["values"], array["shape"]) for name, array in stored.items()}


def _equal(one, other):
    """Return whether two dictionaries have the same parameters, except for rounding."""
    return all(np.allclose(one[k], other[k], rtol=1e-6, atol=1e-9) for k in other)


def observe(model):
    """Return the trained parameters by number of iterations, without runs that fail."""
    trained = {}
    for n in ITERATIONS:
        with contextlib.suppress(CheckFailed):
            trained[str(n)] = _train(model, n)
    return trained


def observe_right(model):
    """Return the right parameters by case: those of `observe`, and of one step with each name."""
    return observe(model) | {name: _train(model, 1, [name]) for name in NAMES}


def _train(model, n, names=NAMES):
    """Train the student's model on a few names, without its printed log."""
    words = {"called": _called(n), "expected": RETURNS, "read": "section 6.2"}
    ix_to_char = {index: character for character, index in CHAR_TO_IX.items()}
    with contextlib.redirect_stdout(io.StringIO()):
        parameters = call(
            model,
            "".join(name + "\n" for name in names),
            ix_to_char,
            dict(CHAR_TO_IX),
            num_iterations=n,
            n_a=N_A,
            dino_names=0,
            vocab_size=N,
            meanings=ERRORS,
            endless="the loop has to end after num_iterations rounds.",
            **words,
        )
    require(
        isinstance(parameters, dict),
        "Nothing is returned (None)."
        if parameters is None
        else "model should return the dictionary of parameters.",
        got="None" if parameters is None else f"one {type(parameters).__name__}",
        reason="the return statement is missing: return parameters."
        if parameters is None
        else "something else than parameters stands after return.",
        **words,
    )
    for name, shape in SHAPES.items():
        gradients = "d" + name in parameters
        require(
            name in parameters,
            "The gradients are returned; it should be the parameters."
            if gradients
            else f"The parameters have no entry {name}.",
            got=f"a dictionary with {', '.join(map(str, parameters))}",
            reason="the last line: return parameters.",
            **words,
        )
        units = getattr(parameters[name], "shape", None)
        require(
            units == shape,
            f"{name} has another shape: are n_a and vocab_size used?",
            called=_called(n),
            expected=f"shape {shape}, since n_a is {N_A} and vocab_size {N}",
            got=f"shape {units}",
            reason="a number is written where the argument n_a or vocab_size belongs: "
            "initialize_parameters(n_a, vocab_size, vocab_size).",
            read=LOOP,
        )
    return parameters


def _compare(model, n, problem, reason, read):
    """Compare with the right training; fail with the mistake that explains a difference."""
    result, expected = _train(model, n), _expected(n)
    if _equal(result, expected):
        return
    results = observe(model)
    problem, reason, read = (
        _no_difference(results)
        or recognize("model", results)
        or _length_of_step(results.get("1"))
        or _first_name(results.get("1"))
        or (problem, reason, read)
    )
    same = ", and others in later digits" if _by(result) == _by(expected) else ""
    fail(
        problem,
        called=_called(n),
        expected=f"by = {_by(expected)}",
        got=f"by = {_by(result)}" + same,
        reason=reason,
        read=read,
    )


def _no_difference(results):
    """Return the texts of the mistake if all runs give the same parameters, or None."""
    if len(results) < 2 or not all(
        _equal(one, next(iter(results.values()))) for one in results.values()
    ):
        return None
    return (
        "num_iterations makes no difference to the parameters.",
        "the loop has a number of its own: for j in progress(num_iterations), as given.",
        LOOP,
    )


def _length_of_step(result):
    """Return the texts of the mistake if the first step has a wrong length only, or None."""
    if result is None:
        return None
    start, right = _expected(0), _expected(1)
    factor = result["by"][0, 0] / right["by"][0, 0]
    longer = {key: start[key] + factor * (right[key] - start[key]) for key in start}
    if np.isclose(factor, 1) or not _equal(result, longer):
        return None
    if np.isclose(factor, 2):
        return (
            "Each step is twice as long: the update is made twice.",
            "optimize has updated the parameters already; or the learning rate is 0.02, not 0.01.",
            LOOP,
        )
    return (
        f"The learning rate is {0.01 * factor:.4g}; it should be 0.01.",
        "the last argument of optimize: learning_rate=0.01.",
        LOOP,
    )


def _first_name(result):
    """Return the texts of the mistake if the first step learned another name, or None."""
    right = next(name for name in NAMES if _equal(_expected(name), _expected(1)))
    for name in NAMES:
        if name != right and result is not None and _equal(result, _expected(name)):
            return (
                f"Iteration 0 learned {name!r}, but it should learn {right!r}.",
                "that is examples[0] after np.random.seed(0) and the shuffle: the order of the "
                "names is another, or the index is not j % len(examples).",
                ORDER,
            )
    return None


def _by(parameters):
    """Return the entries of the array by as text, -0.0 as 0.0."""
    return " ".join(f"{value:.5f}" for value in parameters["by"].ravel().round(5) + 0)


@check("training returns parameters in the right shapes, and changes them.")
def model_parameters(model):
    """Check the five arrays: they start at initialize_parameters and change."""
    trained, start = _train(model, 3), _expected(0)
    require(
        not _equal(trained, start),
        "Three iterations changed nothing in the parameters.",
        called=_called(3),
        expected="other parameters than initialize_parameters made",
        got="the same",
        reason="optimize has to get parameters itself, not a copy, in each round of the loop.",
        read="section 5.2, and section 6.2",
    )
    untrained = _train(model, 0)
    if not untrained["by"].any():
        require(
            _equal(untrained, start),
            "The start values are not those of initialize_parameters.",
            called=_called(0),
            expected=start["Wax"],
            got=untrained["Wax"],
            reason="parameters = initialize_parameters(n_a, vocab_size, vocab_size), as given.",
            read=LOOP,
        )
    _compare(
        model,
        0,
        "Without any iteration, the parameters should be as they started.",
        "the loop has to make num_iterations rounds, here none.",
        LOOP,
    )


@check("the first step learns the first name after the shuffle.")
def model_first_name(model):
    """Check the parameters after one iteration."""
    _compare(
        model,
        1,
        "After one iteration the parameters are not as expected.",
        "do the checks of optimize pass? If so: X begins with None, Y is X one step ahead and "
        "ends with the newline's index, and the learning rate is 0.01.",
        LESSON,
    )


@check("the hidden state goes from each name to the next.")
def model_carry(model):
    """Check the parameters after one iteration for each name."""
    _compare(
        model,
        8,
        "After eight iterations, one for each name, the parameters are wrong.",
        "the first iteration was right. What is another in the next ones: the order of the "
        "names, or a_prev, the state that optimize returned last?",
        "section 6.1",
    )


@check("after the last name, training starts again at the first.")
def model_rounds(model):
    """Check the parameters after five iterations for each name."""
    _compare(
        model,
        40,
        "After forty iterations, five for each name, the parameters are wrong.",
        "the first eight were right: j % len(examples), with the order unchanged since the "
        "shuffle, and the hidden state carried on.",
        "section 6.1",
    )
