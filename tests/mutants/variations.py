"""The circumstances under which grades have to be the same."""

import json
import os
import subprocess
import sys

from tests.cpu import NARROW
from tests.instructor import ROOT

# Name, environment, options of `run_variation`. One BLAS thread and nothing else is what a sandbox
# has, and so what the grading of the whole class tries.
VARIATIONS = {
    "rounding noise and two BLAS threads": ({"OPENBLAS_NUM_THREADS": "2"}, ["--noise"]),
    "narrow CPU paths": (NARROW, []),
}


def run(variation):
    """Run all solutions in a fresh process.

    Returns
    -------
    dict of str to dict of str to str
        By solution, the error of each graded cell that failed.
    """
    environment, options = VARIATIONS[variation]
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutants.run_variation", *options],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{variation}: {done.stderr[-5000:]}")
    return {
        name: {cell: error for cell, error in cells.items() if error}
        for name, cells in json.loads(done.stdout).items()
    }
