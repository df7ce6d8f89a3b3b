"""What the student's code may do with an object that a test passes to it."""

import collections.abc

from autograder.sandbox.inside.proxies import FORWARDED, is_proxy

SHOWN_OF_FUNCTIONS = {"__name__", "__qualname__", "__doc__", "__module__"}


def is_iterator(value):
    """Return whether a value of the test's is an iterator."""
    return isinstance(value, collections.abc.Iterator) and not is_proxy(value)


def is_of_notebook(kind):
    """Return whether the instructor's notebook defines a class."""
    return getattr(kind, "__module__", None) == "__main__" and isinstance(kind, type)


def may_do(operation, target, args):
    """Return whether the student's code may carry out an operation on a test's object.

    A function can be called and an iterator advanced. Nothing gives access to the code or the
    variables of a test, as a generator's ``gi_frame`` would.
    """
    if operation == "call":
        return True
    if operation == "special":
        name = args[0]
        if name == "__call__":
            return True
        if is_of_notebook(type(target)):
            return name in FORWARDED
        return is_iterator(target) and name in ("__iter__", "__next__", "__repr__", "__hash__")
    if operation == "getattr" and len(args) == 1 and isinstance(args[0], str):
        if args[0] in SHOWN_OF_FUNCTIONS:
            return isinstance(getattr(target, args[0], None), (str, type(None)))
        return is_of_notebook(type(target)) and not args[0].startswith("_")
    if operation == "setattr" and len(args) == 2 and isinstance(args[0], str):
        return is_of_notebook(type(target)) and not args[0].startswith("_")
    return False
