"""Visible checks of `sample_with_temperature`."""

import operator

import numpy as np

from rnn_utils.checks._errors import call
from rnn_utils.checks._report import check, fail, require, show
from rnn_utils.checks._temperature_mistakes import PIECES, WARMTH, draw, recognise
from rnn_utils.network import softmax

# Positive scores come first, because some mistakes give numbers only for them.
POSITIVE = ((0.3, 1.4, 0.1, 0.9), (1.7, 0.2, 0.8, 0.5, 1.2))
SCORES = (*POSITIVE, (-1.1, 0.6, -0.4, 1.3))
PLACES = (0.13, 0.52, 0.86)  # positions in each piece, as a share of its length
COLD, HOT = 0.04, 100.0
OVERFLOW = (
    "Large scores are too much: exp of them is larger than any number.",
    "np.exp(1000) is inf, and inf / inf is nan. Take the largest score off all of them before "
    "exp, which changes no probability; softmax of rnn_utils does so.",
)

ERRORS = [
    (
        ValueError,
        "truth value",
        "An if or while looks at a whole array at once.",
        "ends > u has one True or False for each end: go through the ends in a loop, or let "
        "np.searchsorted find the place.",
    ),
    (ValueError, "NaN", *OVERFLOW),
    (
        AttributeError,
        "softmax",
        "numpy has no softmax.",
        "softmax comes from rnn_utils and is imported at the top: call it without np.",
    ),
    (
        IndexError,
        "",
        "The search goes on beyond the last end.",
        "the last end should be 1, larger than any u: do the probabilities add up to 1, and is u "
        "compared with their np.cumsum?",
    ),
]


def _called(scores, temperature, u):
    numbers = ", ".join(f"{score:g}" for score in scores)
    return f"sample_with_temperature([{numbers}], {temperature:g}, {u:.3f})"


def _expected(scores, temperature, u):
    scores = np.asarray(scores)
    shares = softmax(scores / temperature)
    return f"{draw(scores, temperature, u)}: the pieces end at {show(shares.cumsum())}"


def _ask(sample_with_temperature, scores, temperature, u):
    """Call the student's function; return its result, and whether the scores are unchanged."""
    copy = np.array(scores, float)
    with np.errstate(all="ignore"):  # nbgrader treats a warning as a failure
        result = call(
            sample_with_temperature,
            copy,
            temperature,
            u,
            called=_called(scores, temperature, u),
            expected=_expected(scores, temperature, u),
            meanings=ERRORS,
            read=PIECES,
            endless="a while loop that waits for an end beyond u: the last end should be 1.",
        )
    return result, np.array_equal(copy, scores)


def _is_index(result):
    try:
        operator.index(result)
    except TypeError:
        return False
    return not isinstance(result, bool)


def _no_index(result, scores, temperature, u):
    """Return the problem and the likely reason for a result that is not an index."""
    if result is None:
        return (
            "Nothing is returned (None).",
            "the return statement is missing; or it stands in an if that was not entered.",
        )
    if isinstance(result, str):
        return "A letter is returned; it should be its index.", "return the index, a number."
    if isinstance(result, (bool, np.bool_)):
        return "True or False is returned; it should be an index.", "which end is the first > u?"
    if np.ndim(result):
        if np.size(result) == 1:
            return (
                "The index is wrapped in an array or list.",
                "np.where, np.nonzero and searchsorted of a list give arrays: take [0] of it, or "
                "int(...).",
            )
        return (
            "Many numbers are returned; it should be one index.",
            "the probabilities or their ends come before the last step: where does u lie?",
        )
    if result == np.round(result):
        return (
            f"The index is {result!r}, with a decimal point; it should be an int.",
            "an index has to be a whole number: int(...) makes one.",
        )
    p = softmax(np.asarray(scores) / temperature)
    for words, numbers in (("A probability", p), ("The end of a piece", np.cumsum(p)),
                           ("A score", scores), ("u itself", [u])):  # fmt: skip
        if np.isclose(numbers, result).any():
            return (
                f"{words} is returned; it should be the index.",
                "the index is the place in the list, 0 for the first, not what stands there.",
            )
    return "What is returned is no index.", "which piece does u lie in? Count from 0."


def _runs(sample_with_temperature, grid):
    """Call the function for each entry of `grid` (scores, temperature, u); require an index."""
    runs = []
    for scores, temperature, u in grid:
        result, _ = _ask(sample_with_temperature, scores, temperature, u)
        if not _is_index(result):
            problem, reason = _no_index(result, scores, temperature, u)
            fail(
                problem,
                called=_called(scores, temperature, u),
                expected=_expected(scores, temperature, u),
                got=repr(result),
                reason=reason,
                read=PIECES,
            )
        runs.append((np.array(scores), temperature, u, operator.index(result)))
    return runs


