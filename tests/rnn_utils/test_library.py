"""Mistakes that the checks recognize by stored outcomes."""

import ast
import importlib
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.errors import UserError
from autograder.release import find_mistakes, read_mistake, require_current_outcomes
from autograder.release import mistakes as mistakes_module
from autograder.release.mistakes import merge_equal, run_solutions
from autograder.sandbox import Limits
from rnn_utils.checks._library import (
    is_same,
    outcomes_path,
    read_outcomes,
    recognize,
    summarize,
)
from rnn_utils.checks._report import WIDTH
from tests.instructor import ASSIGNMENTS, NOTEBOOK, ROOT, solutions

FUNCTIONS = ("sample", "model")  # whose checks compare outcomes
CHECKS = ROOT / "rnn_utils" / "checks"
MISTAKES = [
    (path.parent.name, mistake)
    for path in find_mistakes(NOTEBOOK)
    if (mistake := read_mistake(path)).headline
]
HELPERS = {
    "initialize_parameters",
    "rnn_backward",
    "rnn_forward",
    "rnn_step_forward",
    "softmax",
    "update_parameters",
}


@pytest.fixture(scope="module")
def namespace():
    return solutions()


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=lambda assignment: assignment.name)
def test_stored_outcomes_are_made_from_the_present_files(assignment):
    require_current_outcomes(assignment.notebook)


def test_outdated_outcomes_are_reported(tmp_path):
    folder = tmp_path / "mistakes" / "sample"
    folder.mkdir(parents=True)
    (folder / "new.py").write_text("# New.\n# headline: a\n# reason: b\n# read: c\n")
    notebook = tmp_path / NOTEBOOK.name
    notebook.write_bytes(NOTEBOOK.read_bytes())
    with pytest.raises(UserError, match="run autograder checks"):
        require_current_outcomes(notebook)


@pytest.mark.parametrize(
    ("function", "mistake"), MISTAKES, ids=[f"{name}_{m.name}" for name, m in MISTAKES]
)
def test_a_mistake_is_recognized_as_itself(namespace, function, mistake):
    checks = importlib.import_module(f"rnn_utils.checks.{function}")
    own = dict(namespace)
    exec(mistake.code, own)
    state = np.random.get_state()
    found = recognize(function, checks.observe(own[function]))
    np.random.set_state(state)
    assert found is not None
    assert mistake.headline in " ".join(found)
    assert len(f"CheckFailed: {found[0]}") <= WIDTH


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_right_solution_shows_no_mistake(namespace, function):
    checks = importlib.import_module(f"rnn_utils.checks.{function}")
    outcomes = checks.observe(namespace[function])
    assert outcomes.keys() <= read_outcomes(function)["expected"].keys()
    assert recognize(function, outcomes) is None


def test_no_two_entries_are_the_same():
    for function in FUNCTIONS:
        outcomes = [entry["outcomes"] for entry in read_outcomes(function)["mistakes"]]
        for number, one in enumerate(outcomes):
            assert not any(is_same(one, other) for other in outcomes[:number])


@pytest.mark.parametrize("function", FUNCTIONS)
def test_checks_contain_nothing_that_computes_the_function(function):
    """The answer cannot be put together from the package."""
    names = [function, "_library", "_report", "_errors"]
    for path in (*(CHECKS / f"{name}.py" for name in names), *CHECKS.glob(f"_{function}_*.py")):
        if "temperature" in path.name:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        used |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        imported = {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, (ast.Import, ast.ImportFrom))
            for alias in node.names
        }
        assert not (used | imported) & (HELPERS | {"tanh", "RandomState", "shuffle"}), path.name


@pytest.mark.parametrize("function", FUNCTIONS)
def test_only_constants_and_named_texts_are_stored(function):
    stored = read_outcomes(function)
    assert outcomes_path(function).stat().st_size < 150_000
    assert all(entry["reason"] and entry["read"] for entry in stored["mistakes"])


def test_summaries_keep_type_and_shape():
    column, row = np.ones((3, 1)), np.ones((1, 3))
    assert not is_same(summarize(column), summarize(row))
    assert not is_same(summarize([1, 2]), summarize(["1", "2"]))
    assert not is_same(summarize([1, 2]), summarize([1]))
    assert is_same(summarize({"b": column}), summarize({"b": column * (1 + 1e-9)}))
    large = np.arange(30.0)
    assert not is_same(summarize(large), summarize(large[::-1].copy()))


def test_equal_outcomes_are_reported_and_both_named(tmp_path):
    texts = "# {0}.\n# headline: {0}.\n# reason: because of {0}.\n# read: section 1\n"
    files = []
    for name in ("one", "other"):
        files.append(tmp_path / f"{name}.py")
        files[-1].write_text(texts.format(name))
    reports = []
    result = {"right": {"a": 1}, "outcomes": {"one": {"a": 2}, "other": {"a": 2}}}
    mistakes = [read_mistake(path) for path in files]
    (entry,) = merge_equal("f", mistakes, result, reports.append)
    assert "Or: other. because of other." in entry["reason"]
    assert "other.py has the same outcomes" in reports[0]
    for outcomes, words in (({"a": 1}, "gives the right results"), ({}, "ends in an error")):
        with pytest.raises(UserError, match=words):
            merge_equal("f", mistakes[:1], {**result, "outcomes": {"one": outcomes}}, print)


@pytest.mark.parametrize("unsafe", [False, True], ids=["sandbox", "no sandbox"])
def test_solutions_that_never_end_are_reported(monkeypatch, unsafe):
    monkeypatch.setattr(mistakes_module, "SECONDS", 1)
    job = {"function": "sample", "cells": ["while True: pass"], "right": "", "wrong": {}}
    with pytest.raises(UserError, match="of sample could not be run to their end"):
        run_solutions(job, Limits(unsafe=unsafe))


def test_an_incomplete_header_is_reported(tmp_path):
    path = tmp_path / "bare.py"
    path.write_text("# Wrong.\ndef f():\n    return 1\n")
    with pytest.raises(UserError, match=r"bare.py has no complete header"):
        read_mistake(path)


def test_the_command_makes_the_same_data_again():
    """In the sandbox; whole numbers and texts are equal, others within a tolerance."""
    before = {name: outcomes_path(name).read_bytes() for name in FUNCTIONS}
    old = {name: read_outcomes(name) for name in FUNCTIONS}
    try:
        done = CliRunner().invoke(main, ["--course", str(ROOT), "checks", "dinosaur_land"])
        assert done.exit_code == 0, done.output
        read_outcomes.cache_clear()
        for name in FUNCTIONS:
            assert is_same(read_outcomes(name), old[name])
    finally:
        for name, content in before.items():
            Path(outcomes_path(name)).write_bytes(content)
        read_outcomes.cache_clear()
