"""Make the data by which visible checks recognize mistakes, from a library of wrong solutions.

``mistakes/<function>/<name>.py`` beside the source notebook is a wrong solution. The right solution
and the wrong ones run in a sandbox on the calls that the visible checks make. What came of each is
stored beside the checks, in ``rnn_utils/checks/<function>.json``.
"""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import rnn_utils
from autograder.errors import UserError
from autograder.files import write_atomically
from autograder.release.source_notebook import read_notebook, read_solutions
from autograder.sandbox import Limits, Sandbox, find_failed_protections, start_sandboxed
from rnn_utils.checks._library import is_same, outcomes_path

FOLDER = "mistakes"
LABELS = ("loses", "message", "headline", "reason", "read")
RUNNER = Path(__file__).with_name("outcome_runner.py")
INSIDE = "/run/outcomes"
SECONDS = 300  # wall time for the solutions of one function


@dataclass(frozen=True)
class Mistake:
    """A wrong solution.

    Attributes
    ----------
    name, about, code : str
        What the file is called, what its first line says, and its text.
    loses : str
        The graded cells that it fails.
    message : str
        Words of the message, where a check measures the mistake or explains an error.
    headline, reason, read : str
        The message, where the check recognizes the mistake by its outcomes.
    """

    name: str
    about: str
    code: str
    loses: str = ""
    message: str = ""
    headline: str = ""
    reason: str = ""
    read: str = ""


def find_mistakes(notebook):
    """Return the files of the wrong solutions beside a source notebook, in a fixed order."""
    return sorted((notebook.parent / FOLDER).glob("*/*.py"))


def read_mistake(path):
    """Read a wrong solution.

    Its first line says what is wrong with it. Lines with ``# label: text`` follow: ``loses``, and
    either ``headline``, ``reason`` and ``read``, or ``message``.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Mistake

    Raises
    ------
    UserError
        If the header is incomplete.
    """
    code = path.read_text("utf-8")
    first, *lines = code.splitlines()
    header = {}
    for line in lines:
        label, colon, text = line.removeprefix("# ").partition(": ")
        if not line.startswith("# ") or not colon or label not in LABELS:
            break
        header[label] = text
    named = {"headline", "reason", "read"} <= header.keys()
    if not first.startswith("# ") or named == ("message" in header):
        raise UserError(
            f"{path} has no complete header: begin it with a line that says what is wrong, then "
            "the lines '# headline: ...', '# reason: ...' and '# read: ...'."
        )
    return Mistake(path.stem, first.removeprefix("# "), code, **header)


def digest_sources(solutions, paths):
    """Return a digest of what the stored outcomes are made from."""
    texts = [*solutions.values(), *(path.read_text("utf-8") for path in paths)]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def group_by_function(notebook):
    """Return by function the files of the wrong solutions whose check compares outcomes."""
    found = {}
    for path in find_mistakes(notebook):
        found.setdefault(path.parent.name, []).append(path)
    return {name: paths for name, paths in found.items() if has_observations(name)}


def has_observations(function):
    """Return whether the visible checks of a function compare outcomes."""
    name = f"rnn_utils.checks.{function}"
    if importlib.util.find_spec(name) is None:
        return False
    return hasattr(importlib.import_module(name), "observe")


def require_current_outcomes(notebook):
    """Raise UserError if stored outcomes were made from other solutions than those of a notebook.

    Parameters
    ----------
    notebook : Path
        The source notebook. Without a folder of mistakes, there is nothing to compare.
    """
    solutions = read_solutions(read_notebook(notebook))
    for function, paths in group_by_function(notebook).items():
        path = outcomes_path(function)
        stored = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        if stored.get("made_from") != digest_sources(solutions, paths):
            raise UserError(
                f"{path.name} of the visible checks is older than the solutions or the mistakes "
                f"beside {notebook.name}: run autograder checks {notebook.parent.name}."
            )