def _grid(*temperatures):
    """Return calls with u at several positions in each piece."""
    calls = []
    for temperature in temperatures:
        for scores in SCORES:
            p = softmax(np.array(scores) / temperature)
            starts = np.cumsum(p) - p
            calls += [
                (scores, temperature, float(start + place * length))
                for start, length in zip(starts, p, strict=True)
                for place in PLACES
            ]
    return calls


def _stuck(runs):
    """Return the problem and the likely reason when u has no influence."""
    answers = {(*scores, temperature): set() for scores, temperature, *_ in runs}
    for scores, temperature, _, index in runs:
        answers[(*scores, temperature)].add(index)
    if any(len(indices) > 1 for indices in answers.values()):
        return None
    return (
        "u makes no difference: for the same scores the same index comes.",
        "np.searchsorted(ends, u) finds the place of u among the ends. np.argmax(ends > u) does, "
        "too, but with < in it, it is always 0. Nothing random belongs here, and no seed.",
        PIECES,
    )


def _unrecognised(runs):
    """Return the problem and the likely reason when no known mistake gives these indices."""
    beyond = [(index, len(scores)) for scores, _, _, index in runs if not 0 <= index < len(scores)]
    if beyond:
        index, n = beyond[0]
        return f"{index} is no index, as there are {n} scores.", f"indices go from 0 to {n - 1}."
    return (
        "This is not the index of the piece in which u lies.",
        "in this order: softmax(scores / temperature), np.cumsum, and where u lies among the ends.",
    )


def _compare(runs, looked_at, explanation=None):
    """Fail the check at the first wrong index; name the mistake that explains all runs."""
    for scores, temperature, u, index in looked_at:
        if index == draw(scores, temperature, u):
            continue
        at_1 = [run for run in runs if run[1] == 1]
        positive = [run for run in runs if run[0].min() > 0]
        both = [run for run in at_1 if run[0].min() > 0]
        found = recognise(runs) or _stuck(runs)
        for some in (positive, at_1, both):
            found = found or recognise(some)
        problem, reason, read = found or (*(explanation or _unrecognised(runs)), PIECES)
        fail(
            problem,
            called=_called(scores, temperature, u),
            expected=_expected(scores, temperature, u),
            got=index,
            reason=reason,
            read=read,
        )


@check("at temperature 1 the pieces are as long as the probabilities.")
def sample_with_temperature_pieces(sample_with_temperature):
    """Check that the index is that of the piece with u, and that nothing else has an influence."""
    again = [(SCORES[0], 1.0, 0.6)] * 16
    indices = {index for *_, index in _runs(sample_with_temperature, again)}
    require(
        len(indices) == 1,
        "The same call gives now this index, now that.",
        called=_called(*again[0]),
        expected=_expected(*again[0]),
        got=" or ".join(map(str, sorted(indices))),
        reason="no random number is to be drawn here: chance comes in as u. np.random.choice does "
        "not know u.",
        read=PIECES,
    )
    runs = _runs(sample_with_temperature, _grid(1.0))
    wrong = any(index != draw(*run) for *run, index in runs)
    others = _runs(sample_with_temperature, _grid(0.5, 2.0)) if wrong else []
    _compare(runs + others, runs)


@check("cold takes the best, hot makes all alike, large scores do no harm.")
def sample_with_temperature_warmth(sample_with_temperature):
    """Check other temperatures, scores far from 0, and that the scores stay unchanged."""
    runs = _runs(sample_with_temperature, _grid(0.5, 2.0))
    cold, hot = (
        _runs(sample_with_temperature, [(s, warmth, u) for s in SCORES for u in (0.03, 0.4, 0.97)])
        for warmth in (COLD, HOT)
    )
    every = runs + cold + hot
    divide = "p = softmax(scores / temperature): the scores are divided, before the softmax."
    _compare(every, cold, ("Cold, nearly all of the line should belong to the best.", divide))
    _compare(every, hot, ("Hot, all pieces should have nearly the same length.", divide))
    _compare(every, runs)

    large = tuple(1000 + score for score in SCORES[0])
    for _, temperature, u in [case for case in _grid(0.5, 1.0) if case[0] == SCORES[0]]:
        result, _ = _ask(sample_with_temperature, large, temperature, u)
        require(
            _is_index(result) and result == draw(np.array(large), temperature, u),
            OVERFLOW[0],
            called=_called(large, temperature, u),
            expected=_expected(large, temperature, u),
            got=repr(result) if result is None else result,
            reason=OVERFLOW[1],
            read=WARMTH,
        )
    _, untouched = _ask(sample_with_temperature, SCORES[0], 0.5, 0.4)
    require(
        untouched,
        "Your function changes the array scores.",
        called=_called(SCORES[0], 0.5, 0.4),
        expected="scores as before",
        got="other scores in the same array",
        reason="scores /= ... and scores -= ... write into the array of the caller, who may still "
        "need it. Make a new array: z = scores / temperature.",
        read=WARMTH,
    )
