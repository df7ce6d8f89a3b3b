"""The way from a submitted file into nbgrader: through the intake, and no other."""

from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict

from autograder.intake.isolated import clean_isolated
from autograder.intake.reader import read_submission


class SubmissionExporter(NotebookExporter):
    """nbgrader's ``Autograde.exporter_class``: reads what students wrote through the intake.

    What was repaired is in the notebook's metadata, ``autograder.repairs``, a list of sentences.
    A file in ``autograded`` was written by the marking itself and is read as it is.
    """

    def from_filename(self, filename, resources=None, **kw):
        path = Path(filename).absolute()
        if self.is_our_own(path, resources):
            return super().from_filename(filename, resources=resources, **kw)
        resources = ResourcesDict() if resources is None else resources
        resources["metadata"] = ResourcesDict(name=path.stem, path=str(path.parent))
        submission = read_submission(path.parent, path.stem)
        plain, repairs = clean_isolated(submission.content)
        notebook = nbformat.from_dict(plain)
        notebook.metadata.autograder = {"repairs": [*submission.repairs, *repairs]}
        return self.from_notebook_node(notebook, resources=resources, **kw)

    def is_our_own(self, path, resources):
        """Whether a file is the one that marking wrote into ``autograded`` a moment ago."""
        coursedir = getattr(self.parent, "coursedir", None)
        about = (resources or {}).get("nbgrader")
        if coursedir is None or not about:
            return False
        folder = coursedir.format_path(
            coursedir.autograded_directory, about["student"], about["assignment"]
        )
        return path.parent == Path(folder).absolute()