def store_outcomes(notebook, config, report=print):
    """Run the solutions of an assignment and store their outcomes beside the visible checks.

    Parameters
    ----------
    notebook : Path
        The source notebook.
    config : traitlets.config.Config
    report : callable
        Called with a line of text for each function and for each pair that cannot be told apart.

    Raises
    ------
    UserError
        If a solution gives no outcome, a wrong one gives the right results, or there is nothing to
        do. Nothing is written for that function.
    """
    groups = group_by_function(notebook)
    if not groups:
        raise UserError(
            f"{notebook.parent / FOLDER} has no wrong solutions of a function whose visible checks "
            "compare outcomes: add mistakes/<function>/<name>.py."
        )
    content = read_notebook(notebook)
    solutions = read_solutions(content)
    for function, paths in groups.items():
        mistakes = [mistake for mistake in map(read_mistake, paths) if mistake.headline]
        job = {
            "function": function,
            "cells": select_cells_before(content, function),
            "right": solutions[function],
            "wrong": {mistake.name: mistake.code for mistake in mistakes},
        }
        result = run_solutions(job, Limits(config=config))
        stored = {
            "made_from": digest_sources(solutions, paths),
            "expected": result["expected"],
            "mistakes": merge_equal(function, mistakes, result, report),
        }
        # A line for each mistake, so that a change is readable.
        text = json.dumps(stored, separators=(",", ":")).replace('{"headline"', '\n{"headline"')
        write_atomically(outcomes_path(function), text + "\n")
        report(f"{function}: {len(mistakes)} mistakes, {len(text) / 1000:.0f} kB")


def select_cells_before(content, function):
    """Return the sources of the code cells before a function's, without tests and training."""
    sources = []
    for cell in content.cells:
        role = cell.metadata.get("nbgrader", {})
        if role.get("grade_id") == function:
            break
        tags = cell.metadata.get("tags", [])
        if cell.cell_type == "code" and not role.get("grade") and "skip-execution" not in tags:
            sources.append(cell.source)
    return sources


def run_solutions(job, limits):
    """Run `autograder.release.outcome_runner` in a sandbox and return what it prints."""
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    package = Path(rnn_utils.__file__).parent
    if limits.unsafe or find_failed_protections():
        # The solutions are the instructor's own, so they may run on a machine without a sandbox.
        running = None
        process = subprocess.Popen(
            [sys.executable, "-P", RUNNER],
            env={**os.environ, "PYTHONPATH": str(package.parent)},
            **streams,
        )
    else:
        running = start_sandboxed(
            Sandbox(
                argv=[sys.executable, "-P", f"{INSIDE}/{RUNNER.name}"],
                readonly={
                    f"{INSIDE}/{RUNNER.name}": RUNNER,
                    f"{INSIDE}/{package.name}": package,
                },
                environment={"PYTHONPATH": INSIDE},
            ),
            limits,
            SECONDS,
            python=sys.executable,
            **streams,
        )
        process = running.process
    try:
        printed, errors = process.communicate(json.dumps(job).encode(), timeout=SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        printed, errors = process.communicate()
    finally:
        if running:
            running.close()
    try:
        return json.loads(printed)
    except ValueError:
        last = (errors.decode(errors="replace").strip() or "no output").splitlines()[-1]
        raise UserError(
            f"The solutions of {job['function']} could not be run to their end: {last}"
        ) from None


def merge_equal(function, mistakes, result, report):
    """Return an entry for each outcome; mistakes that have the same outcomes share one.

    Parameters
    ----------
    function : str
    mistakes : list of Mistake
    result : dict
        From `run_solutions`.
    report : callable

    Returns
    -------
    list of dict

    Raises
    ------
    UserError
        If a solution gives no outcome, or a wrong one gives the right results.
    """
    right, entries = result["right"], []
    if not right:
        raise UserError(f"The solution of {function} does not run on the calls of its checks.")
    for mistake in mistakes:
        outcomes = result["outcomes"][mistake.name]
        file = f"{FOLDER}/{function}/{mistake.name}.py"
        if outcomes.keys() != right.keys():
            raise UserError(
                f"{file} ends in an error or returns no result that can be compared: replace its "
                "headline by '# message: ...' with words of the message that students get."
            )
        if is_same(outcomes, right):
            raise UserError(f"{file} gives the right results on all calls of the checks.")
        texts = {"headline": mistake.headline, "reason": mistake.reason, "read": mistake.read}
        twin = next((one for one in entries if is_same(one["outcomes"], outcomes)), None)
        if twin is None:
            entries.append({**texts, "outcomes": outcomes})
        elif twin["headline"] != mistake.headline:
            twin["reason"] += f" Or: {mistake.headline} {mistake.reason}"
            report(f"{file} has the same outcomes as another mistake: the message names both.")
    return entries
