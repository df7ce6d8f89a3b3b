"""Visible checks of `clip`: each looks at one thing that can go wrong."""

import numpy as np

from rnn_utils.checks._report import check, require, require_gradients, require_shape

SHAPES = {"dWaa": (4, 4), "dWax": (4, 3), "dWya": (3, 4), "db": (4, 1), "dby": (3, 1)}


def _draw(scale):
    # A generator of its own: the exercise's global seed stays untouched.
    rng = np.random.default_rng(7)
    return {name: rng.uniform(-scale, scale, shape) for name, shape in SHAPES.items()}


def _clipped(clip, limit, names):
    """Yield name, values before and values after for each gradient that a check looks at."""
    __tracebackhide__ = True
    gradients, call = _draw(20), f"clip(gradients, {limit})"
    clipped = clip({name: array.copy() for name, array in gradients.items()}, limit)
    require_gradients(clipped, call, names)
    for name in names:
        require_shape(clipped[name], SHAPES[name], f"{name} after {call}", "np.clip keeps shapes")
        yield name, gradients[name], np.asarray(clipped[name])


@check("values outside the range come back as maxValue or -maxValue.")
def clip_range(clip):
    """Large values on both sides are set to the limit."""
    __tracebackhide__ = True
    for name, before, after in _clipped(clip, 6, ("dWaa", "dWax", "dWya")):
        above, below = before > 6, before < -6
        unchanged_above = np.allclose(after[above], before[above])
        unchanged_below = np.allclose(after[below], before[below])
        require(
            not (unchanged_above and unchanged_below),
            f"clip changed nothing in {name}: is it among the arrays that you clip?",
            called="clip(gradients, 6)",
            got=f"values from {after.min():.3g} to {after.max():.3g}",
            expected="values from -6 to 6",
            hint="the loop over the five gradients; np.clip returns a copy unless you give it out=",
        )
        require(
            not unchanged_below,
            "clip changed nothing below -maxValue: did you clip only from above?",
            called="clip(gradients, 6)",
            got=f"{name} reaches down to {after.min():.3g}",
            expected="nothing below -6",
            hint="the lower limit, -maxValue",
        )
        require(
            not unchanged_above,
            "clip changed nothing above maxValue: did you clip only from below?",
            called="clip(gradients, 6)",
            got=f"{name} reaches up to {after.max():.3g}",
            expected="nothing above 6",
            hint="the upper limit, maxValue",
        )
        for where, limit, side in ((above, 6, "above maxValue"), (below, -6, "below -maxValue")):
            require(
                np.allclose(after[where], limit),
                f"Values of {name} {side} should become {limit}.",
                called="clip(gradients, 6)",
                got=after[where],
                expected=limit,
                hint="the limits: clip(gradients, maxValue) must use the maxValue it is given, "
                "for each element on its own (not the norm of the array)",
            )


@check("values inside the range are left alone.")
def clip_untouched(clip):
    """Small values stay, also where a neighbour is large."""
    __tracebackhide__ = True
    for name, before, after in _clipped(clip, 6, ("dWaa", "dWax", "dWya")):
        inside = np.abs(before) < 6
        ratio = after[inside] / before[inside]
        require(
            not (np.allclose(ratio, ratio[0]) and not np.allclose(ratio, 1)),
            f"clip shrank all of {name} by one factor: that is clipping by the norm. "
            "Here each element is limited on its own.",
            called="clip(gradients, 6)",
            got=after[inside],
            expected=before[inside],
            hint="np.clip",
        )
        require(
            np.allclose(after[inside], before[inside]),
            f"clip changed values of {name} that were inside the range already.",
            called="clip(gradients, 6)",
            got=after[inside],
            expected=before[inside],
            hint="signs and small values: -2 stays -2 when maxValue is 6",
        )


@check("all five gradients are clipped, for any maxValue.")
def clip_every_array(clip):
    """No gradient is forgotten, whatever the limit."""
    __tracebackhide__ = True
    for limit in (0.5, 3, 12.5):
        for name, _, after in _clipped(clip, limit, SHAPES):
            largest = np.abs(after).max()
            require(
                np.isclose(largest, limit),
                f"The largest value of {name} should be {limit}.",
                called=f"clip(gradients, {limit})",
                got=f"{largest:.6g}",
                expected=limit,
                hint="the list of arrays in your loop: dWaa, dWax, dWya, db and dby; "
                "and that the limit is maxValue, not a fixed number",
            )
