"""Run hidden tests in a process of their own, without student code and without the gradebook.

The process reads one job from its standard input as JSON. For each hidden test it receives a
connection to the student's kernel, over the socket whose number is its argument, and writes the
test result as a line of JSON.
"""

import ast
import json
import math
import os
import resource
import signal
import socket
import sys
import time
from pathlib import Path

from autograder.grading.remote.proxies import Failed, Line, StudentError, UnsupportedCallError, bind
from autograder.sandbox.inside.serialization import dumps

LONGEST_MESSAGE = 500


class OutOfTime(BaseException):
    """The hidden test itself takes too long; not an Exception, so that no test catches it."""


def examine(job, next_connection, write):
    """Run all hidden tests of a job.

    Parameters
    ----------
    job : dict
        ``call_seconds`` and ``seconds``; ``regions``, dicts with the fields of
        `autograder.grading.test_cells.Region`.
    next_connection : callable
        Gives a socket connected to the agent, or None.
    write : callable
        Takes each test result, a dict with ``grade_id``, ``points`` (None for none), ``kind``,
        ``message``, ``calls`` and ``seconds``.
    """

    def on_alarm(signum, frame):
        raise OutOfTime

    signal.signal(signal.SIGALRM, on_alarm)
    deadline = time.monotonic() + job["seconds"]
    for region in job["regions"]:
        began = time.monotonic()
        test_result = {"grade_id": region["grade_id"], "points": None, "calls": 0}
        line = None
        try:
            connection = next_connection()
            if connection is None:
                raise Failed("Your code has ended or blocked its kernel")
            signal.setitimer(signal.ITIMER_REAL, max(deadline - time.monotonic(), 0.001))
            line = Line(connection, job["call_seconds"], deadline)
            line.ask(dumps(("begin", region["grade_id"])))
            namespace = {"__name__": "hidden_test", **bind(line, region["names"])}
            test_result["points"] = earned(run(region["source"], namespace), region["points"])
            test_result.update(kind="", message="")
        except BaseException as error:  # OutOfTime, and whatever a test raises
            signal.setitimer(signal.ITIMER_REAL, 0)
            test_result.update(explain(error, region["names"], line))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            if line:
                test_result["calls"] = line.calls
                line.connection.close()
        test_result["seconds"] = round(time.monotonic() - began, 3)
        write(test_result)


def run(source, namespace):
    """Run a hidden test.

    Returns
    -------
    object
        The value of its last line, if that is an expression, else None.
    """
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "hidden test", "exec"), namespace)
    if last is not None:
        return eval(compile(ast.Expression(last.value), "hidden test", "eval"), namespace)
    return None


def earned(value, points):
    """Return the points of a test that has finished: all of them, or as many as its last line says.

    Parameters
    ----------
    value : object
        The last line's value. As in nbgrader, a number is partial credit and anything else none.
    points : float
        The largest number of points.

    Returns
    -------
    float
    """
    number = hasattr(type(value), "__float__") and not isinstance(value, bool)
    if not number or getattr(value, "shape", ()) != ():
        return points
    value = float(value)
    return min(max(value, 0.0), points) if math.isfinite(value) else 0.0


def explain(error, names, line):
    """Return the kind of a failure and a message without any source of the test.

    Parameters
    ----------
    error : BaseException
    names : list of str
        The student's names.
    line : Line or None

    Returns
    -------
    dict of str to str
    """
    kind, last = type(error).__name__, line.last if line else ""
    if isinstance(error, OutOfTime):
        return {"kind": "Timeout", "message": "The time for all hidden tests was over."}
    if isinstance(error, UnsupportedCallError):
        return {"kind": "UnsupportedCallError", "message": f"The hidden test {error}."}
    if isinstance(error, Failed):
        return {"kind": "Failed", "message": f"{error}."}
    if isinstance(error, StudentError):
        return {"kind": "Failed", "message": f"{error}."}
    if isinstance(error, AssertionError) and not hasattr(error, "from_student"):
        return {"kind": kind, "message": str(error)[:LONGEST_MESSAGE]}
    if isinstance(error, NotImplementedError):
        return {"kind": kind, "message": f"Still to write ({last})."}
    if hasattr(error, "from_student"):
        return {"kind": kind, "message": f"{last}."}
    if isinstance(error, NameError) and error.name in names:
        return {"kind": kind, "message": f"{error.name} is not defined when this cell is reached."}
    said = f" ({last})" if last else ""
    return {
        "kind": kind,
        "message": f"The hidden test cannot use what your code gave it: {kind}{said}.",
    }


def main():
    """Read the job, drop privileges that are not needed, and run the tests."""
    job = json.load(sys.stdin)
    for name, value in job["limits"].items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))
    # What a test prints is dropped; test results have a file of their own.
    test_results = os.fdopen(os.dup(1), "w", encoding="utf-8")
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    # Tests import released helpers from the folder in which this process runs.
    sys.path.insert(0, str(Path.cwd()))

    def write(test_result):
        test_results.write(json.dumps(test_result) + "\n")
        test_results.flush()

    control = socket.socket(fileno=int(sys.argv[1]))

    def next_connection():
        _, handles, _, _ = socket.recv_fds(control, 1, 1)
        return socket.socket(fileno=handles[0]) if handles else None

    examine(job, next_connection, write)


if __name__ == "__main__":
    main()
