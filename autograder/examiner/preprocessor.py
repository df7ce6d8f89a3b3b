"""nbgrader's step of running and marking a notebook, in the sandbox and by the examiner."""

from pathlib import Path

from nbformat import NotebookNode, from_dict
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade

from autograder.errors import UserError
from autograder.examiner.session import hold, is_tested
from autograder.sandbox import doctor
from autograder.sandbox.jail import refuse_what_is_shown
from autograder.sandbox.limits import Limits

# Above it stands what the student's own kernel has printed: for her, and worth no points.
OWN_CHECK = "The check that you can see said:\n"
LONGEST_CHECK = 4000


class Examine(NbGraderPreprocessor):
    """Stands among ``Autograde.autograde_preprocessors`` where nbgrader has ``Execute``."""

    def preprocess(self, nb, resources):
        """Run a notebook in the sandbox and write the examiner's verdicts into its graded cells.

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
        doctor.require(limits)
        if not limits.unsafe:
            refuse_what_is_shown(Path.cwd(), limits)  # nbgrader works in the course's folder
        for event in examine(nb, limits, self.handed_out(resources), self.config):
            self.log.warning("%s", event)
        return nb, resources

    def handed_out(self, resources):
        """The release of an assignment."""
        courses = CourseDirectory(config=self.config)
        folder = courses.format_path(
            courses.release_directory, ".", resources["nbgrader"]["assignment"]
        )
        if not Path(folder).is_dir():
            raise UserError(
                f"{folder} is missing, and students' code is run beside what they were given: "
                "release the assignment again. No mark was changed."
            )
        return Path(folder).resolve()


def examine(notebook, limits, handed_out, config, nurseries=None):
    """Run a notebook in the sandbox and write the examiner's verdicts into its graded cells.

    Parameters
    ----------
    notebook : NotebookNode
        Rebuilt; changed in place. How the mark came about is added to its metadata, under
        ``autograder``.
    limits : Limits
    handed_out : Path or None
        The folder of what students were given.
    config : traitlets.config.Config
    nurseries : Nurseries, optional
        For warm starts, see `autograder.sandbox.nursery`.

    Returns
    -------
    list of str
        What an instructor should know.

    Raises
    ------
    UserError
        If no kernel starts on this machine.
    """
    session = hold(notebook, limits, handed_out, config, nurseries)
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        outputs = session.outputs.get(place, [])
        if is_tested(cell):
            outputs = outputs_of(session.verdicts[cell.metadata.nbgrader.grade_id], outputs)
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
        verdicts=session.verdicts,
    )
    return session.events


def outputs_of(verdict, shown):
    """A graded cell's outputs, from which nbgrader reads the points.

    Parameters
    ----------
    verdict : dict
        The examiner's.
    shown : list of dict
        What the cell has shown in the student's kernel.

    Returns
    -------
    list of dict
        An ``error`` or one ``execute_result``. Before an error, as text, what the check that the
        student can see has said.
    """
    if verdict["points"] is not None:
        return [
            {
                "output_type": "execute_result",
                "execution_count": None,
                "data": {"text/plain": repr(float(verdict["points"]))},
                "metadata": {},
            }
        ]
    said = own_check(shown)
    error = {
        "output_type": "error",
        "ename": verdict["kind"],
        "evalue": verdict["message"],
        "traceback": [],
    }
    # nbgrader takes anything on stderr for a failure and leaves stdout alone.
    stream = {"output_type": "stream", "name": "stdout", "text": f"{OWN_CHECK}{said}\n"}
    return [stream, error] if said else [error]


def own_check(shown):
    """The text that a cell has shown in the student's kernel, at most `LONGEST_CHECK` long."""
    lines = []
    for output in shown:
        if output["output_type"] == "stream":
            lines.append(output["text"].strip())
        elif output["output_type"] == "error":
            lines.append(f"{output['ename']}: {output['evalue']}".strip(": "))
    return "\n".join(filter(None, lines))[:LONGEST_CHECK]
