"""Messages of the checks: what is wrong, called, expected, got, the likely reason, what to read."""

import functools
import textwrap

import numpy as np

WIDTH = 80  # nbgrader's validate shortens lines to 83 characters


class CheckFailed(AssertionError):
    """A visible check failed; the text tells the student why."""

    def _render_traceback_(self):
        # IPython shows the lines that this returns, without colours and a traceback of our code.
        return f"CheckFailed: {self}".splitlines()


def require(condition, problem, *, called, expected, got, reason, read):
    """Raise `CheckFailed` unless `condition` holds.

    Parameters
    ----------
    condition : bool
        The condition that the check requires.
    problem : str
        What is wrong, in one short line.
    called : str
        The call of the student's function.
    expected, got : object
        The right result and the student's result.
    reason : str
        The most likely reason.
    read : str
        The section of the notebook that explains this.

    Raises
    ------
    CheckFailed
        If `condition` is false.
    """
    if not condition:
        fail(problem, called=called, expected=expected, got=got, reason=reason, read=read)


def fail(problem, *, called, expected, got, reason, read):
    """Raise `CheckFailed`; the parameters are those of `require`."""
    raise CheckFailed(message(problem, called, expected, got, reason, read))


def message(problem, called, expected, got, reason, read, at=""):
    """Return a message with one labelled line for each part."""
    parts = [("called", called), ("expected", expected), ("got", got)]
    parts += [("at", line) for line in at.splitlines()]
    parts += [("reason", reason), ("read", read)]
    return "\n".join([problem, *labelled(parts)])


def labelled(parts):
    """Return lines of at most `WIDTH` characters from pairs of a label and a value."""
    return [
        textwrap.fill(
            f"{label + ':':<10}{show(part)}",
            WIDTH,
            initial_indent="  ",
            subsequent_indent=" " * 12,
        )
        for label, part in parts
    ]


def show(value):
    """Return a value as text: the first ten numbers of an array or list, or a shortened text."""
    if isinstance(value, (np.ndarray, list, tuple)):
        entries = np.ravel(value) if isinstance(value, np.ndarray) else value
        texts = [f"{e:.4g}" if isinstance(e, (float, np.floating)) else str(e) for e in entries]
        return " ".join(texts[:10]) + (" ..." if len(texts) > 10 else "")
    text = f"{value:.6g}" if isinstance(value, (float, np.floating)) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= 300 else text[:297] + "..."


def check(passed):
    """Return a decorator of a check, which prints `passed` and restores the random generator.

    Parameters
    ----------
    passed : str
        Text after "Passed: ", printed if the check passes.
    """

    def decorate(function):
        @functools.wraps(function)
        def wrapper(students_function):
            state = np.random.get_state()
            try:
                function(students_function)
            finally:
                np.random.set_state(state)
            print(f"Passed: {passed}")

        return wrapper

    return decorate


def require_gradients(result, called, read, names=("dWaa", "dWax", "dWya", "db", "dby")):
    """Raise `CheckFailed` unless the result is a dictionary of gradients with these names."""
    require(
        isinstance(result, dict),
        "Nothing is returned (None)."
        if result is None
        else "The gradients should come back as a dictionary.",
        called=called,
        expected="a dictionary with dWaa, dWax, dWya, db and dby",
        got="None" if result is None else type(result).__name__,
        reason="a function without a return statement returns None: return the dictionary."
        if result is None
        else "something else than the dictionary stands after return.",
        read=read,
    )
    missing = [name for name in names if name not in result]
    without_d = missing and all(name[1:] in result for name in missing)
    require(
        not missing,
        "The names of the entries lost their d."
        if without_d
        else f"The gradients have no entry {', '.join(missing)}.",
        called=called,
        expected="dWaa dWax dWya db dby",
        got=list(result),
        reason="Waa is the weight and dWaa its gradient; clip returns gradients under their names."
        if without_d
        else f"{', '.join(missing)} never got into the dictionary that you return.",
        read=read,
    )
