"""Hidden tests as the examiner needs them: their code, and the student's names in it."""

import ast
import builtins
import symtable
from dataclasses import dataclass

from nbgrader.preprocessors import ClearHiddenTests

from autograder.regions import within, without

# Names that every module has.
OF_MODULES = {"__name__", "__doc__", "__file__", "__builtins__"}


@dataclass(frozen=True)
class Region:
    """What is examined for one graded cell.

    Attributes
    ----------
    grade_id : str
    points : float
        The largest number of points.
    source : str
        Python code: the cell's hidden regions, or all of the cell where it has none.
    names : tuple of str
        Names that the code uses without defining them: the student's.
    """

    grade_id: str
    points: float
    source: str
    names: tuple


class NotExaminable(ValueError):
    """A hidden test that the examiner cannot run; its text says why and what to do."""


def hidden(source, delimiters):
    """The code of a cell's hidden tests; all of the cell where it has none."""
    begin, end = delimiters
    return within(source, begin, end) if begin in source or end in source else source


def visible(source, delimiters):
    """The code outside of hidden tests."""
    return without(source, *delimiters, placeholder="").strip()


def delimiters(config):
    """What begins and ends hidden tests, as nbgrader is configured.

    Parameters
    ----------
    config : traitlets.config.Config

    Returns
    -------
    tuple of (str, str)
    """
    tests = ClearHiddenTests(config=config)
    return tests.begin_test_delimeter, tests.end_test_delimeter


def region(grade_id, points, source, pair):
    """Read the hidden test of a graded cell.

    Parameters
    ----------
    grade_id : str
    points : float
    source : str
        The cell as the instructor wrote it.
    pair : tuple of (str, str)
        See `delimiters`.

    Returns
    -------
    Region

    Raises
    ------
    NotExaminable
        If it is no plain Python, or empty.
    """
    code = hidden(source, pair)
    try:
        tree = ast.parse(code)
        names = free_names(code)
    except SyntaxError as error:
        raise NotExaminable(
            f"{grade_id}: the hidden test is no plain Python (line {error.lineno}: {error.msg}); "
            "it runs outside of IPython, so write it without % and ! commands."
        ) from None
    if not tree.body:
        raise NotExaminable(f"{grade_id}: the hidden test is empty, so everybody would pass it.")
    for node in ast.walk(tree):
        if isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith)):
            raise NotExaminable(
                f"{grade_id}: the hidden test uses await, which the examiner does not support; "
                "test with ordinary functions."
            )
    return Region(grade_id, float(points), code, tuple(sorted(names)))


def free_names(code):
    """Names that some code uses but neither defines nor imports, builtins excepted.

    Parameters
    ----------
    code : str

    Returns
    -------
    set of str
    """
    top = symtable.symtable(code, "hidden test", "exec")
    # A name that is bound anywhere at the top level belongs to the test.
    bound = {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported()}
    used, tables = set(), [top]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        for symbol in table.get_symbols():
            if table is top or symbol.is_global():
                if symbol.is_declared_global() and symbol.is_assigned():
                    bound.add(symbol.get_name())
                elif symbol.is_referenced():
                    used.add(symbol.get_name())
    return used - bound - set(dir(builtins)) - OF_MODULES


def defined_names(sources):
    """Names that some cells define at their top level.

    Parameters
    ----------
    sources : iterable of str
        Code; what is no plain Python is passed over.

    Returns
    -------
    set of str
    """
    names = set()
    for source in sources:
        try:
            top = symtable.symtable(source, "cell", "exec")
        except SyntaxError:
            continue
        names |= {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported()}
    return names
