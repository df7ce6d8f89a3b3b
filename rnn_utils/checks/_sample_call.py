"""A small network for the checks of `sample`, and the call of the student's function."""

import numpy as np

from rnn_utils.checks._errors import call
from rnn_utils.checks._report import require

STEP_1 = "section 4.2, step 1, and equation ({}) in section 2.1"
STEP_2 = "section 4.2, step 2, and the example at the end of section 4.1"
BEFORE = 4242  # seed of the global generator before each call
N_A, NEWLINE, LONGEST = 6, 2, 50
CHAR_TO_IX = {"a": 0, "b": 1, "\n": NEWLINE, "c": 3, "d": 4}

ERRORS = [
    (
        ValueError,
        "sum to 1",
        "np.random.choice got numbers that do not add up to 1.",
        "exp(z) has to be divided by its sum, which is what softmax(z) does.",
        STEP_1.format(3),
    ),
    (
        ValueError,
        "non-negative",
        "np.random.choice got negative numbers as probabilities.",
        "the scores z were passed as they are: softmax(z) turns them into probabilities.",
        STEP_1.format(3),
    ),
    (
        ValueError,
        "1-dimensional",
        "np.random.choice needs a flat array of probabilities.",
        "y_hat is a column of shape (n_y, 1): pass p=y_hat.ravel().",
        STEP_2,
    ),
    (
        ValueError,
        "same size",
        "np.random.choice has another number of characters than of probabilities.",
        "the first argument is n_y, the size of the vocabulary. If it is, y_hat is no column: x "
        "has to be one of shape (n, 1), np.zeros((n, 1)).",
        STEP_2,
    ),
]


def network(newline_score, remembers=True):
    """Return a small network; `newline_score` sets the probability of a newline."""
    rng = np.random.default_rng(33)
    n = len(CHAR_TO_IX)
    parameters = {
        "Wax": rng.standard_normal((N_A, n)) * remembers,
        # Small weights, so that rounding errors do not grow: all computers draw the same letters.
        "Waa": rng.standard_normal((N_A, N_A)) * 0.3 * remembers,
        "Wya": rng.standard_normal((n, N_A)),
        "b": rng.standard_normal((N_A, 1)) * 0.5,
        "by": rng.standard_normal((n, 1)) * 0.5,
    }
    parameters["by"][NEWLINE] = newline_score
    return parameters


def called_with(seed):
    return f"sample(parameters, char_to_ix, {seed})"


def run_sample(sample, parameters, seed):
    """Call the student's function and return its result; raise `CheckFailed` for no indices."""
    words = {"called": called_with(seed), "read": "section 4.2, step 2"}
    words["expected"] = f"a list of whole numbers from 0 to {len(CHAR_TO_IX) - 1}"
    np.random.seed(BEFORE)
    indices = call(
        sample,
        {name: array.copy() for name, array in parameters.items()},
        dict(CHAR_TO_IX),
        seed,
        meanings=ERRORS,
        endless="the loop has to end when idx is the newline or counter is 50, and counter has "
        "to grow in each round.",
        **words,
    )
    require(
        indices is not None,
        "Nothing is returned (None).",
        got="None",
        reason="the return statement is missing: return indices.",
        **words,
    )
    require(
        np.ndim(indices) > 0 or isinstance(indices, (list, tuple)),
        "sample returned one index; it should return the list of all.",
        got=repr(indices),
        reason="return indices, not idx: each idx is appended to the list.",
        **words,
    )
    for index in indices:
        text, column = isinstance(index, str), np.ndim(index) > 0
        single = column and np.shape(index) == (1,)
        require(
            not text and not column,
            "The list holds characters; it should hold their indices."
            if text
            else "The list holds arrays; it should hold indices.",
            got=f"{index!r} in the list",
            reason="characters come later, in print_sample; append idx itself."
            if text
            else "np.random.choice(n_y, 1, p=...) draws an array of one index; without the 1 it "
            "draws a number."
            if single
            else "what is appended is the column x; append idx, the number that was drawn.",
            **words,
        )
        require(
            int(index) == index and 0 <= index < len(CHAR_TO_IX),
            "The list holds something that is no index of a character.",
            got=f"{index!r} in the list",
            reason="append what np.random.choice(n_y, p=...) returned.",
            **words,
        )
    return [int(index) for index in indices]
