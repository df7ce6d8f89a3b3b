"""nbgrader's step of executing and grading a notebook, in the sandbox and with the test runner."""

from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.grading.assignment import pack_notebook, unpack
from autograder.grading.graded_outputs import run_and_grade
from autograder.sandbox import Limits, reject_visible_folder, require_protections


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
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            packed = pack_notebook(
                CourseDirectory(config=self.config),
                gradebook,
                about["assignment"],
                about["notebook"],
            )
        for event in run_and_grade(nb, unpack(packed)):
            self.log.warning("%s", event)
        return nb, resources
