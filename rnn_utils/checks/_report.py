"""How a check speaks: what is wrong, what came, what was expected, where to look."""

import functools

import numpy as np


class CheckFailed(AssertionError):
    """A visible check found something; its text is for the student."""


def require(condition, problem, *, called="", got=None, expected=None, hint=""):
    """Raise `CheckFailed` unless `condition` holds.

    Parameters
    ----------
    condition : bool
        What should be true.
    problem : str
        What is wrong, in plain words.
    called : str, optional
        The call that was tried.
    got, expected : object, optional
        What came back and what should have.
    hint : str, optional
        The likely mistake, or where to look.

    Raises
    ------
    CheckFailed
        If `condition` is false.
    """
    __tracebackhide__ = True
    if condition:
        return
    lines = [problem]
    if called:
        lines.append(f"  called:   {called}")
    if got is not None:
        lines.append(f"  got:      {_short(got)}")
    if expected is not None:
        lines.append(f"  expected: {_short(expected)}")
    if hint:
        lines.append(f"  look at:  {hint}")
    raise CheckFailed("\n".join(lines))


def check(passed):
    """Decorate a check: say `passed` when it found nothing, show only its own words when it did."""

    def decorate(function):
        @functools.wraps(function)
        def wrapper(*arguments):
            __tracebackhide__ = True
            function(*arguments)
            print(f"Passed: {passed}")

        return wrapper

    return decorate


def require_gradients(result, call, names=("dWaa", "dWax", "dWya", "db", "dby")):
    """Refuse what is no dictionary of gradients with these names."""
    __tracebackhide__ = True
    require(
        isinstance(result, dict),
        f"{call} should return a dictionary.",
        got=result if result is not None else "None",
        hint="the return statement" if result is None else "what you return",
    )
    for name in names:
        require(
            name in result,
            f"{call} returned no entry {name!r}.",
            got=sorted(map(str, result)),
            expected=["dWaa", "dWax", "dWya", "db", "dby"],
            hint="the names of the entries: each is 'd' and the parameter's name",
        )


def require_shape(array, shape, what, hint):
    """Refuse an array of another shape."""
    __tracebackhide__ = True
    require(
        np.shape(array) == shape,
        f"{what} has the wrong shape.",
        got=np.shape(array),
        expected=shape,
        hint=hint,
    )


def _short(value):
    if isinstance(value, np.ndarray):
        value = np.array2string(value, precision=6, threshold=12)
    text = " ".join(str(value).split())
    return text if len(text) <= 300 else text[:297] + "..."
