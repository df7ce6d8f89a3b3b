"""What students read is documented and short; `tests/project` looks at what it imports."""

import ast
import inspect
import re
from pathlib import Path

import pytest

import rnn_utils

FOLDER = Path(rnn_utils.__file__).parent
MODULES = {
    path.relative_to(FOLDER).as_posix(): path.read_text("utf-8") for path in FOLDER.rglob("*.py")
}
FUNCTIONS = [
    pytest.param(node, id=f"{name}:{node.name}")
    for name, source in MODULES.items()
    if not name.startswith("checks/")  # a check takes the student's function, and that is all
    for node in ast.parse(source).body
    if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
]


def section(docstring, title):
    """The text below a numpydoc heading, up to the next one."""
    docstring = inspect.cleandoc(docstring)
    found = re.search(rf"^{title}\n-{{{len(title)}}}\n(.*?)(?=^\w+\n--|\Z)", docstring, re.M | re.S)
    return found[1] if found else ""


@pytest.mark.parametrize("function", FUNCTIONS)
def test_public_functions_have_numpydoc_sections(function):
    docstring = ast.get_docstring(function)
    described = re.findall(r"^(\w[\w, ]*) : \S", section(docstring, "Parameters"), re.M)
    arguments = [argument.arg for argument in function.args.args]
    assert [name for names in described for name in names.split(", ")] == arguments
    nodes = list(ast.walk(function))
    if any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in nodes):
        assert section(docstring, "Yields").strip()
    elif any(isinstance(node, ast.Return) and node.value for node in nodes):
        assert section(docstring, "Returns").strip()


def test_all_public_names_are_described_here_or_are_checks():
    """The walk above finds what the package offers, and no less."""
    functions = {parameter.values[0].name for parameter in FUNCTIONS}
    for name in set(rnn_utils.__all__) - functions:
        assert section(getattr(rnn_utils, name).__doc__, "Parameters"), name


@pytest.mark.parametrize("name", sorted(MODULES))
def test_modules_are_short_enough_to_read(name):
    assert len(MODULES[name].splitlines()) <= 300
