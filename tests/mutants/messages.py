"""Run the visible checks on each solution and return their messages."""

import json
import os
import signal
import subprocess
import sys

from autograder.release.source_notebook import read_solutions
from tests.instructor import HIDDEN, ROOT, nbgrader, prepared, read
from tests.mutants.corpus import by_assignment, owner, solutions
from tests.mutants.run_variation import run_source, stop


def visible_cells(notebook):
    """Sources of the graded cells as students have them, by grade id, in the notebook's order."""
    graded = [cell for cell in notebook.cells if nbgrader(cell).get("grade")]
    return {nbgrader(cell)["grade_id"]: HIDDEN.sub("", cell.source) for cell in graded}


def first_failure(solution, notebook, reference):
    """Run the checks of a solution's exercise, up to the first that fails.

    Returns
    -------
    dict
        ``cell``, ``error`` (name of its class) and ``text`` of the first failure, or all None;
        ``stderr``, anything that a check wrote there.
    """
    namespace, stderr = prepared(solution.assignment, notebook), ""
    for name in solution.assignment.exercises:
        source = solution.code if name == solution.function else reference[name]
        run_source(source, namespace, name)
    for cell, source in visible_cells(notebook).items():
        if solution.wrong and owner(cell) != solution.function:
            continue
        error, (_, written) = run_source(source, namespace, cell)
        stderr += written
        if error is not None:
            kind = type(error).__name__
            return {"cell": cell, "error": kind, "text": str(error), "stderr": stderr}
    return {"cell": None, "error": None, "text": None, "stderr": stderr}


def main():
    """Print a JSON object: by solution, what `first_failure` returned."""
    signal.signal(signal.SIGPROF, stop)
    failures = {}
    for assignment, found in by_assignment(solutions(sys.argv[1:])):
        notebook = read(assignment)
        reference = read_solutions(notebook)
        os.chdir(assignment.notebook.parent)
        failures |= {s.name: first_failure(s, notebook, reference) for s in found}
    json.dump(failures, sys.stdout)


def named(solution, text):
    """Return whether a message contains the words that name the solution's mistake.

    Parameters
    ----------
    solution : Solution
        A wrong one.
    text : str or None
        The message of the first check that failed.

    Returns
    -------
    bool
    """
    if text is None or solution.message.startswith("-"):
        return False
    return solution.message.lower() in " ".join(text.split()).lower()


def run(*names):
    """Run `main` in a process of its own.

    Returns
    -------
    dict of str to dict
    """
    command = [sys.executable, "-m", "tests.mutants.messages", *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-5000:])
    return json.loads(done.stdout)


if __name__ == "__main__":
    main()
