"""Explain an error in the student's function: what it means, and in which line it is."""

import textwrap
import time
import traceback
from pathlib import Path

from rnn_utils.checks._report import WIDTH, CheckFailed, labelled, message

HELPERS = str(Path(__file__).parents[1])

# Each row: the error, a part of its text, the problem in one line, the likely reason, and the
# section to read if that is not the section of the exercise.
MEANINGS = [
    (
        UnboundLocalError,
        "",
        "A variable is used before it has a value.",
        "the line that gives it one comes later, or is in a loop or an if that was not entered.",
    ),
    (
        NameError,
        "",
        "Your code uses a name that has no value.",
        "it is spelled in another way elsewhere, or it belongs to a cell above that has not been "
        "run: choose Run, Run All Above Selected Cell.",
    ),
    (
        KeyError,
        "",
        "Your code asks a dictionary for an entry that it does not have.",
        "the entry's name is misspelled, or it is the wrong dictionary: parameters has Wax, "
        "gradients has dWax, and char_to_ix has characters.",
    ),
    (
        AttributeError,
        "'numpy' has no attribute",
        "numpy has nothing of this name.",
        "it is misspelled; or it has left numpy, as np.float and np.int have: write float and int.",
    ),
    (
        TypeError,
        "'NoneType' and 'list'",
        "None is added to a list; only a list can be added to a list.",
        "a list that holds None is written [None]: [None] + [...].",
    ),
    (
        TypeError,
        "cannot unpack non-iterable",
        "A function that should return several things returned only one.",
        "a function without a return statement returns None; and names on the left of = need as "
        "many values on the right.",
    ),
    (
        TypeError,
        "argument",
        "A function is called with too few, too many or misspelled arguments.",
        "compare the call with the first line of the function.",
    ),
    (
        TypeError,
        "NoneType",
        "None stands where a number or an array belongs.",
        "a function without a return statement returns None.",
    ),
    (
        ValueError,
        "matmul",
        "The shapes of two arrays do not fit together.",
        "in W @ v, W has as many columns as v has rows; columns such as x, a and b have the "
        "shape (n, 1). Print the .shape of each.",
    ),
    (
        ValueError,
        "broadcast",
        "The shapes of two arrays do not fit together.",
        "+ and * need equal shapes, or columns of equal length; the matrix product is @, not *. "
        "Print the .shape of each.",
    ),
    (
        ValueError,
        "unpack",
        "There are not as many names left of = as values right of it.",
        "look up how many things the function returns, and in which order.",
    ),
    (
        ValueError,
        "",
        "A function got a value that it cannot use.",
        "the error's own words, after got, say which; print it just before that line.",
    ),
    (
        IndexError,
        "only integers",
        "An array is asked for an entry by something that is no whole number.",
        "two arguments in another order than the function takes them, or a name that holds "
        "something else than you think.",
    ),
    (
        IndexError,
        "",
        "An index lies outside the list or array.",
        "the last of n entries has the index n - 1.",
    ),
    (
        RecursionError,
        "",
        "The function calls itself without end.",
        "it calls itself by its own name where a helper was meant.",
    ),
    (
        Exception,
        "",
        "Your function ended in an error.",
        "the error's own words, after got.",
    ),
]


def call(function, *arguments, called, expected, read, meanings=(), endless="", **options):
    """Call the student's function and return its result, or raise an error with an explanation.

    Parameters
    ----------
    function : callable
        The student's function.
    *arguments, **options
        Arguments of the call.
    called, expected, read : str
        As in `require`.
    meanings : list of tuple, optional
        Rows as in `MEANINGS` for this exercise; they come before those of `MEANINGS`.
    endless : str, optional
        Reason why the function may never end, for the message when the student interrupts it.

    Returns
    -------
    object
        The result of the function.
    """
    start = time.monotonic()
    try:
        return function(*arguments, **options)
    except NotImplementedError as error:
        title = textwrap.fill(f"NotImplementedError: {error}", WIDTH)
        parts = [("at", line) for line in _students_lines(error).splitlines()]
        parts += [("reason", "your code belongs in the place of this line."), ("read", read)]
        _show_alone(error, "\n".join([title, *labelled(parts)]))
        raise
    except KeyboardInterrupt as error:
        problem = f"{function.__name__} was still running after {time.monotonic() - start:.0f} s."
        reason = endless or "a loop whose condition never becomes false."
        at = _students_lines(error)
        words = message(problem, called, expected, "nothing yet", reason, read, at)
        stopped = KeyboardInterrupt(words)
        _show_alone(stopped, f"KeyboardInterrupt: {words}")
        raise stopped from None
    except Exception as error:
        problem, reason, *other = _explain(error, [*meanings, *MEANINGS])
        got, read = f"{type(error).__name__}: {error}", other[0] if other else read
        words = message(problem, called, expected, got, reason, read, _students_lines(error))
        raise CheckFailed(words) from error


def _explain(error, meanings):
    """Return the explanation in the first row that fits an error."""
    for kind, words, *explanation in meanings:
        if isinstance(error, kind) and words in str(error):
            return explanation
    raise AssertionError("the last row fits every error")


def _show_alone(error, text):
    """Make IPython show a text in place of the traceback of an error."""
    # IPython calls this method and shows the lines that it returns.
    error._render_traceback_ = text.splitlines


def _students_lines(error):
    """Return the last two lines of the student's code in the traceback of an error."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [
        f for f in frames if not f.filename.startswith(HELPERS) and "-packages" not in f.filename
    ]
    return "\n".join(f"line {f.lineno} of {f.name}: {f.line}" for f in own[-2:] if f.line)
