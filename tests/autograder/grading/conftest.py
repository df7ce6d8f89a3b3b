"""Small notebooks to be examined, so that each test says all that it is about."""

import dataclasses
import functools

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from autograder.grading.session import run_notebook
from autograder.grading.test_plan import Program, plan_tests, read_cells
from autograder.sandbox.fork_server import ForkServers
from autograder.sandbox.limits import Limits


def solution(name, source):
    """A cell that students write."""
    role = {"grade_id": name, "solution": True, "grade": False, "locked": False, "task": False}
    return new_code_cell(source, metadata={"nbgrader": {**role, "schema_version": 3}})


def test_of(name, hidden, visible="", points=10):
    """A graded cell with a hidden test."""
    role = {"grade_id": name, "solution": False, "grade": True, "locked": True, "task": False}
    source = f"{visible}\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"
    return new_code_cell(
        source, metadata={"nbgrader": {**role, "points": points, "schema_version": 3}}
    )


test_of.__test__ = False


@functools.cache
def fork_servers():
    """Warm starts for all tests here, as in a class run."""
    return ForkServers()


@pytest.fixture(scope="session", autouse=True)
def ended_fork_servers():
    """End them after the last test."""
    yield
    fork_servers().close()


def examine(*cells, released_files=None, warm=True, accepted=(), **limits):
    """Run and examine a notebook of some cells in the sandbox."""
    config = Config()
    config.Limits.update(limits)
    cells = [new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    started = fork_servers() if warm else None
    # Cells without a role are the student's own; the source notebook has the others.
    program = plan_tests(read_cells([cell for cell in cells if "nbgrader" in cell.metadata]))
    if accepted is None:  # record references, as for the instructor's solution
        tests = [dataclasses.replace(test, accepted=None) for test in program.tests]
        program = Program(program.cells, tests)
    return run_notebook(
        new_notebook(cells=cells),
        program,
        Limits(config=config),
        released_files,
        config,
        fork_servers=started,
    )


@pytest.fixture(scope="session")
def many():
    """Examine many functions in one notebook: by name, the student's code and a hidden test."""

    def run(cases, **limits):
        cells = []
        for name, (code, hidden) in cases.items():
            cells += [solution(name, code), test_of(f"test-{name}", hidden)]
        session = examine(*cells, **limits)
        return {name: session.test_results[f"test-{name}"] for name in cases}

    return run
