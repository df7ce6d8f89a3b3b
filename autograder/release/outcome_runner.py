"""Run solutions on the calls of a visible check, and print what came of each.

It is started as a program in a sandbox, and reads a job from stdin: ``cells``, sources that run
first; ``function``; ``right``, the source of the right solution; ``wrong``, sources by name. It
prints an object with ``expected``, and with ``outcomes`` by name and case.
"""

import contextlib
import importlib
import io
import json
import signal
import sys

import numpy as np

from rnn_utils.checks._library import summarize

SECONDS = 5.0  # of computing, for one solution
DIGITS = 12


class Overtime(BaseException):
    """No Exception, so that a solution's ``except Exception`` does not catch it."""


def stop(*_):
    """Raise `Overtime`."""
    raise Overtime


def run_alone(source, namespace, observe, function):
    """Return what a solution gives, or an empty dict if it cannot be observed."""
    own = dict(namespace)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        exec(source, own)
        return observe(own[function])
    except (Exception, Overtime):
        return {}
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def store_exactly(result):
    """Return a right result in a form for JSON, with all values."""
    if isinstance(result, dict):
        return {name: store_exactly(part) for name, part in result.items()}
    if isinstance(result, np.ndarray):
        values = [float(f"{value:.{DIGITS}g}") for value in np.ravel(result)]
        return {"shape": list(result.shape), "values": values}
    return summarize(result)


def main():
    """Read a job from stdin and print the outcomes as JSON."""
    job = json.load(sys.stdin)
    function, namespace = job["function"], {"__name__": "__main__"}
    checks = importlib.import_module(f"rnn_utils.checks.{function}")
    signal.signal(signal.SIGPROF, stop)
    with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
        for cell in job["cells"]:
            # Cells that need files or libraries which are missing here are not needed.
            with contextlib.suppress(Exception):
                exec(cell, namespace)
        observe_right = getattr(checks, "observe_right", checks.observe)
        right = run_alone(job["right"], namespace, observe_right, function)
        outcomes = {
            name: summarize(run_alone(source, namespace, checks.observe, function))
            for name, source in job["wrong"].items()
        }
        # Summaries of the right results, to find mistakes that have the same.
        same = summarize(run_alone(job["right"], namespace, checks.observe, function))
    json.dump({"expected": store_exactly(right), "right": same, "outcomes": outcomes}, sys.stdout)


if __name__ == "__main__":
    main()
