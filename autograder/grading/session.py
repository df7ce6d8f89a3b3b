"""Run one submission: its cells in a sandbox, its hidden tests in another one."""

import contextlib
import time
from dataclasses import dataclass, field

import zmq
from nbgrader.utils import is_grade, is_solution

from autograder.grading.test_cells import delimiters, visible
from autograder.grading.test_runner import TestRunner
from autograder.sandbox import KernelEnded, Limits, SandboxKernel
from autograder.sanitize import SKIP

AGENT = "__import__('sys').modules['autograder.sandbox.inside.agent']"
ENDED = {
    "time": "ran too long and could not be interrupted",
    "memory": "used too much memory",
    "files": "wrote too many files",
    "": "ended the Python process (os._exit, or a crash)",
}


@dataclass
class Session:
    """The outputs and test results of one notebook.

    Attributes
    ----------
    outputs : dict of int to list of dict
        What each code cell has shown, by the cell's place.
    test_results : dict of str to dict
        What the test runner says, by grade id.
    kernel_results : dict of str to dict
        The same for tests that were run a second time, in the kernel.
    events : list of str
        What an instructor should know: restarts, limits that were hit.
    seconds : dict of str to float
        Wall time of the parts.
    """

    outputs: dict = field(default_factory=dict)
    test_results: dict = field(default_factory=dict)
    kernel_results: dict = field(default_factory=dict)
    events: list = field(default_factory=list)
    seconds: dict = field(default_factory=dict)


def is_tested(cell):
    """Return whether a cell is graded by a test, not by a person."""
    return cell.cell_type == "code" and is_grade(cell) and not is_solution(cell)


def run_notebook(notebook, program, limits, released_files, config, *, seed="", fork_servers=None):
    """Run a notebook's cells, then its tests.

    Parameters
    ----------
    notebook : NotebookNode
        Rebuilt, with hidden tests.
    program : autograder.grading.test_plan.Program
        The instructor's cells and the tests.
    limits : Limits
    released_files : Path or None
        The folder of the released files.
    config : traitlets.config.Config
    seed : str
        Secret of the course, see `autograder.grading.calibration.read_seed`.
    fork_servers : ForkServers, optional
        For warm starts, see `autograder.sandbox.fork_server`.

    Returns
    -------
    Session

    Raises
    ------
    UserError
        If no kernel starts on this machine.
    """
    session, pair = Session(), delimiters(config)
    # Each test keeps a process, see `autograder.sandbox.inside.agent.snapshot`.
    number = limits.processes + len(program.tests)
    roomy = Limits(**{**limits.as_record(), "processes": number})
    runner = TestRunner(limits, released_files, fork_servers)
    kernel = None
    try:
        began = time.monotonic()
        kernel, reached = run_cells(
            notebook, roomy, released_files, config, session, pair, fork_servers
        )
        session.seconds["cells"] = round(time.monotonic() - began, 3)
        message = "The notebook's time was over before this cell."
        if kernel is None:
            message = "The kernel was ended, again and again, before the tests could be run."
        for test in program.tests:
            session.test_results[test.grade_id] = make_result(test.grade_id, "Failed", message)
        # A test that runs in the kernel comes last, so that no other test can repeat its source.
        tests = sorted(
            (test for test in program.tests if test.grade_id in reached),
            key=lambda test: test.in_kernel,
        )
        began = time.monotonic()
        if kernel is not None and tests:
            with contextlib.suppress(zmq.Again):
                kernel.send(f"{AGENT}.serve()")
            job = {
                "cells": program.cells,
                "tests": tests,
                "seed": seed,
                "sources": list_sources(notebook),
            }
            seen = set()
            for result in runner.run_tests(job, kernel.sandbox.agent_path):
                is_second = result["grade_id"] in seen
                results = session.kernel_results if is_second else session.test_results
                results[result["grade_id"]] = result
                seen.add(result["grade_id"])
        session.seconds["tests"] = round(time.monotonic() - began, 3)
    finally:
        runner.close()
        if kernel is not None:
            kernel.close()
    return session


def list_sources(notebook):
    """Return the student's cells before each test, by its grade id."""
    before, sources = [], {}
    for cell in notebook.cells:
        if is_tested(cell):
            sources[cell.metadata.nbgrader.grade_id] = list(before)
        elif cell.cell_type == "code":
            before.append(cell.source)
    return sources


def make_result(grade_id, kind, message):
    """Return a test result that was made without the test runner."""
    return {"grade_id": grade_id, "points": None, "kind": kind, "message": message,
            "calls": 0, "seconds": 0.0, "references": [], "in_kernel": False}  # fmt: skip


def run_cells(notebook, limits, released_files, config, session, pair, fork_servers=None):
    """Run all cells, and again without a cell that has ended the kernel.

    Returns
    -------
    kernel : SandboxKernel or None
        Alive, unless its cells have ended it too often.
    reached : set of str
        Grade ids of the cells that were reached in time.
    """
    deadline = time.monotonic() + limits.notebook_seconds
    blamed = set()
    cells = [
        (place, cell)
        for place, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and SKIP not in cell.metadata.get("tags", [])
    ]
    for _ in range(limits.restarts + 1):
        kernel = SandboxKernel(limits, released_files, config, fork_servers)
        reached, place = set(), None
        kernel.start()
        try:
            for (place, cell), (_, following) in zip(
                cells, [*cells[1:], (None, None)][: len(cells)], strict=True
            ):
                if is_tested(cell) and cell.metadata.nbgrader.grade_id not in reached:
                    snapshot(kernel, cell, reached, limits.cell_seconds)
                if place in blamed:
                    continue
                seconds = min(limits.cell_seconds, deadline - time.monotonic())
                if seconds <= 0:
                    session.events.append("the time for the notebook was over before its end")
                    break
                code = visible(cell.source, pair) if is_tested(cell) else cell.source
                # A cell that ends without an error keeps the names for the next graded cell.
                after = None
                if following is not None and is_tested(following):
                    after = {following.metadata.nbgrader.grade_id: keep(following)}
                session.outputs[place], in_time = kernel.run(code, seconds, after=after)
                if not in_time:
                    session.events.append(f"cell {place + 1} was stopped after {seconds:.0f} s")
                elif after and all(map(succeeded, map(kernel.answers.get, after))):
                    reached.update(after)
            return kernel, reached
        except KernelEnded as reason:
            kernel.close()
            why = ENDED.get(str(reason), ENDED[""])
            session.events.append(f"cell {place + 1} {why}")
            blamed.add(place)
            session.outputs[place] = [
                {"output_type": "error", "ename": "KernelEnded", "traceback": [],
                 "evalue": f"This cell {why}."}
            ]  # fmt: skip
            if time.monotonic() > deadline:
                break
        except BaseException:
            kernel.close()
            raise
    return None, set()


def keep(cell):
    """Return code that keeps all names as they are when a graded cell is reached."""
    return f"{AGENT}.snapshot({cell.metadata.nbgrader.grade_id!r})"


def succeeded(answer):
    """Return whether an expression was evaluated without an error."""
    return isinstance(answer, dict) and answer.get("status") == "ok"


def snapshot(kernel, cell, reached, seconds):
    """Keep all names for a graded cell, unless the cell before it has done so."""
    # It takes a millisecond; a busy machine must not cost points.
    _, in_time = kernel.run(keep(cell), seconds, silent=True)
    if in_time:
        reached.add(cell.metadata.nbgrader.grade_id)
