"""Find hidden tests in a cell's source, and the student's names in them.

Hidden tests and mark schemes are also removed here from every place that displays a cell's source.
"""

import ast
import builtins
import symtable
from dataclasses import dataclass

from nbgrader.preprocessors import ClearHiddenTests

PLACEHOLDER = "# (not shown)"
PAIRS = (
    ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS"),
    ("BEGIN MARK SCHEME", "END MARK SCHEME"),
)


def without_regions(source, pairs=PAIRS, placeholder=PLACEHOLDER):
    """Remove hidden regions from a cell's source.

    Parameters
    ----------
    source : str
    pairs : sequence of (str, str)
        Delimiters: a line that contains the first begins a region, the second ends it.
    placeholder : str
        The line that stands for a region.

    Returns
    -------
    str
        When a beginning lacks its end, the rest of the cell is hidden; when an end lacks its
        beginning, all before it.
    """
    for begin, end in pairs:
        source = without(source, begin, end, placeholder)
    return source


def without(source, begin, end, placeholder):
    """Remove the regions of one kind."""
    kept, depth = [], 0
    for line in source.splitlines():
        # Both delimiters in one line make a region of one line.
        opens, closes = begin in line, end in line
        if opens and not closes:
            if not depth:
                kept.append(placeholder)
            depth += 1
        elif opens:
            kept += [placeholder] if not depth else []
        elif closes and not depth:
            kept = [placeholder]
        elif closes:
            depth -= 1
        elif not depth:
            kept.append(line)
    return "\n".join(kept)


def within(source, begin, end):
    """Return the lines of the regions of one kind; one without an end reaches to the last line."""
    kept, depth = [], 0
    for line in source.splitlines():
        opens, closes = begin in line, end in line
        if opens != closes:
            depth = max(depth + (1 if opens else -1), 0)
        elif depth and not opens:
            kept.append(line)
    return "\n".join(kept)


# Names that every module has.
OF_MODULES = {"__name__", "__doc__", "__file__", "__builtins__"}


@dataclass(frozen=True)
class Region:
    """The hidden test of one graded cell.

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


class UnsupportedTestError(ValueError):
    """A hidden test that the test runner cannot run; the text says why and what to do."""


def hidden(source, delimiters):
    """Return the code of a cell's hidden tests; the whole cell where it has none."""
    begin, end = delimiters
    return within(source, begin, end) if begin in source or end in source else source


def visible(source, delimiters):
    """Return the code outside of hidden tests."""
    return without(source, *delimiters, placeholder="").strip()


def delimiters(config):
    """Return the delimiters of hidden tests, as nbgrader is configured.

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
    """Return the hidden test of a graded cell.

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
    UnsupportedTestError
        If it is no plain Python, or empty.
    """
    code = hidden(source, pair)
    try:
        tree = ast.parse(code)
        names = free_names(code)
    except SyntaxError as error:
        raise UnsupportedTestError(
            f"{grade_id}: the hidden test is no plain Python (line {error.lineno}: {error.msg}); "
            "it runs outside of IPython, so write it without % and ! commands."
        ) from None
    if not tree.body:
        raise UnsupportedTestError(
            f"{grade_id}: the hidden test is empty, so everybody would pass it."
        )
    for node in ast.walk(tree):
        if isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith)):
            raise UnsupportedTestError(
                f"{grade_id}: the hidden test uses await, which the test runner does not support; "
                "test with ordinary functions."
            )
    return Region(grade_id, float(points), code, tuple(sorted(names)))


def free_names(code):
    """Return the names that some code uses but neither defines nor imports, without builtins.

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
    """Return the names that some cells define at their top level.

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
