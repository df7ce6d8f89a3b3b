"""Recognize a mistake: compare what a function returns with the stored outcomes of wrong solutions.

``<function>.json`` beside this module holds the outcomes of the right solution and of each wrong
one, for the calls that the function's ``observe`` makes. The command ``autograder checks`` writes
it. The data holds results only: no code here computes them.
"""

import functools
import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
MOST_VALUES = 8  # of a larger array, three weighted sums are stored
DIGITS = 7


def outcomes_path(function):
    """Return the file with the stored outcomes of a function."""
    return HERE / f"{function}.json"


@functools.cache
def read_outcomes(function):
    """Return the stored outcomes of a function.

    Parameters
    ----------
    function : str

    Returns
    -------
    dict
        ``expected``, by case the right result; ``mistakes``, a list of dicts with ``headline``,
        ``reason``, ``read`` and ``outcomes`` by case.
    """
    return json.loads(outcomes_path(function).read_text("utf-8"))


def summarize(result):
    """Return a short form of a result, which JSON can store and `is_same` can compare.

    Parameters
    ----------
    result : object
        Numbers, arrays, and lists and dictionaries of them.

    Returns
    -------
    object
        Whole numbers and text stay as they are. Other numbers are rounded. An array becomes its
        shape with its values, or with three weighted sums of them.
    """
    if isinstance(result, dict):
        return {str(name): summarize(part) for name, part in result.items()}
    if isinstance(result, (list, tuple)):
        return [summarize(part) for part in result]
    if isinstance(result, np.ndarray):
        values = np.ravel(result).astype(float)
        if values.size > MOST_VALUES:
            weights = np.cos(np.outer((1, 2, 3), np.arange(1, values.size + 1)))
            values = weights @ values
        return {"shape": list(result.shape), "values": [_rounded(value) for value in values]}
    if isinstance(result, (float, np.floating)):
        return _rounded(result)
    if isinstance(result, np.integer):
        return int(result)
    return result


def _rounded(value):
    return float(f"{value:.{DIGITS}g}")


def is_same(one, other):
    """Return whether two summaries are equal, except for what rounding changes."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return bool(np.isclose(one, other, rtol=1e-5, atol=1e-7))
    return type(one) is type(other) and one == other


def recognize(function, outcomes):
    """Return the texts of the mistake that has the same outcomes, or None.

    Parameters
    ----------
    function : str
    outcomes : dict of str to object
        By case, a result. Cases that raised an error are left out.

    Returns
    -------
    tuple of str or None
        The problem, its likely reason and the section to read.
    """
    if not outcomes:
        return None
    found = {case: summarize(result) for case, result in outcomes.items()}
    for mistake in read_outcomes(function)["mistakes"]:
        if all(is_same(found[case], mistake["outcomes"][case]) for case in found):
            return mistake["headline"], mistake["reason"], mistake["read"]
    return None
