"""Verify a release: the instructor's solution has to get all points, the released notebook few."""

import nbformat

from autograder.errors import UserError
from autograder.grading import compare_both_ways, describe, plan_tests, read_cells
from autograder.release.source_notebook import read_solutions
from autograder.sandbox import Limits, find_failed_protections


def verify_release(path, released_files, config):
    """Grade the source notebook and the released notebook, and find tests that are not protected.

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
        A sentence for each graded cell in which the unchanged released notebook gets points, and
        for each test that runs in the student's process.

    Raises
    ------
    UserError
        If the solution does not get all points.
    """
    solved = nbformat.read(path, as_version=4)
    limits = Limits(config=config)
    # The source notebook is trusted, so it may run on a machine without a sandbox.
    limits.unsafe = limits.unsafe or bool(find_failed_protections())
    program = plan_tests(read_cells(solved.cells))
    untouched = nbformat.read(path, as_version=4)
    remove_solutions(untouched, released_files / path.name)
    decisions = compare_both_ways(program, solved, untouched, limits, released_files, config)
    problems = list(find_lost_points(program, decisions))
    if problems:
        raise UserError(
            f"{path.name} cannot be graded. Correct these cells and release it again:\n"
            + "\n".join(f"  {problem}" for problem in problems)
        )
    return [
        *(
            f"{grade_id}: the unchanged released notebook gets {one['untouched']:g} points."
            for grade_id, one in decisions.items()
            if one["untouched"]
        ),
        *describe(decisions),
    ]


def remove_solutions(notebook, released):
    """Replace the solutions by the stubs of the released notebook, in place."""
    stubs = read_solutions(nbformat.read(released, as_version=4))
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = stubs.get(grade_id, cell.source)


def find_lost_points(program, decisions):
    """Yield a sentence for each graded cell in which the instructor's solution loses points."""
    for test in program.tests:
        one = decisions[test.grade_id]
        if not one["points"] and test.points:
            yield f"{test.grade_id}: {one['message'] or 'your solution gets no points'}"
        elif one["points"] < test.points:
            yield (
                f"{test.grade_id}: your solution gets {one['points']:g} of {test.points:g} points."
            )
