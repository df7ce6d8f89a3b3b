"""Mistakes that are known by imitating them, each as rules that are others than the right ones.

A table of mistakes has rows of four: the problem in one line, the likely reason, where to read, and
the rules that are others, by name.
"""


def about(rules, read, *rows):
    """Rows of a table in which the same rules are all one other function.

    Parameters
    ----------
    rules : iterable of str
    read : str
    *rows : tuple
        Problem, reason, and the function.

    Returns
    -------
    list of tuple
    """
    return [(*words, read, dict.fromkeys(rules, wrong)) for *words, wrong in rows]


def first(mistakes, explains):
    """What to say of the first mistake that explains what came back.

    Parameters
    ----------
    mistakes : list of tuple
        A table.
    explains : callable
        Whether rules do, with those that are others as keyword arguments.

    Returns
    -------
    tuple of str or None
        The problem, its likely reason and where to read.
    """
    return next((tuple(words) for *words, changed in mistakes if explains(**changed)), None)
