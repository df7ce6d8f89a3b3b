"""Convert the cells of a graded notebook to HTML for the template of the feedback page."""

import functools
import re
from dataclasses import dataclass

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from autograder.feedback.outputs import message, note, outputs_html
from autograder.feedback.sanitize_html import SHORT, capped, escaped, markdown_html, visible
from autograder.grading import PAIRS, PLACEHOLDER, without_regions

NOTHING = Markup()
LONGEST_SOURCE = 50_000
FORMATTER = HtmlFormatter(nowrap=True)
# As long as what the template adds to a cell.
FRAME = " " * 600
HEADING = re.compile(r"<(/?)h([1-6])>")


@dataclass
class View:
    """What the page shows of one cell.

    Attributes
    ----------
    number : int
        Counted from 1.
    kind : str
        ``code``, ``markdown`` or ``raw``.
    name : str
        nbgrader's grade id; empty for a cell that is neither graded nor an answer.
    label : str
        ``Task``, ``Your answer`` or ``Test``.
    points : tuple of float, optional
        Score and largest score of a graded cell.
    message : str
        Why a test cell did not give all points.
    source, outputs, comment : Markup
        Safe HTML.
    """

    number: int
    kind: str
    name: str = ""
    label: str = ""
    points: tuple | None = None
    message: str = ""
    source: Markup = NOTHING
    outputs: Markup = NOTHING
    comment: Markup = NOTHING


def views(cells, language, allowance, pairs=PAIRS):
    """Return the views of all cells.

    Parameters
    ----------
    cells : list of NotebookNode
        After nbgrader's GetGrades, which puts scores and comments into their metadata.
    language : str
        Name of a pygments lexer.
    allowance : Allowance
        Remaining size of the page. Scores, messages and comments are always shown. Sources come
        before outputs.
    pairs : sequence of (str, str)
        Delimiters of hidden regions.

    Returns
    -------
    list of View
    """
    shown = [(graded_view(number, cell), cell) for number, cell in enumerate(cells, start=1)]
    shown = [(view, cell) for view, cell in shown if view.name or allowance.holds(FRAME)]
    outline, lexer = Outline(), lexer_of(language)
    for view, cell in shown:
        source = source_html(cell, lexer, allowance, pairs, outline)
        fits = allowance.holds(source)
        view.source = Markup(source if fits else note("Left out: this page is full."))
    for view, cell in shown:
        if view.kind == "code":
            view.outputs = Markup(shown_outputs(view, cell, allowance))
    return [view for view, _ in shown]


def graded_view(number, cell):
    """Return the view of a cell with what nbgrader stores about it."""
    view = View(number, str(cell.get("cell_type")))
    grading = cell.get("metadata", {}).get("nbgrader")
    if not isinstance(grading, dict):
        return view
    answer, test, task = (bool(grading.get(key)) for key in ("solution", "grade", "task"))
    if answer or test or task:
        view.name = visible(str(grading.get("grade_id", "")))[:100]
        view.label = "Task" if task else "Your answer" if answer else "Test"
    if test or task:
        view.points = (float(grading.get("score") or 0), float(grading.get("points") or 0))
    if grading.get("comment"):
        view.comment = Markup(markdown_html(str(grading["comment"])))
    if view.label == "Test":
        errors = [output for output in outputs_of(cell) if output.get("output_type") == "error"]
        view.message = message(errors[0]) if errors else ""
    return view


def outputs_of(cell):
    """Return the outputs that are dictionaries."""
    outputs = cell.get("outputs")
    listed = outputs if isinstance(outputs, list) else []
    return [output for output in listed if isinstance(output, dict)]


def shown_outputs(view, cell, allowance):
    """Return outputs as HTML; for a test cell, without those that the page shows already."""
    outputs = outputs_of(cell)
    if view.label == "Test":
        shown_above = ("execute_result", "error")
        outputs = [output for output in outputs if output.get("output_type") not in shown_above]
    shown = outputs_html(outputs, f"cell {view.number}", allowance)
    return shown if allowance.holds(shown) else note("Output left out: this page is full.")


def source_html(cell, lexer, allowance, pairs, outline):
    """Return a cell's source without hidden regions, highlighted or rendered."""
    source = cell.get("source")
    if not isinstance(source, str):
        return ""
    if cell.get("cell_type") == "markdown":
        source = without_regions(source, pairs, "*(not shown)*")
        return outline.fit(markdown_html(source, cell.get("attachments"), allowance))
    source = without_regions(source, pairs, PLACEHOLDER)
    if cell.get("cell_type") != "code":
        return f"<pre>{escaped(source)}</pre>"
    return f"<pre>{code_html(source, lexer)}</pre>"


def code_html(source, lexer):
    """Return highlighted code in which no character is invisible."""
    source = visible(capped(source, LONGEST_SOURCE))
    return short_code_html(source, lexer) if len(source) < SHORT else highlighted(source, lexer)


def highlighted(source, lexer):
    """Return HTML of code without the line break that pygments adds."""
    return highlight(source, lexer, FORMATTER).rstrip("\n").replace("\xa0", "&nbsp;")


# Most cells of a page come from the assignment and are the same on every page of a class.
short_code_html = functools.lru_cache(500)(highlighted)


@functools.cache
def lexer_of(language):
    """Return the pygments lexer of a language, by a name from `language_of`."""
    return get_lexer_by_name(language, stripnl=False)


class Outline:
    """Change the levels of a notebook's headings to follow the page's, without a gap."""

    def __init__(self, above=2):
        self.above = self.last = above

    def fit(self, source):
        """Return clean HTML with the level of each heading changed to fit the page."""
        opened = []

        def level(match):
            if match[1]:
                return f"</h{opened.pop() if opened else 6}>"
            self.last = min(int(match[2]) + self.above, self.last + 1, 6)
            opened.append(self.last)
            return f"<h{self.last}>"

        return HEADING.sub(level, source)


def language_of(notebook):
    """Return the notebook's language if pygments supports it, otherwise ``text``."""
    info = notebook.metadata.get("language_info", {})
    name = info.get("name", "python") if isinstance(info, dict) else "python"
    if not isinstance(name, str) or name.lower().startswith(("python", "ipython")):
        return "python"
    try:
        get_lexer_by_name(name)
    except (ClassNotFound, ValueError):
        return "text"
    return name
