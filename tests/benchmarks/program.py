"""A program of `benchmarks`, run as one does by hand."""

import subprocess
import sys

from tests.instructor import ROOT


def run(name, *arguments, python=(sys.executable,), **options):
    """Run a program to its end.

    Parameters
    ----------
    name : str
        Of its file.
    *arguments : str
        For its command line.
    python : sequence of str
        How to start Python.
    **options
        For ``subprocess.run``.

    Returns
    -------
    subprocess.CompletedProcess
    """
    command = [*python, ROOT / "benchmarks" / name, *arguments]
    return subprocess.run(command, capture_output=True, text=True, **options)
