"""The signs that give sentences their meaning are those of the code that writes the sentences."""

import ast
from pathlib import Path

import pytest

import autograder
from autograder.report.review import LIMIT, REPAIRED, SIGNS, TAMPERING, find_meaning, has_sign

CODE = Path(autograder.__file__).parent


def texts(module):
    """Texts of a module, with a space in place of each value; parts of one sentence joined."""
    tree = ast.parse((CODE / module).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                part.value if isinstance(part, ast.Constant) else "1" for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize(
    ("kind", "module", "sign"),
    [
        (kind, module, sign)
        for kind, modules in SIGNS.items()
        for module, signs in modules.items()
        for sign in signs
    ],
)
def test_each_sign_stands_in_its_module(kind, module, sign):
    found = [text for text in texts(module) if has_sign(text, sign, module)]
    assert found, f"no sentence of {module} has {sign!r}"
    assert {find_meaning(f"it was taken out: {text}.") for text in found} == {kind}


def appended(module, names):
    """Sentences that a module appends to a list of one of these names, or returns as one."""
    tree = ast.parse((CODE / module).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "append"
            and ast.unparse(node.func.value) in names
        ):
            argument = node.args[0]
            parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
            yield "".join(part.value if isinstance(part, ast.Constant) else "1" for part in parts)


NONE = "none of them"
REPAIRING = ["notebook_cleaner", "rebuild"]


@pytest.mark.parametrize("name", REPAIRING)
def test_each_repair_has_a_sign(name):
    sentences = list(appended(f"sanitize/{name}.py", {"repairs"}))
    assert sentences
    for sentence in sentences:
        assert find_meaning(sentence, NONE) in (TAMPERING, REPAIRED), sentence


def test_each_event_has_a_sign():
    sentences = list(appended("grading/session.py", {"session.events"}))
    assert len(sentences) >= 3
    for sentence in sentences:
        # The one that ends with the reason is a piece alone.
        known = find_meaning(sentence, NONE) == LIMIT or sentence == "cell 1 1"
        assert known, sentence


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The cell clip is locked; its released content was restored.", TAMPERING),
        ("0001: notes, a link", TAMPERING),
        ("a linked list.ipynb was taken for dinosaur_land.ipynb.", REPAIRED),
        ("cell 3 ended the Python process (os._exit, or a crash)", LIMIT),
        # Whoever writes another sentence into a file's name gains nothing by it.
        ("x was missing and was restored. x.py was taken out: a link.", TAMPERING),
        ("something new", REPAIRED),
    ],
)
def test_meaning(sentence, kind):
    assert find_meaning(sentence) == kind
