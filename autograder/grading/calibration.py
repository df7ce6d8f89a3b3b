"""Decide once for an assignment how each of its tests is graded, and keep the decisions.

The instructor's solution and the unchanged released notebook are graded by the test runner and as
in stock nbgrader. Where the scores differ, or the test runner cannot run a test, the test runs in a
fork of the student's process. A submission has no influence on the decision.
"""

import contextlib
import json
import os
import secrets
import tempfile
from dataclasses import asdict, replace

from traitlets import Enum
from traitlets.config import Configurable

from autograder.course import sha256
from autograder.errors import UserError
from autograder.files import write_atomically
from autograder.grading.session import run_notebook
from autograder.grading.test_plan import Program

# In the course folder. It contains the seed of the course and the decisions.
FOLDER = ".autograder"
UNSUPPORTED = "UnsupportedCallError"


class Grading(Configurable):
    """How tests are graded; set as ``c.Grading.in_kernel = "reject"`` in the configuration file."""

    in_kernel = Enum(
        ["allow", "reject"],
        default_value="allow",
        help="Whether a test that the test runner cannot run is graded in the student's process, "
        "as in stock nbgrader, where a submission can forge its score.",
    ).tag(config=True)


def read_seed(root):
    """Return the secret from which the inputs of a course's tests are drawn.

    Parameters
    ----------
    root : Path
        The course folder. The first call writes the secret.

    Returns
    -------
    str
    """
    path = root / FOLDER / "seed"
    if not path.is_file():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:
            file.write(secrets.token_hex(16))
            file.flush()
            # Complete at once; of several processes that do this, the first one counts.
            with contextlib.suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_text().strip()


def decisions_path(root, version):
    """Return where the decisions about an assignment are kept.

    Parameters
    ----------
    root : Path
        The course folder.
    version : str
        Digest of all that the decisions depend on, see `digest`.
    """
    return root / FOLDER / "decisions" / f"{version}.json"


def read_decisions(path):
    """Return kept decisions, see `compare_both_ways`, or None if there are none."""
    with contextlib.suppress(OSError, ValueError):
        return json.loads(path.read_text())
    return None


def write_decisions(path, decisions):
    """Keep decisions in the course folder."""
    write_atomically(path, json.dumps(decisions, indent=1))


def keep_all(program):
    """Return decisions for tests that cannot be tried, because there is no source notebook."""
    return {test.grade_id: keep(test) for test in program.tests}


def compare_both_ways(program, solved, untouched, limits, released_files, config, **options):
    """Grade the solution and the unchanged notebook in the test runner and as in stock nbgrader.

    Parameters
    ----------
    program : Program
    solved, untouched : NotebookNode
    limits, released_files, config, **options
        See `autograder.grading.session.run_notebook`.

    Returns
    -------
    dict of str to dict
        By grade id: ``in_kernel``, ``accepted``, ``reason``; ``points`` and ``message`` of the
        instructor's solution; ``untouched``, the points of the unchanged notebook.
    """
    twice = Program(program.cells, repeat_in_kernel(program.tests))
    right = run_notebook(solved, twice, limits, released_files, config, **options)
    tests = [
        test if test.in_kernel else replace(test, accepted=references(right, test))
        for test in twice.tests
    ]
    twice = Program(program.cells, tests)
    nothing = run_notebook(untouched, twice, limits, released_files, config, **options)
    return {test.grade_id: decide_test(test, right, nothing) for test in program.tests}


def repeat_in_kernel(tests):
    """Return each test twice: for the test runner, recording references, and in the kernel."""
    repeated = []
    for test in tests:
        if not test.in_kernel:
            repeated.append(replace(test, accepted=None))
        repeated.append(replace(test, in_kernel=True))
    return repeated


def references(session, test):
    """Return where the instructor's solution gave references."""
    return tuple(session.test_results[test.grade_id]["references"])


def keep(test):
    """Return the decision for a test that could not be tried."""
    return {"in_kernel": test.in_kernel, "accepted": list(test.names), "reason": test.reason}


def decide_test(test, right, nothing):
    """Return the decision for one test, from the sessions of the two notebooks."""
    solved, unsolved = (one.test_results[test.grade_id] for one in (right, nothing))
    solved_in_kernel, unsolved_in_kernel = (
        one.kernel_results.get(test.grade_id, one.test_results[test.grade_id])
        for one in (right, nothing)
    )
    decision = {
        **keep(test),
        "points": solved_in_kernel["points"] or 0.0,
        "message": solved_in_kernel["message"],
        "untouched": unsolved_in_kernel["points"] or 0.0,
    }
    if test.in_kernel:
        return decision
    if solved["kind"] == UNSUPPORTED:
        reason = solved["message"].removeprefix("The test ").rstrip(".")
    elif not is_same(solved, solved_in_kernel):
        reason = f"gives the solution {compare(solved, solved_in_kernel)}"
        if solved["message"]:
            reason += f" ({solved['message'].rstrip('.')})"
    elif not is_same(unsolved, unsolved_in_kernel):
        reason = f"gives the unchanged notebook {compare(unsolved, unsolved_in_kernel)}"
    else:
        return {**decision, "accepted": solved["references"], "message": solved["message"]}
    return {**decision, "in_kernel": True, "reason": reason}


def compare(result, in_kernel):
    """Return two scores in words."""
    return (
        f"{result['points'] or 0:g} points in the test runner and {in_kernel['points'] or 0:g} "
        "in stock nbgrader"
    )


def is_same(one, other):
    """Return whether two results have the same score."""
    return (one["points"] or 0.0) == (other["points"] or 0.0)


def require_allowed(decisions, config, name):
    """Raise an error if a test runs in the kernel and the configuration does not allow that.

    Raises
    ------
    UserError
    """
    if Grading(config=config).in_kernel == "allow":
        return
    rejected = [f"  {key}: {one['reason']}" for key, one in decisions.items() if one["in_kernel"]]
    if rejected:
        raise UserError(
            f"{name} has tests that the test runner cannot run, and c.Grading.in_kernel is "
            '"reject". Rewrite them, or set it to "allow". Nothing was graded:\n'
            + "\n".join(rejected)
        )


def describe(decisions):
    """Return a sentence for each test that is not protected, and for each unsolved one.

    Parameters
    ----------
    decisions : dict of str to dict
        See `compare_both_ways`.

    Returns
    -------
    list of str
    """
    return [
        f"{key} runs in the student's process, where a submission can forge its score: "
        f"the test {one['reason']}."
        for key, one in decisions.items()
        if one["in_kernel"]
    ]


def digest(content, grader):
    """Return the digest of all that decisions depend on.

    Parameters
    ----------
    content : dict
        That can be written as JSON.
    grader : str
        Version of the grader.

    Returns
    -------
    str
    """
    return sha256(json.dumps(content, sort_keys=True).encode(), grader.encode())


def as_record(program):
    """Return a program as a dict that can be written as JSON."""
    return {"cells": program.cells, "tests": [asdict(test) for test in program.tests]}
