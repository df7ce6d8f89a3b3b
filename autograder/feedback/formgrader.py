"""Configure formgrader to show a submission safely.

Formgrader shows a submission at the Jupyter server's own address, where a script could run code as
the instructor. It uses nbconvert's exporter. A preprocessor therefore sanitizes the notebook before
the template gets it, and the page's policy allows only the scripts of nbgrader. Links are removed,
because formgrader's other pages run scripts from their address, so that a click on a student's link
could do the same as a script. Hidden tests stay, because this page is for instructors.
"""

import base64
import hashlib
import re
from pathlib import Path

import nbgrader
from jinja2 import pass_context
from markupsafe import escape
from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from autograder.feedback.cells import language_of
from autograder.feedback.outputs import note, outputs_html
from autograder.feedback.page import TEMPLATES, seal_html
from autograder.feedback.pictures import Allowance
from autograder.feedback.sanitize_html import LONGEST, capped, markdown_html, visible

HERE = "autograder.feedback.formgrader"
SAFE_ID = re.compile(r"[A-Za-z0-9_.-]{1,100}")
# Values that formgrader passes to its template. A student may have chosen the name.
NAMES = ("student", "first_name", "last_name", "notebook_path")
FLAGS = ("grade", "solution", "task", "locked")


def configure_formgrader(c):
    """Set the traits of formgrader's exporter.

    Parameters
    ----------
    c : traitlets.config.Config
        Its ``HTMLExporter`` section is for formgrader; the feedback's exporter does not read it.
    """
    theirs = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
    c.HTMLExporter.template_name = "formgrade_safe"
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), str(theirs)]
    # Our template extends nbgrader's, which has the same file name.
    c.HTMLExporter.extra_template_paths = [str(theirs)]
    c.HTMLExporter.preprocessors = [f"{HERE}.Harmless"]
    c.HTMLExporter.filters = {
        "markdown2html": f"{HERE}.safe_markdown",
        "with_nonce": f"{HERE}.with_nonce",
        "formgrader_policy": f"{HERE}.formgrader_policy",
    }


class Harmless(Preprocessor):
    """Rebuild a notebook from the parts that are safe to show."""

    def preprocess(self, nb, resources):
        allowance = Allowance()
        nb.cells = [
            harmless_cell(cell, f"cell {number}", allowance)
            for number, cell in enumerate(nb.cells, start=1)
        ]
        nb.metadata = type(nb)({"language_info": {"name": language_of(nb)}})
        for name in NAMES:
            if resources.get(name):
                resources[name] = str(escape(resources[name]))
        return nb, resources


def harmless_cell(cell, where, allowance):
    """Return a new cell with the safe parts of a cell.

    Parameters
    ----------
    cell : NotebookNode
    where : str
        Name of the cell for the alternative text of a picture.
    allowance : Allowance

    Returns
    -------
    NotebookNode
    """
    source = visible(capped(str(cell.get("source", "")), 5 * LONGEST))
    metadata = grading(cell)
    if cell.get("cell_type") == "code":
        shown = outputs_html(cell.get("outputs"), where, allowance, tracebacks=True)
        if not allowance.holds(shown):
            shown = note("Output left out: this page is full.")
        shown = seal_html(shown, links=False)
        outputs = [new_output("display_data", {"text/html": shown})] if shown else []
        count = cell.get("execution_count")
        made = new_code_cell(source, outputs=outputs, metadata=metadata)
        made.execution_count = count if isinstance(count, int) else None
    elif cell.get("cell_type") == "markdown":
        attachments = cell.get("attachments")
        made = new_markdown_cell(source, metadata=metadata)
        if isinstance(attachments, dict):
            made.attachments = attachments
    else:
        # The text of a raw cell is shown as an indented block.
        made = new_markdown_cell("\n".join(f"    {line}" for line in source.split("\n")))
    if SAFE_ID.fullmatch(str(cell.get("id", ""))):
        made.id = cell.id
    return made


def grading(cell):
    """Return the nbgrader metadata that formgrader's template needs, in its types."""
    found = cell.get("metadata", {}).get("nbgrader")
    name = str(found.get("grade_id", "")) if isinstance(found, dict) else ""
    if not SAFE_ID.fullmatch(name):
        return {}
    kept = {flag: bool(found.get(flag)) for flag in FLAGS}
    points = found.get("points")
    kept["points"] = float(points) if isinstance(points, int | float) else 0.0
    return {"nbgrader": {"grade_id": name, **kept}}


@pass_context
def safe_markdown(context, source):
    """Replace nbconvert's filter ``markdown2html``."""
    cell = context.get("cell") or {}
    return seal_html(markdown_html(source, cell.get("attachments")), links=False)


def with_nonce(scripts, nonce):
    """Return scripts with the nonce under which the policy lets them run."""
    return scripts.replace("<script", f'<script nonce="{nonce}"')


def formgrader_policy(navigation, nonce):
    """Return the Content-Security-Policy of formgrader's page.

    Parameters
    ----------
    navigation : str
        nbgrader's navigation bar without a student's name. Its scripts and handlers are allowed
        by their hashes, so that a name cannot add other scripts.
    nonce : str
        For the scripts in the head of this page only.

    Returns
    -------
    str
    """
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", navigation, re.DOTALL)
    handlers = re.findall(r'onclick="([^"]*)"', navigation)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in sorted({*scripts, *handlers})
    )
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}' 'unsafe-hashes' {hashes}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'"
    )
