"""Export a graded notebook as a page that is safe to open and shows no hidden test."""

from nbconvert.exporters import Exporter
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme
from traitlets import default

from autograder.feedback.cells import language_of, views
from autograder.feedback.page import render_feedback
from autograder.feedback.pictures import Allowance
from autograder.feedback.sanitize_html import plain


def rejection_page(assignment, reason):
    """Return the feedback page of a rejected submission, with the reason.

    Parameters
    ----------
    assignment : str
        Name of the assignment.
    reason : str
        One sentence; it may contain a student's text.

    Returns
    -------
    str
        A whole HTML page, under the same policy as every feedback page.
    """
    return render_feedback(
        "rejection.html.j2", assignment=plain(assignment, 200), reason=plain(reason, 2000)
    )


class FeedbackExporter(Exporter):
    """Replace nbgrader's exporter as ``GenerateFeedback.exporter_class``.

    This is not a subclass of nbconvert's HTMLExporter. The templates of that class insert a
    student's text without escaping it, formgrader shares its settings, and nbgrader's API
    overwrites them. This exporter has its own template, in which all text is escaped.
    """

    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self):
        return ".html"

    def from_notebook_node(self, nb, resources=None, **kw):
        """Return the page of a notebook and the resources, as nbconvert requires.

        Parameters
        ----------
        nb : NotebookNode
            A graded notebook.
        resources : dict
            nbgrader's resources, with the values that its GetGrades preprocessor needs.

        Returns
        -------
        page : str
        resources : dict
        """
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return self.page(nb, resources.get("nbgrader", {})), resources

    def page(self, nb, grades):
        """Return the page of a notebook after all preprocessors.

        Parameters
        ----------
        nb : NotebookNode
            A graded notebook with the scores and comments from GetGrades.
        grades : dict
            ``notebook``, ``score``, ``max_score`` and ``late_penalty`` from GetGrades.

        Returns
        -------
        str
        """
        shown = views(nb.cells, language_of(nb), Allowance(), self.delimiters())
        return render_feedback(
            "feedback.html.j2",
            assignment=plain(grades.get("notebook") or "Feedback", 200),
            score=number(grades.get("score", 0)),
            max_score=number(grades.get("max_score", 0)),
            penalty=number(grades.get("late_penalty", 0)),
            cells=shown,
            missing=len(nb.cells) - len(shown),
            number=number,
        )

    def delimiters(self):
        """Return the delimiters of hidden regions from nbgrader's configuration."""
        tests = ClearHiddenTests(parent=self)
        scheme = ClearMarkScheme(parent=self)
        return (
            (tests.begin_test_delimeter, tests.end_test_delimeter),
            (scheme.begin_mark_scheme_delimeter, scheme.end_mark_scheme_delimeter),
        )


def number(points):
    """Return points without trailing zeros."""
    return f"{round(float(points), 2):.12g}"
