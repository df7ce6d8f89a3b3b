"""What can go wrong on a worker, at the wish of a submission; workers of the tests preload it."""

import os
import signal

from autograder.batch.dask_workers import LARGEST_ANSWER
from autograder.grading import grader

# Dask loads a module more than once.
honest = grader.honest = getattr(grader, "honest", grader.grade_notebook)


def grade_notebook(assignment, submission, machine_checked=False):
    """Like `autograder.grading.grader.grade_notebook`, but for four submissions."""
    if submission == b"the worker dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if submission == b"grading breaks off":
        raise RecursionError
    if submission == b"an object comes back":
        return {"grader_version": grader.grader_version(), "rejected": "I am no text."}
    if submission == b"too much comes back":
        return b'{"examiner": "' + b"x" * LARGEST_ANSWER + b'"}'
    return honest(assignment, submission, machine_checked)


grader.grade_notebook = grade_notebook
