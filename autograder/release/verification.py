"""Before a release: the test runner grades the instructor's notebook, which has to get all points."""

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
from autograder.release.source_notebook import solution_cells
from autograder.sandbox import Limits, find_failed_protections


def verify_release(path, released_files, config):
    """Find out whether the test runner can grade an assignment, while it can still be mended.

    Parameters
    ----------
    path : Path
        The instructor's notebook, with solutions and hidden tests.
    released_files : Path
        The folder of what students get, the released notebook included.
    config : traitlets.config.Config

    Returns
    -------
    list of str
        A sentence for each graded cell in which an untouched notebook gets points.

    Raises
    ------
    UserError
        If a hidden test uses what the test runner does not support, or fails the instructor's
        solution.
    """
    notebook = nbformat.read(path, as_version=4)
    problems = list(unsupported(notebook, delimiters(config)))
    if not problems:
        limits = Limits(config=config)
        # This notebook is the instructor's own, so it may run where no sandbox can be had.
        limits.unsafe = limits.unsafe or bool(find_failed_protections())
        session = hold(notebook, limits, released_files, config)
        problems = list(failures(notebook, session))
    if problems:
        raise UserError(
            f"{path.name} cannot be graded as it is; mend it and release again:\n"
            + "\n".join(f"  {problem}" for problem in problems)
        )
    untouch(notebook, released_files / path.name)
    session = hold(notebook, limits, released_files, config)
    return [
        f"{grade_id}: an untouched notebook gets {test_result['points']:g} points."
        for grade_id, test_result in session.test_results.items()
        if test_result["points"]
    ]


def untouch(notebook, released):
    """Put the stubs that students get in place of the solutions, and keep the hidden tests.

    Parameters
    ----------
    notebook : NotebookNode
        The instructor's; changed in place.
    released : Path
        The students' notebook.
    """
    stubs = solution_cells(nbformat.read(released, as_version=4))
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = stubs.get(grade_id, cell.source)


def unsupported(notebook, pair):
    """Yield a sentence for each hidden test that can be seen not to work.

    Parameters
    ----------
    notebook : NotebookNode
    pair : tuple of (str, str)
        What begins and ends hidden tests.

    Yields
    ------
    str
    """
    known = defined_names(solution_cells(notebook).values())
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
                    "import or define it inside of the hidden test, since no other cell runs there."
                )


def failures(notebook, session):
    """Yield a sentence for each graded cell in which the instructor's solution loses points."""
    for cell in filter(is_tested, notebook.cells):
        about = cell.metadata.nbgrader
        test_result = session.test_results[about.grade_id]
        if test_result["points"] is None:
            yield f"{about.grade_id}: {test_result['message'] or test_result['kind']}"
        elif test_result["points"] < about.points:
            yield (
                f"{about.grade_id}: your solution gets {test_result['points']:g} of {about.points:g} "
                "points."
            )
