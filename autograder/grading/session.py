"""Run one submission: its cells in a sandbox, its hidden tests in another one."""

import contextlib
import functools
import time
from dataclasses import dataclass, field

import zmq
from nbgrader.utils import is_grade, is_solution

from autograder.grading.test_cells import UnsupportedTestError, delimiters, region, visible
from autograder.grading.test_runner import Runner
from autograder.sandbox import KernelEnded, SandboxKernel
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
    events : list of str
        What an instructor should know: restarts, limits that were hit.
    seconds : dict of str to float
        Wall time of the parts.
    """

    outputs: dict = field(default_factory=dict)
    test_results: dict = field(default_factory=dict)
    events: list = field(default_factory=list)
    seconds: dict = field(default_factory=dict)


# The instructor's cells are the same for a whole class.
read_region = functools.lru_cache(256)(region)


def is_tested(cell):
    """Return whether a cell is graded by a test, not by a person."""
    return cell.cell_type == "code" and is_grade(cell) and not is_solution(cell)


def hold(notebook, limits, released_files, config, fork_servers=None):
    """Run a notebook's cells, then its hidden tests.

    Parameters
    ----------
    notebook : NotebookNode
        With hidden tests, as the gradebook knows them.
    limits : Limits
    released_files : Path or None
        The folder of what students were given.
    config : traitlets.config.Config
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
    session, regions, pair = Session(), [], delimiters(config)
    for cell in filter(is_tested, notebook.cells):
        grade_id = cell.metadata.nbgrader.grade_id
        try:
            points = cell.metadata.nbgrader.points
            regions.append(read_region(grade_id, points, cell.source, pair))
        except UnsupportedTestError as reason:
            session.test_results[grade_id] = no_points(
                grade_id, "UnsupportedCallError", str(reason)
            )
    test_runner = Runner(limits, released_files, fork_servers)
    kernel = None
    try:
        began = time.monotonic()
        kernel, reached = run_cells(
            notebook, limits, released_files, config, session, pair, fork_servers
        )
        session.seconds["cells"] = round(time.monotonic() - began, 3)
        message = "The notebook's time was over before this cell."
        if kernel is None:
            message = "The kernel was ended, again and again, before the tests could be run."
        for one in regions:
            session.test_results[one.grade_id] = no_points(one.grade_id, "Failed", message)
        regions = [one for one in regions if one.grade_id in reached]
        began = time.monotonic()
        if kernel is not None:
            with contextlib.suppress(zmq.Again):
                kernel.send(f"{AGENT}.serve()")
            for test_result in test_runner.examine(regions, kernel.sandbox.agent_path):
                session.test_results[test_result["grade_id"]] = test_result
        session.seconds["tests"] = round(time.monotonic() - began, 3)
    finally:
        test_runner.close()
        if kernel is not None:
            kernel.close()
    return session


def no_points(grade_id, kind, message):
    """Return a test result that was made without the test runner."""
    return {"grade_id": grade_id, "points": None, "kind": kind, "message": message,
            "calls": 0, "seconds": 0.0}  # fmt: skip


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
                cells, [*cells[1:], (None, None)], strict=True
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
