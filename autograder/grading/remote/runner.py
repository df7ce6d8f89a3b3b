"""Run tests in a process of their own, without student code and without the gradebook.

The process reads one job from its standard input as JSON. For each test it receives a connection to
the student's process, over the socket whose number is its argument, and writes the test result as a
line of JSON.
"""

import builtins
import json
import math
import os
import resource
import signal
import socket
import sys
import time
from pathlib import Path

from autograder.grading.remote import student_files
from autograder.grading.remote.instructor_code import InstructorCode
from autograder.grading.remote.student_process import (
    Failed,
    StudentError,
    StudentProcess,
    UnsupportedCallError,
)
from autograder.sandbox.inside.proxies import is_proxy
from autograder.sandbox.inside.serialization import dumps

LONGEST_MESSAGE = 500


class OutOfTime(BaseException):
    """The test itself takes too long; not an Exception, so that no test catches it."""


def run_tests(job, next_connection, write):
    """Run all tests of a job.

    Parameters
    ----------
    job : dict
        ``call_seconds``, ``seconds`` and ``seed``; ``cells``, see `InstructorCode`; ``tests``,
        dicts with the fields of `autograder.grading.test_plan.Test`.
    next_connection : callable
        Returns a socket connected to the agent, or None.
    write : callable
        Takes each test result, a dict with ``grade_id``, ``points`` (None for none), ``kind``,
        ``message``, ``calls``, ``references`` and ``seconds``.
    """

    def on_alarm(signum, frame):
        raise OutOfTime

    signal.signal(signal.SIGALRM, on_alarm)
    deadline = time.monotonic() + job["seconds"]
    code = InstructorCode(job["cells"], job["seed"], job["sources"])
    for test in job["tests"]:
        began = time.monotonic()
        result = {"grade_id": test["grade_id"], "points": None, "calls": 0, "references": []}
        process = None
        try:
            connection = next_connection()
            if connection is None:
                raise Failed("Your code has ended or blocked its kernel")
            signal.setitimer(signal.ITIMER_REAL, max(deadline - time.monotonic(), 0.001))
            accepted = None if test["accepted"] is None else set(test["accepted"])
            process = StudentProcess(
                connection, job["call_seconds"], deadline, accepted,
                has_random=test["has_random"], has_files=test["has_files"],
            )  # fmt: skip
            if test["in_kernel"]:
                result.update(run_in_kernel(process, test))
            else:
                value = code.run_test(test, process)
                result.update(points=earned(value, test["points"]), kind="", message="")
        except BaseException as error:  # OutOfTime, and whatever a test raises
            signal.setitimer(signal.ITIMER_REAL, 0)
            if process and process.failure and not isinstance(error, OutOfTime):
                error = process.failure  # a test may have caught it
            result.update(explain(error, test["names"], process))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            if process:
                result.update(calls=process.calls, references=sorted(process.references))
                process.connection.close()
        result["seconds"] = round(time.monotonic() - began, 3)
        write(result)


def run_in_kernel(process, test):
    """Have a fork of the student's process run a test, and return points and message."""
    process.call_seconds = process.deadline - time.monotonic()
    process.ask(dumps(test["grade_id"]))
    answer = process.ask(dumps(("run", test["sources"])))
    if not (len(answer) == 4 and answer[0] == "ran" and isinstance(answer[1], str)):
        raise Failed("Your code gave no answer that can be read")
    _, error, has_errors, text = answer
    if error:
        # Only names of Python's own classes, because a message can carry what the test asks.
        name = error if isinstance(getattr(builtins, error, None), type) else "Exception"
        return {"kind": name, "message": f"The test ended with {name}."}
    if has_errors:
        return {"kind": "Failed", "message": "The test wrote to the standard error stream."}
    try:
        value = float(text) if isinstance(text, str) else None
    except ValueError:
        value = None
    return {"points": earned(value, test["points"]), "kind": "", "message": ""}


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
    number = not (is_proxy(value) or isinstance(value, bool)) and hasattr(value, "__float__")
    if not number or getattr(value, "shape", ()) != ():
        return points
    value = float(value)
    return min(max(value, 0.0), points) if math.isfinite(value) else 0.0


def explain(error, names, process):
    """Return the kind of a failure and a message without any source of the test.

    Parameters
    ----------
    error : BaseException
    names : list of str
        The student's names.
    process : StudentProcess or None

    Returns
    -------
    dict of str to str
    """
    last = process.last if process else ""
    kinds = [kind for kind in type(error).__mro__ if getattr(builtins, kind.__name__, None) is kind]
    kind = type(error).__name__ if not hasattr(error, "from_student") else kinds[0].__name__
    if isinstance(error, OutOfTime):
        return {"kind": "Timeout", "message": "The time for all tests was over."}
    if isinstance(error, UnsupportedCallError):
        return {"kind": "UnsupportedCallError", "message": f"The test {error}."}
    if isinstance(error, (Failed, StudentError)):
        return {"kind": "Failed", "message": f"{error}."}
    if isinstance(error, NotImplementedError):
        return {"kind": kind, "message": f"Still to write ({last})."}
    if hasattr(error, "from_student"):
        return {"kind": kind, "message": f"{last}."}
    if isinstance(error, AssertionError):
        return {"kind": kind, "message": str(error)[:LONGEST_MESSAGE]}
    if isinstance(error, NameError) and error.name in names:
        return {"kind": kind, "message": f"{error.name} is not defined when this cell is reached."}
    said = f" ({last})" if last else ""
    return {
        "kind": kind,
        "message": f"The test cannot use what your code gave it: {kind}{said}.",
    }


def main():
    """Read the job, drop privileges that are not needed, and run the tests."""
    job = json.load(sys.stdin)
    for name, value in job["limits"].items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))
    # What a test prints is dropped; test results have a file of their own.
    results = os.fdopen(os.dup(1), "w", encoding="utf-8")
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    student_files.prepare_folder()

    def write(result):
        results.write(json.dumps(result) + "\n")
        results.flush()

    control = socket.socket(fileno=int(sys.argv[1]))

    def next_connection():
        _, handles, _, _ = socket.recv_fds(control, 1, 1)
        return socket.socket(fileno=handles[0]) if handles else None

    run_tests(job, next_connection, write)


if __name__ == "__main__":
    main()
