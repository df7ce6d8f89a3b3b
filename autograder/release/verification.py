"""Verify a release: the instructor's solution has to get all points from the test runner."""

import nbformat

from autograder.errors import UserError
from autograder.grading import (
    UnsupportedTestError,
    defined_names,
    delimiters,
    hold,
    is_tested,
    region,
)
from autograder.release.source_notebook import read_solutions
from autograder.sandbox import Limits, find_failed_protections


def verify_release(path, released_files, config):
    """Grade the source notebook and the released notebook with the test runner.

    Parameters
    ----------
    path : Path
        The source notebook, with solutions and hidden tests.
    released_files : Path
        The release folder, which contains the released notebook.
    config : traitlets.config.Config

    Returns
    -------
    list of str
        A sentence for each graded cell in which the unchanged released notebook gets points.

    Raises
    ------
    UserError
        If the test runner does not support a hidden test, or gives the solution less than all
        points.
    """
    notebook = nbformat.read(path, as_version=4)
    problems = list(find_unsupported_tests(notebook, delimiters(config)))
    if not problems:
        limits = Limits(config=config)
        # The source notebook is trusted, so it may run on a machine without a sandbox.
        limits.unsafe = limits.unsafe or bool(find_failed_protections())
        session = hold(notebook, limits, released_files, config)
        problems = list(find_lost_points(notebook, session))
    if problems:
        raise UserError(
            f"{path.name} cannot be graded. Correct these cells and release it again:\n"
            + "\n".join(f"  {problem}" for problem in problems)
        )
    remove_solutions(notebook, released_files / path.name)
    session = hold(notebook, limits, released_files, config)
    return [
        f"{grade_id}: the unchanged released notebook gets {test_result['points']:g} points."
        for grade_id, test_result in session.test_results.items()
        if test_result["points"]
    ]


def remove_solutions(notebook, released):
    """Replace the solutions by the stubs of the released notebook, in place."""
    stubs = read_solutions(nbformat.read(released, as_version=4))
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = stubs.get(grade_id, cell.source)


def find_unsupported_tests(notebook, pair):
    """Yield a sentence for each hidden test that cannot run in the test runner.

    Parameters
    ----------
    notebook : NotebookNode
    pair : tuple of (str, str)
        The delimiters of hidden tests.

    Yields
    ------
    str
    """
    known = defined_names(read_solutions(notebook).values())
    for cell in filter(is_tested, notebook.cells):
        grade_id = cell.metadata.nbgrader.grade_id
        try:
            found = region(grade_id, cell.metadata.nbgrader.points, cell.source, pair)
        except UnsupportedTestError as reason:
            yield str(reason)
            continue
        for name in found.names:
            if name not in known:
                yield (
                    f"{grade_id}: the hidden test uses {name}, which no solution cell defines: "
                    "import or define it in the hidden test, because no other cell runs there."
                )


def find_lost_points(notebook, session):
    """Yield a sentence for each graded cell in which the instructor's solution loses points."""
    for cell in filter(is_tested, notebook.cells):
        about = cell.metadata.nbgrader
        test_result = session.test_results[about.grade_id]
        if test_result["points"] is None:
            yield f"{about.grade_id}: {test_result['message'] or test_result['kind']}"
        elif test_result["points"] < about.points:
            yield (
                f"{about.grade_id}: your solution gets {test_result['points']:g} of "
                f"{about.points:g} points."
            )
