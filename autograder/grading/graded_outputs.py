"""Write test results into the graded cells of a notebook, from which nbgrader derives scores."""

from nbformat import NotebookNode, from_dict
from nbgrader.utils import is_grade

from autograder.grading.calibration import describe
from autograder.grading.session import is_tested, run_notebook

# Precedes what the student's own kernel has printed, which has no influence on the score.
OWN_CHECK = "The check that you can see said:\n"
LONGEST_CHECK = 4000


def run_and_grade(notebook, assignment, fork_servers=None):
    """Run a notebook in the sandbox and write the test results into its graded cells.

    Parameters
    ----------
    notebook : NotebookNode
        Rebuilt; changed in place. How the scores came about is added to its metadata, under
        ``autograder``.
    assignment : Assignment
        See `autograder.grading.assignment.unpack`.
    fork_servers : ForkServers, optional
        For warm starts, see `autograder.sandbox.fork_server`.

    Returns
    -------
    list of str
        What an instructor should know.

    Raises
    ------
    UserError
        If no kernel starts on this machine.
    """
    limits = assignment.limits
    session = run_notebook(
        notebook,
        assignment.program,
        limits,
        assignment.released_files,
        assignment.config,
        seed=assignment.seed,
        fork_servers=fork_servers,
    )
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        outputs = session.outputs.get(place, [])
        if is_tested(cell):
            result = session.test_results[cell.metadata.nbgrader.grade_id]
            outputs = make_outputs(result, outputs)
        elif is_grade(cell):
            outputs = [output for output in outputs if output["output_type"] != "error"]
        cell.outputs = [from_dict(output) for output in outputs]
        cell.execution_count = None
    record = notebook.metadata.setdefault("autograder", NotebookNode())
    record.update(
        sandbox="none (--unsafe)" if limits.unsafe else "bubblewrap",
        limits=limits.as_record(),
        events=session.events,
        seconds=session.seconds,
        test_results=session.test_results,
        unprotected_tests=describe(assignment.decisions),
    )
    return session.events


def make_outputs(test_result, shown):
    """Return the outputs of a graded cell, from which nbgrader derives the score.

    Parameters
    ----------
    test_result : dict
        The test runner's.
    shown : list of dict
        What the cell has shown in the student's kernel.

    Returns
    -------
    list of dict
        An ``error`` or one ``execute_result``. Before an error, as text, what the check that the
        student can see has said.
    """
    if test_result["points"] is not None:
        return [
            {
                "output_type": "execute_result",
                "execution_count": None,
                "data": {"text/plain": repr(float(test_result["points"]))},
                "metadata": {},
            }
        ]
    text = format_own_check(shown)
    message = test_result["message"]
    if message and message.split("\n")[0] in text:
        message = message.split("\n")[0]  # the check that the student can see shows the rest
    error = {
        "output_type": "error",
        "ename": test_result["kind"],
        "evalue": message,
        "traceback": [],
    }
    # nbgrader reads anything on stderr as a failure and ignores stdout.
    stream = {"output_type": "stream", "name": "stdout", "text": f"{OWN_CHECK}{text}\n"}
    return [stream, error] if text else [error]


def format_own_check(shown):
    """Return the text that a cell has printed in the student's kernel, cut at `LONGEST_CHECK`."""
    lines = []
    for output in shown:
        if output["output_type"] == "stream":
            lines.append(output["text"].strip())
        elif output["output_type"] == "error":
            lines.append(f"{output['ename']}: {output['evalue']}".strip(": "))
    return "\n".join(filter(None, lines))[:LONGEST_CHECK]
