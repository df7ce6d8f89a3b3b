"""Faults of a worker that submissions of the tests ask for; the workers of the tests preload it."""

import os
import re
import signal
import time
from pathlib import Path

from autograder.batch.dask_workers import LARGEST_RESULT
from autograder.grading import grader

# Dask starts each worker in a folder of its own, inside the folder of its cluster. A submission
# that `gated` matches waits while the file GATE exists, and creates BLOCKED at its worker.
GATE = Path.cwd().parent / "gate"
BLOCKED = Path.cwd() / "blocked"
FIRST_GATED = 4
NUMBER = re.compile(rb"me = (\d+)")
# Dask loads a module more than once.
original = grader.original = getattr(grader, "original", grader.grade_notebook)


def is_gated(submission):
    """Return whether a submission is one of those that wait."""
    number = NUMBER.search(submission)
    return bool(number) and int(number[1]) >= FIRST_GATED


def grade_notebook(assignment, submission, machine_checked=False):
    """Like `autograder.grading.grader.grade_notebook`, except for some submissions."""
    if submission == b"the worker dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if submission == b"grading fails":
        raise RecursionError
    if submission == b"return an object":
        return {"grader_version": grader.grader_version(), "rejected": "This is not bytes."}
    if submission == b"return too much":
        return b'{"grader_version": "' + b"x" * LARGEST_RESULT + b'"}'
    if is_gated(submission):
        while GATE.exists():
            BLOCKED.touch()
            time.sleep(0.02)
    return original(assignment, submission, machine_checked)


grader.grade_notebook = grade_notebook
