"""Visible checks of `clip`."""

import numpy as np

from rnn_utils.checks._errors import call
from rnn_utils.checks._report import check, fail, require_gradients

SHAPES = {"dWaa": (4, 4), "dWax": (4, 3), "dWya": (3, 4), "db": (4, 1), "dby": (3, 1)}
READ = "section 3.2 and its example of np.clip; section 3.3"

# Each row: the problem, the reason, and the result of the mistake for a gradient g. A function
# that gives the same numbers most likely has this mistake.
MISTAKES = [
    (
        "clip changed nothing below -maxValue: did you clip only from above?",
        "large negative values stayed: np.clip needs the lower limit -maxValue as well.",
        lambda g, name, limit: np.minimum(g[name], limit),
    ),
    (
        "clip changed nothing above maxValue: did you clip only from below?",
        "large positive values stayed: np.clip needs the upper limit maxValue as well.",
        lambda g, name, limit: np.maximum(g[name], -limit),
    ),
    (
        "The two limits of np.clip are swapped: all values become the same.",
        "np.clip(array, lowest, highest) takes -maxValue first, then maxValue.",
        lambda g, name, limit: np.full_like(g[name], -limit),
    ),
    (
        "Values beyond the limit became 0 instead of the limit.",
        "clipping moves such a value to maxValue or -maxValue; it does not throw it away.",
        lambda g, name, limit: np.where(np.abs(g[name]) > limit, 0, g[name]),
    ),
    (
        "Values beyond the limit were set to the limit of the other side.",
        "the signs: what is above maxValue becomes maxValue, what is below becomes -maxValue.",
        lambda g, name, limit: np.where(
            np.abs(g[name]) > limit, -np.sign(g[name]) * limit, g[name]
        ),
    ),
    (
        "All signs are turned around.",
        "np.clip keeps them: there is a minus too many.",
        lambda g, name, limit: -np.clip(g[name], -limit, limit),
    ),
    (
        "Every value became the limit, the small ones too.",
        "np.sign(g) * maxValue forgets the size: only what lies beyond the limit may change.",
        lambda g, name, limit: np.sign(g[name]) * limit,
    ),
    (
        "The signs are lost: negative values came back positive.",
        "np.abs removes them. A value of -2 stays -2 when maxValue is 6, and -9 becomes -6.",
        lambda g, name, limit: np.minimum(np.abs(g[name]), limit),
    ),
    (
        "Each array was shrunk by its norm; limit every element on its own.",
        "this is clipping by the norm, another method: it also makes the small values smaller.",
        lambda g, name, limit: g[name] * min(1, limit / np.linalg.norm(g[name])),
    ),
    (
        "All arrays were shrunk by one norm; limit every element on its own.",
        "this is clipping by the global norm, another method: small values get smaller too.",
        lambda g, name, limit: (
            g[name] * min(1, limit / np.sqrt(sum((array**2).sum() for array in g.values())))
        ),
    ),
    (
        "The array was rescaled so that its largest value is maxValue.",
        "dividing by the largest value changes every element; only those beyond the limit may "
        "change.",
        lambda g, name, limit: g[name] / np.abs(g[name]).max() * limit,
    ),
    (
        "The values were squashed by tanh, which changes the small ones too.",
        "clipping leaves everything inside the range exactly as it was.",
        lambda g, name, limit: limit * np.tanh(g[name] / limit),
    ),
    (
        "The values were turned into whole numbers.",
        "astype(int), int() or // cut the decimals off.",
        lambda g, name, limit: np.trunc(np.clip(g[name], -limit, limit)),
    ),
    *[
        (
            f"The values were rounded (digits left after the point: {digits}).",
            "rounding changes values inside the range; to print fewer digits, format the output.",
            lambda g, name, limit, digits=digits: np.round(np.clip(g[name], -limit, limit), digits),
        )
        for digits in range(5)
    ],
]


