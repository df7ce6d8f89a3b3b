"""Recognise mistakes: each is described by the rules that it changes.

A table of mistakes has four columns: the problem in one line, the likely reason, the section to
read, and a dictionary of the changed rules by name.
"""


def about(rules, read, *rows):
    """Return rows of a table of mistakes that replace the same rules by one function.

    Parameters
    ----------
    rules : iterable of str
    read : str
    *rows : tuple
        Problem, reason, and the function that replaces the rules.

    Returns
    -------
    list of tuple
    """
    return [(*words, read, dict.fromkeys(rules, wrong)) for *words, wrong in rows]


def first(mistakes, explains):
    """Return the texts of the first mistake that explains the results.

    Parameters
    ----------
    mistakes : list of tuple
        A table of mistakes.
    explains : callable
        Gets changed rules as keyword arguments; returns whether they give the same results.

    Returns
    -------
    tuple of str or None
        The problem, its likely reason and the section to read.
    """
    return next((tuple(words) for *words, changed in mistakes if explains(**changed)), None)
