"""What can go wrong on a worker, at the wish of a submission; workers of the tests preload it."""

import os
import signal

from autograder.classrun import marker
from autograder.classrun.cluster import LARGEST_ANSWER

# Dask loads a module more than once.
honest = marker.honest = getattr(marker, "honest", marker.mark_notebook)


def mark_notebook(assignment, submission, examined=False):
    """Like `autograder.classrun.marker.mark_notebook`, but for four submissions."""
    if submission == b"the worker dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if submission == b"marking breaks off":
        raise RecursionError
    if submission == b"an object comes back":
        return {"examiner": marker.examiner_version(), "refused": "I am no text."}
    if submission == b"too much comes back":
        return b'{"examiner": "' + b"x" * LARGEST_ANSWER + b'"}'
    return honest(assignment, submission, examined)


marker.mark_notebook = mark_notebook
