"""nbgrader's step of executing and grading a notebook, in the sandbox and with the test runner."""

from pathlib import Path

from nbformat import NotebookNode, from_dict
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade

from autograder.errors import UserError
from autograder.grading.session import hold, is_tested
from autograder.sandbox import Limits, reject_visible_folder, require_protections

# Precedes what the student's own kernel has printed, which has no influence on the score.
OWN_CHECK = "The check that you can see said:\n"
LONGEST_CHECK = 4000


class GradeNotebook(NbGraderPreprocessor):
    """Replace ``Execute`` among nbgrader's ``Autograde.autograde_preprocessors``."""

    def preprocess(self, nb, resources):
        """Run a notebook in the sandbox and write the test results into its graded cells.

        Parameters
        ----------
        nb : NotebookNode
            Rebuilt from the gradebook.
        resources : dict
            nbgrader's.

        Returns
        -------
        tuple of (NotebookNode, dict)

        Raises
        ------
        UserError
            If a protection does not hold on this machine, the course can be seen by student code,
            no kernel starts, or nothing was released.
        """
        limits = Limits(config=self.config)
        require_protections(limits)
        if not limits.unsafe:
            reject_visible_folder(Path.cwd(), limits)  # nbgrader works in the course's folder
        for event in examine(nb, limits, self.released_files(resources), self.config):
            self.log.warning("%s", event)
        return nb, resources

    def released_files(self, resources):
        """Return the folder of the released files of an assignment."""
        courses = CourseDirectory(config=self.config)
        folder = courses.format_path(
            courses.release_directory, ".", resources["nbgrader"]["assignment"]
        )
        if not Path(folder).is_dir():
            raise UserError(
                f"{folder} is missing, and students' code is run beside what they were given: "
                "release the assignment again. No grade was changed."
            )
        return Path(folder).resolve()


def examine(notebook, limits, released_files, config, fork_servers=None):
    """Run a notebook in the sandbox and write the test results into its graded cells.

    Parameters
    ----------
    notebook : NotebookNode
        Rebuilt; changed in place. How the grade came about is added to its metadata, under
        ``autograder``.
    limits : Limits
    released_files : Path or None
        The folder of what students were given.
    config : traitlets.config.Config
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
    session = hold(notebook, limits, released_files, config, fork_servers)
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        outputs = session.outputs.get(place, [])
        if is_tested(cell):
            outputs = outputs_of(session.test_results[cell.metadata.nbgrader.grade_id], outputs)
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
    )
    return session.events


def outputs_of(test_result, shown):
    """Return the outputs of a graded cell, from which nbgrader derives the score.

    Parameters
    ----------
    test result : dict
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
    said = own_check(shown)
    error = {
        "output_type": "error",
        "ename": test_result["kind"],
        "evalue": test_result["message"],
        "traceback": [],
    }
    # nbgrader reads anything on stderr as a failure and ignores stdout.
    stream = {"output_type": "stream", "name": "stdout", "text": f"{OWN_CHECK}{said}\n"}
    return [stream, error] if said else [error]


def own_check(shown):
    """Return the text that a cell has printed in the student's kernel, cut at `LONGEST_CHECK`."""
    lines = []
    for output in shown:
        if output["output_type"] == "stream":
            lines.append(output["text"].strip())
        elif output["output_type"] == "error":
            lines.append(f"{output['ename']}: {output['evalue']}".strip(": "))
    return "\n".join(filter(None, lines))[:LONGEST_CHECK]