def explain(before, after, name, limit):
    """Return the problem and its likely reason for a wrong gradient."""
    untouched = [key for key in SHAPES if np.array_equal(after.get(key), before[key])]
    if len(untouched) == len(SHAPES):
        return (
            "clip changed nothing at all.",
            "np.clip returns a new array and leaves the old one alone: store what it returns in "
            "the dictionary, or give it out=.",
        )
    if len(untouched) == len(SHAPES) - 1:
        return (
            "Only one of the five gradients was clipped.",
            "a return inside the loop ends it after the first array: it belongs below the loop, "
            "without its indentation.",
        )
    if name in untouched:
        return (
            f"{name} was not clipped, while others were.",
            f"{name} is missing in your loop, or its clipped version is not what you return.",
        )
    for other in SHAPES:
        if other != name and np.array_equal(after[name], np.clip(before[other], -limit, limit)):
            return (
                f"{name} holds the values of {other}.",
                f"a slip while copying lines: {name} is made from {other}.",
            )
    if np.shape(after[name]) != SHAPES[name]:
        return (
            f"{name} came back in another shape.",
            "np.clip keeps shapes, so something else changed it, such as ravel or flatten: a "
            "column (n, 1) stays a column.",
        )
    for problem, reason, imitate in MISTAKES:
        if np.allclose(after[name], imitate(before, name, limit), rtol=1e-9):
            return problem, reason
    lowest, highest = np.min(after[name]), np.max(after[name])
    if np.allclose(after[name], np.clip(before[name], lowest, highest)):
        return (
            f"The limit was {highest:g}, but maxValue is {limit}."
            if np.isclose(lowest, -highest)
            else f"The range was {lowest:g} to {highest:g}; it should be {-limit} to {limit}.",
            "other limits than -maxValue and maxValue were given to np.clip; is a number written "
            "where the argument maxValue belongs?",
        )
    factor = np.ravel(after[name] / before[name])[0]
    if np.allclose(after[name], factor * before[name]):
        return (
            f"{name} was multiplied by {factor:.4g}; nothing was clipped.",
            "only elements beyond the limit may change; np.clip finds them.",
        )
    return (
        f"{name} is not what clipping makes of it.",
        "something else than np.clip(array, -maxValue, maxValue) happened to it.",
    )


def _look(clip, limit, names, which):
    """Clip gradients and compare the elements that `which` selects."""
    # A separate generator, which does not change the exercise's global generator.
    rng = np.random.default_rng(7)
    before = {name: rng.uniform(-20, 20, shape) for name, shape in SHAPES.items()}
    called = f"clip(gradients, {limit}), with values from -20 to 20"
    expected = "a dictionary with the five clipped gradients"
    copies = {name: array.copy() for name, array in before.items()}
    after = call(clip, copies, limit, called=called, expected=expected, read=READ)
    require_gradients(after, called, READ, names)
    for name in names:
        if np.shape(after[name]) != SHAPES[name]:
            problem, reason = explain(before, after, name, limit)
            fail(
                problem,
                called=called,
                expected=f"{name} of shape {SHAPES[name]}",
                got=f"shape {np.shape(after[name])}",
                reason=reason,
                read=READ,
            )
        compared = which(before[name], limit)
        right = np.clip(before[name], -limit, limit)[compared]
        got = np.asarray(after[name])[compared]
        if np.allclose(got, right, rtol=1e-9):
            continue
        problem, reason = explain(before, after, name, limit)
        wrong = ~np.isclose(got, right, rtol=1e-9)
        originals = before[name][compared][wrong]
        fail(
            problem,
            called=called,
            expected=f"{name}: {originals[0]:.4g} becomes {right[wrong][0]:.4g}",
            got=f"{name}: {originals[0]:.4g} became {got[wrong][0]:.4g}",
            reason=reason,
            read=READ,
        )


@check("values outside the range come back as maxValue or -maxValue.")
def clip_range(clip):
    """Check that large values of both signs are set to the limit."""
    _look(clip, 6, ("dWaa", "dWax", "dWya"), lambda array, limit: np.abs(array) > limit)


@check("values inside the range are left alone.")
def clip_untouched(clip):
    """Check that small values stay unchanged, also beside a large one."""
    _look(clip, 6, ("dWaa", "dWax", "dWya"), lambda array, limit: np.abs(array) < limit)


@check("all five gradients are clipped, for any maxValue.")
def clip_every_array(clip):
    """Check that every gradient is clipped, at any limit."""
    for limit in (0.5, 3, 12.5):
        _look(clip, limit, tuple(SHAPES), lambda array, limit: np.isfinite(array))
