"""Run the instructor's notebooks with other solutions and print what fails, as JSON.

    python -m tests.mutants.run_variation [--noise] [name ...]

The environment decides how numpy computes and has to be set before the start: see `variations`.
"""

import argparse
import contextlib
import functools
import io
import json
import linecache
import os
import signal
import sys

import numpy as np

from autograder.release.source_notebook import read_solutions
from tests.instructor import nbgrader, read
from tests.mutants.corpus import by_assignment, owner, solutions, submission

LEFT_OUT = {"skip-execution", "long"}
SECONDS = 2.0  # of computing, for a cell; the slowest of the others needs a tenth of it


class Overtime(BaseException):
    """No Exception, so that a student's `except Exception` cannot swallow it."""


def stop(*_):
    raise Overtime(f"stopped after {SECONDS} seconds")


def disturbed(function, rng):
    """Wrap a function: float arrays in its arguments change by a rounding error before each call.

    Another processor, or another order of the same sum, would change them as much. What the
    function has left alone gets its old values back: a test may look whether it did.
    """

    def disturb(value):
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":
            before = value.copy()
            value *= 1 + 1e-15 * rng.standard_normal(value.shape)
            yield value, before, value.copy()
        elif isinstance(value, dict):
            yield from disturb(list(value.values()))
        elif isinstance(value, list | tuple):
            for item in value:
                yield from disturb(item)

    @functools.wraps(function)
    def wrapper(*arguments, **options):
        changed = list(disturb([*arguments, options]))
        try:
            return function(*arguments, **options)
        finally:
            for array, before, given in changed:
                if np.array_equal(array, given):
                    array[...] = before

    return wrapper


def run(notebook, exercises, noise=False):
    """Execute all cells in a fresh namespace, of the graded ones those of some exercises.

    Returns
    -------
    dict of str to str or None
        For each graded cell None, or the error that it ended in.
    """
    namespace, results = {"__name__": "__main__"}, {}
    rng = np.random.default_rng(0)  # its own: the exercise uses the global one
    for cell in notebook.cells:
        if cell.cell_type != "code" or LEFT_OUT & set(cell.metadata.get("tags", [])):
            continue
        role, name = nbgrader(cell), nbgrader(cell).get("grade_id")
        if role.get("grade") and owner(name) not in exercises:
            continue
        error, _ = run_source(cell.source, namespace, "cell")
        if role.get("grade"):
            results[name] = error and f"{type(error).__name__}: {error}"
        elif noise and role.get("solution") and callable(namespace.get(name)):
            namespace[name] = disturbed(namespace[name], rng)
    return results


def looked_at(solution):
    """The exercises whose cells may depend on a solution and tell something about it."""
    exercises = solution.assignment.exercises
    first = exercises.index(solution.function)
    return exercises[first : first + 1 if solution.wrong else None]


def run_source(source, namespace, name):
    """Execute a cell within its time.

    Returns
    -------
    error : BaseException or None
    printed : tuple of str
        What went to stdout and to stderr.
    """
    filename = f"<{name}>"
    # As IPython does, so that messages can quote a line of the student's.
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    out, err = io.StringIO(), io.StringIO()
    error = None
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            exec(compile(source, filename, "exec"), namespace)
    except (Exception, Overtime) as caught:
        error = caught
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return error, (out.getvalue(), err.getvalue())


def main():
    """Print a JSON object: by solution, what `run` returned."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--noise", action="store_true")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    signal.signal(signal.SIGPROF, stop)
    results = {}
    for assignment, found in by_assignment(solutions(arguments.names)):
        notebook = read(assignment)
        reference = read_solutions(notebook)
        os.chdir(assignment.notebook.parent)
        for solution in found:
            changed = submission(notebook, {**reference, solution.function: solution.code})
            results[solution.name] = run(changed, looked_at(solution), arguments.noise)
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
