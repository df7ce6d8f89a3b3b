"""Visible checks of `model`.

The expected sums were printed by our own solution; ``tests/rnn_utils/test_checks.py`` runs it
again and compares. They are small runs, far from where computers begin to disagree.
"""

import contextlib
import io

import numpy as np

from rnn_utils.checks._report import check, require, require_shape
from rnn_utils.network import initialize_parameters

NAMES = ["abba", "cab", "dada", "bead", "cede", "ace", "decade", "bed"]
DATA = "".join(name + "\n" for name in NAMES)
IX_TO_CHAR = dict(enumerate("\nabcde"))
CHAR_TO_IX = {character: index for index, character in IX_TO_CHAR.items()}
N_A = 5

# Sum of all absolute values of the five arrays, by number of iterations.
EXPECTED = {1: 0.6712580568020232, 8: 0.7151728946129075, 40: 0.9839274888245274}


def fingerprint(parameters):
    """Sum of the absolute values of all parameters, one number to compare runs by."""
    return float(sum(np.abs(parameters[name]).sum() for name in ("Wax", "Waa", "Wya", "b", "by")))


def _train(model, num_iterations):
    """Train the student's model on a handful of names, without its printed log."""
    __tracebackhide__ = True
    with contextlib.redirect_stdout(io.StringIO()):
        parameters = model(
            DATA,
            dict(IX_TO_CHAR),
            dict(CHAR_TO_IX),
            num_iterations=num_iterations,
            n_a=N_A,
            dino_names=0,
            vocab_size=len(CHAR_TO_IX),
        )
    require(
        isinstance(parameters, dict),
        "model should return the dictionary of parameters.",
        got="None" if parameters is None else type(parameters).__name__,
        hint="the return statement",
    )
    for name, array in initialize_parameters(N_A, len(CHAR_TO_IX), len(CHAR_TO_IX)).items():
        require(
            name in parameters, f"The parameters have no entry {name!r}.", got=sorted(parameters)
        )
        require_shape(
            parameters[name],
            array.shape,
            name,
            "initialize_parameters(n_a, vocab_size, vocab_size)",
        )
    return parameters


def _compare(model, num_iterations, problem, hint):
    __tracebackhide__ = True
    got, expected = fingerprint(_train(model, num_iterations)), EXPECTED[num_iterations]
    require(
        np.isclose(got, expected, rtol=1e-6),
        problem,
        called=f"model(eight names, ..., num_iterations={num_iterations})",
        got=f"sum of |parameters| = {got:.9f}",
        expected=f"sum of |parameters| = {expected:.9f}",
        hint=hint,
    )


@check("training returns parameters in the right shapes, and changes them.")
def model_parameters(model):
    """Five arrays; they start from initialize_parameters and move."""
    __tracebackhide__ = True
    start = initialize_parameters(N_A, len(CHAR_TO_IX), len(CHAR_TO_IX))
    untrained = _train(model, 0)
    for name, array in start.items():
        require(
            np.array_equal(untrained[name], array),
            f"With num_iterations=0, {name} should be as initialize_parameters made it.",
            hint="the loop: it should run num_iterations times",
        )
    trained = _train(model, 3)
    require(
        not np.array_equal(trained["by"], start["by"]),
        "Three iterations changed nothing.",
        hint="optimize must be called in the loop, with parameters itself",
    )


@check("the first step learns the first name after the shuffle.")
def model_first_name(model):
    """One iteration."""
    __tracebackhide__ = True
    _compare(
        model,
        1,
        "After one iteration the parameters are not as expected.",
        "X begins with None; Y is X one step ahead, with the newline's index at its end; "
        "the name is examples[j % len(examples)]; learning_rate=0.01",
    )


@check("the hidden state goes from each name to the next.")
def model_carry(model):
    """Once through all names."""
    __tracebackhide__ = True
    _compare(
        model,
        8,
        "After eight iterations, one for each name, the parameters are not as expected.",
        "a_prev: optimize returns the last hidden state, which starts the next name",
    )


@check("after the last name, training starts again at the first.")
def model_rounds(model):
    """Five times through all names."""
    __tracebackhide__ = True
    _compare(
        model,
        40,
        "After forty iterations, five for each name, the parameters are not as expected.",
        "j % len(examples), with the order of the names unchanged after the first shuffle",
    )
