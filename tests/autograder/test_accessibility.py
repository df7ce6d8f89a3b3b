"""axe finds no errors of this project in the pages for students and instructors."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.feedback.exporter import FeedbackExporter
from tests.autograder.tiny import NAME
from tests.axe import FILLER, THEIRS, THEMES, check_file, export, reject_own_names
from tests.instructor import ASSIGNMENTS, read
from tests.notebooks.accessible import findings

PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNg"
    "YGD4DwABBAEAX+XDSwAAAABJRU5ErkJggg=="
)


@pytest.fixture
def release(released):
    """The released notebook of the dinosaurs."""
    return nbformat.read(released / "course" / "release" / NAME / f"{NAME}.ipynb", as_version=4)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=lambda assignment: assignment.name)
def test_notebooks_as_pages(browser, assignment, theme, tmp_path):
    reject_own_names(browser, read(assignment), theme, tmp_path)


@pytest.mark.parametrize("theme", THEMES)
def test_the_release_as_a_page(browser, release, theme, tmp_path):
    reject_own_names(browser, release, theme, tmp_path)


def test_the_release_is_accessible(release):
    assert findings(release) == []


@pytest.mark.parametrize("theme", THEMES)
def test_feedback(browser, theme, tmp_path):
    """The feedback page of the source notebook, which has outputs of every kind."""
    grades = {"notebook": NAME, "score": 90.0, "max_score": 100.0, "late_penalty": 0}
    page, _ = FeedbackExporter().from_notebook_node(read(), {"nbgrader": grades})
    (tmp_path / "page.html").write_text(page, "utf-8")
    test_result = check_file(browser, tmp_path / "page.html", theme, code=True)
    assert test_result.ours + test_result.theirs == []
    assert test_result.passed > 15


BAD = {
    "svg-img-alt": '<svg role="img" width="9" height="9"><path d="M0 0h9v9"/></svg>',
    "link-name": '<a href="https://example.org"></a>',
    "label": '<input type="text">',
    "color-contrast": '<p style="color: #aaa; background: #fff">faint</p>',
    "list": "<ul><p>x</p></ul>",
}


def test_axe_finds_our_errors_and_separates_those_of_others(browser, tmp_path):
    """Without this test, an empty list of errors could mean that axe does not work."""
    outputs = [new_output("display_data", {"text/html": html}) for html in BAD.values()]
    code = new_code_cell("# a comment", outputs=outputs, execution_count=1)
    notebook = new_notebook(cells=[new_markdown_cell("# Title\n\n### Skipped"), code])
    page = export(notebook, "light", tmp_path / "page.html")
    test_result = check_file(browser, page, "light", code=True)
    assert {place.split(":")[0] for place in test_result.ours} == {*BAD, "heading-order"}
    # Each entry of the list of exceptions is needed.
    assert any("jp-InputPrompt" in place for place in test_result.theirs)
    assert any('class="c1"' in place for place in test_result.theirs)
    assert len(THEIRS) == 2


def test_a_picture_without_a_text_alternative_gets_the_filler(tmp_path):
    output = new_output("display_data", {"image/png": PNG, "text/plain": "<Figure size 1x1>"})
    notebook = new_notebook(cells=[new_code_cell("1", outputs=[output])])
    assert FILLER in export(notebook, "light", tmp_path / "page.html").read_text("utf-8")
