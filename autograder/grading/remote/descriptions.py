"""Words about what the student's code did, without any content of the student's."""

import sys

import numpy as np

from autograder.sandbox.inside.proxies import is_proxy

# Libraries whose exceptions may be named by the student's process.
LIBRARIES = {"numpy", "pandas", "scipy"} | sys.stdlib_module_names
MOST_STEPS = 4  # of a place, so that the places in a loop are the same


def describe(name, failure):
    """Return a sentence about a failure that begins with a name, unless it has one."""
    text = str(failure)
    return text if text.startswith(f"{name} ") else f"{name} {text}"


def extend(place, operation, args):
    """Return where the result of an operation appears."""
    if operation == "call" or (operation == "special" and args[0] == "__call__"):
        step = "()"
    elif operation == "getattr":
        step = f".{args[0]}"
    else:
        step = f"[{args[0] if operation == 'special' else operation}]"
    first, *steps = [*place.split("\n"), step]
    return "\n".join([first, *(steps if len(steps) < MOST_STEPS else ["~", *steps[-3:]])])


def kind_of(value):
    """Return what kind of value this is, in words without any content of the student."""
    # No length and no shape: they could carry what the function was asked.
    if value is None:
        return "None"
    if is_proxy(value):
        return "an object"
    if isinstance(value, np.ndarray):
        return "an array"
    return f"a value of type {type(value).__name__}" if is_named(type(value)) else "a value"


def is_named(kind):
    """Return whether the name of a type was not chosen by a student."""
    return kind.__module__.partition(".")[0] in LIBRARIES | {"builtins"}
