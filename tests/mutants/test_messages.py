"""Visible checks name the mistake of a wrong solution and pass right ones."""

import re

import pytest

from rnn_utils.checks._report import WIDTH
from tests.instructor import ASSIGNMENTS, read
from tests.mutants.corpus import owner, solutions
from tests.mutants.messages import named, run

WRONG = [solution for solution in solutions() if solution.wrong]
RIGHT = [solution for solution in solutions() if not solution.wrong]
LABELS = ("called:", "expected:", "got:", "reason:", "read:")


@pytest.fixture(scope="module")
def results():
    """By solution, its first failing check."""
    return run()


@pytest.mark.parametrize("solution", WRONG, ids=lambda solution: solution.name)
def test_the_mistake_is_named(results, solution):
    text = results[solution.name]["text"]
    if solution.message.startswith("-"):
        assert len(solution.message) > 20, "why can no visible check tell?"
        return
    assert named(solution, text), text


@pytest.mark.parametrize("solution", WRONG, ids=lambda solution: solution.name)
def test_a_message_is_whole_and_narrow(results, solution):
    """All five parts are there, and nbgrader's validate cuts nothing off."""
    found = results[solution.name]
    assert found["error"] == "CheckFailed"
    problem, *lines = found["text"].split("\n")
    for label in LABELS:
        assert sum(line.startswith(f"  {label} ") for line in lines) == 1, label
    assert len(f"CheckFailed: {problem}") <= WIDTH
    assert all(len(line) <= WIDTH for line in lines)
    assert "\x1b" not in found["text"]


def test_most_mistakes_are_named(results):
    share = sum(named(s, results[s.name]["text"]) for s in WRONG) / len(WRONG)
    assert share >= 0.8


@pytest.mark.parametrize("solution", RIGHT, ids=lambda solution: solution.name)
def test_right_solutions_pass_all_visible_checks(results, solution):
    assert results[solution.name]["error"] is None, results[solution.name]["text"]


def test_checks_write_nothing_to_stderr(results):
    """Nbgrader would take it for a failure."""
    assert {name: found["stderr"] for name, found in results.items() if found["stderr"]} == {}


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=lambda assignment: assignment.name)
def test_sections_to_read_are_in_the_notebook(results, assignment):
    cells = read(assignment).cells
    headings = "\n".join(c.source for c in cells if c.cell_type == "markdown")
    there = set(re.findall(r"^### (\d\.\d) ", headings, flags=re.MULTILINE))
    sections_to_read = set()
    for solution in (s for s in WRONG if s.assignment == assignment):
        where = " ".join(results[solution.name]["text"].split()).partition(" read: ")[2]
        sections = set(re.findall(r"section (\d\.\d)", where))
        assert sections, solution.name
        sections_to_read |= sections
    assert sections_to_read <= there


def test_the_first_failure_is_in_the_cells_of_the_exercise(results):
    for solution in WRONG:
        assert owner(results[solution.name]["cell"]) == solution.function
