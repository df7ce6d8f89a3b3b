"""Find the names that a cell binds, uses and changes, from its source alone."""

import ast
import builtins
import re
import symtable
from dataclasses import dataclass

# Names that every module has, and those that IPython adds.
COMMON_NAMES = {
    *dir(builtins), "__name__", "__doc__", "__file__", "__builtins__", "get_ipython", "display",
}  # fmt: skip
# Functions by which a test looks up names that it does not mention.
LOOKUPS = {"dir", "globals", "locals", "vars"}
# Commands of IPython that do not change what a cell computes.
IDLE_LINE = re.compile(
    r"^(\s*)([%!]\s*(matplotlib|config|load_ext|reload_ext|autoreload|pylab|precision|pip|conda)\b"
    r"|!\s*(pip|conda)\b).*$"
)
TIMED_LINE = re.compile(r"^(\s*)%time\s+(?=\S)")
TIMED_CELL = re.compile(r"^\s*%%(time|capture)\b[^\n]*\n")


@dataclass(frozen=True)
class CellNames:
    """Names at the top level of a cell.

    Attributes
    ----------
    bound : frozenset of str
        Assigned, imported, defined or deleted.
    used : frozenset of str
        Used before the cell binds them, also in the functions that it defines.
    changed : frozenset of str
        Used to change an object in place, as in ``data["x"] = 1`` or ``items.append(1)``.
    has_star_import : bool
    imports : frozenset of str
        Names of the packages that the cell imports.
    looks_up : bool
        Whether the cell looks up names that it does not mention, with `dir` for instance.
    """

    bound: frozenset = frozenset()
    used: frozenset = frozenset()
    changed: frozenset = frozenset()
    has_star_import: bool = False
    imports: frozenset = frozenset()
    looks_up: bool = False


def to_python(source):
    """Return a cell as plain Python: without IPython's commands that change nothing.

    Parameters
    ----------
    source : str

    Returns
    -------
    str

    Raises
    ------
    SyntaxError
        If it is no plain Python then.
    """
    try:
        ast.parse(source)
    except SyntaxError:
        lines = TIMED_CELL.sub("", source).split("\n")
        lines = [TIMED_LINE.sub(r"\1", IDLE_LINE.sub(r"\1pass", line)) for line in lines]
        source = "\n".join(lines)
        ast.parse(source)
    return source


def find_names(source):
    """Return the names of a cell.

    Parameters
    ----------
    source : str
        Plain Python.

    Returns
    -------
    CellNames
    """
    tree = ast.parse(source)
    bound, used, late, changed = set(), set(), set(), set()
    for statement in tree.body:
        assigned, referenced, in_functions = find_symbols(ast.unparse(statement))
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
            # `x = x + 1` uses x, while a loop binds its variable before it uses it.
            value = statement.value
            now = find_symbols(ast.unparse(value))[1] if value is not None else set()
            now |= referenced - assigned
            if isinstance(statement, ast.AugAssign):
                now |= names_in(statement.target)
        elif isinstance(statement, ast.Delete):
            now = names_in(statement)
        else:
            now = referenced - assigned
        used |= now - bound
        late |= in_functions
        bound |= assigned
        changed |= find_changed(statement)
    has_star = any(
        isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in ast.walk(tree)
    )
    return CellNames(
        bound=frozenset(bound),
        used=frozenset((used | (late - bound)) - COMMON_NAMES),
        changed=frozenset(changed),
        has_star_import=has_star,
        imports=frozenset(find_packages(tree)),
        looks_up=any(map(is_lookup, ast.walk(tree))),
    )


def find_packages(tree):
    """Return the names of the packages that a cell imports."""
    packages = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            packages |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            packages.add(node.module.partition(".")[0])
    return packages


def is_lookup(node):
    """Return whether a part of a cell looks up names as text, as in `patch("__main__.name")`."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and "__main__" in node.value
    return isinstance(node, ast.Name) and node.id in LOOKUPS


def names_in(node):
    """Return all names in a syntax tree."""
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def find_symbols(source):
    """Return the names that a statement assigns, uses now, and uses in its functions."""
    top = symtable.symtable(source, "cell", "exec")
    assigned = {
        one.get_name() for one in top.get_symbols() if one.is_assigned() or one.is_imported()
    }
    referenced = {one.get_name() for one in top.get_symbols() if one.is_referenced()}
    in_functions, tables = set(), list(top.get_children())
    while tables:
        table = tables.pop()
        tables += table.get_children()
        # A comprehension or a class body runs at once, a function later.
        is_late = table.get_type() == "function" and table.get_name() not in COMPREHENSIONS
        for symbol in table.get_symbols():
            if symbol.is_global():
                if symbol.is_declared_global() and symbol.is_assigned():
                    assigned.add(symbol.get_name())
                if symbol.is_referenced():
                    (in_functions if is_late else referenced).add(symbol.get_name())
    return assigned, referenced, in_functions


COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp", "genexpr"}


def find_changed(statement):
    """Return the names whose objects a statement may change in place."""
    targets = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AugAssign):
        targets = [statement.target]
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        targets = [statement.value.func]
    changed = set()
    for target in targets:
        while isinstance(target, ast.Attribute | ast.Subscript):
            target = target.value
            if isinstance(target, ast.Name):
                changed.add(target.id)
    return changed
