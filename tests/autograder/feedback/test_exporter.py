"""What a feedback page says, what it hides, and how large it can become."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from traitlets.config import Config

from autograder.feedback.cells import views
from autograder.feedback.exporter import FeedbackExporter, rejection_page
from autograder.feedback.pictures import Allowance
from autograder.grading.test_cells import without_regions
from tests.autograder.feedback.payloads import png, text64
from tests.instructor import HIDDEN, read


def known(grade_id, **more):
    return {"nbgrader": {"grade_id": grade_id, "grade": False, "solution": False, **more}}


def toy():
    """One answer, one test that failed, one written answer with a comment."""
    return new_notebook(
        cells=[
            new_markdown_cell("# Toy\n\n### Skipped a level\n\n## And back"),
            new_code_cell("def add(a, b):\n    return a", metadata=known("add", solution=True)),
            new_code_cell(
                "add(1, 2)\n### BEGIN HIDDEN TESTS\nassert add(20, 3) == 23\n### END HIDDEN TESTS",
                metadata=known("test-add", grade=True, score=0.5, points=2.0),
                outputs=[
                    new_output("stream", name="stdout", text="add(1, 2) is 1"),
                    new_output(
                        "error",
                        ename="AssertionError",
                        evalue="add <3",
                        traceback=["assert add(20, 3) == 23"],
                    ),
                ],
            ),
            new_markdown_cell(
                "Because.",
                metadata=known(
                    "why", grade=True, solution=True, score=2.5, points=3.0, comment="*Nearly*"
                ),
            ),
        ]
    )


def words(page):
    body = page[page.index("<body>") :]
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


def test_page_says_what_counts(export):
    page = export(toy(), score=3.0, max_score=5.0, late_penalty=0.25)
    text = words(page)
    for part in (
        "Score: 3 / 5",
        "test-add 0.5 2",
        "why 2.5 3",
        "Points subtracted because the submission was late: 0.25",
        "Test: test-add Score: 0.5 / 2",
        "AssertionError: add &lt;3",
        "add(1, 2) is 1",
        "Comment Nearly",
    ):
        assert part in text
    assert "<em>Nearly</em>" in page


def test_no_penalty_no_word_of_it(export):
    assert "late" not in words(export(toy()))


def test_page_is_in_order_for_a_screen_reader(export):
    page = export(toy())
    levels = [int(level) for level in re.findall(r"<h([1-6])>", page)]
    assert levels == [1, 2, 2, 3, 4, 4]
    assert '<html lang="en">' in page
    assert "<title>toy</title>" in page
    assert page.index("Content-Security-Policy") < page.index("<meta charset")
    # The links of the table lead somewhere.
    for target in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{target}"' in page


def hidden_lines(source):
    """Lines of hidden regions, found in another way than by the code under test."""
    lines = {line.strip() for region in HIDDEN.findall(source) for line in region.split("\n")}
    return {line for line in lines if len(line) > 8}


def test_no_line_of_a_hidden_region_is_in_the_page(export):
    """Of the real notebook, with tracebacks that quote them, as stock nbgrader leaves it."""
    notebook, secret = read(), set()
    for number, cell in enumerate(notebook.cells):
        secret |= hidden_lines(cell.source)
        if cell.cell_type == "code" and HIDDEN.search(cell.source):
            cell.metadata.nbgrader.update(score=0, points=1)
            frame = f"Cell {number}\n----> 1 {cell.source}"
            cell.outputs = [new_output("error", ename="E", evalue="no", traceback=[frame])]
    assert len(secret) > 50
    # A line that students see elsewhere in the notebook is no secret.
    visible_part = "\n".join(without_regions(cell.source) for cell in notebook.cells)
    secret = {line for line in secret if line not in visible_part}
    assert len(secret) > 50
    text = " ".join(html.unescape(re.sub(r"<[^>]*>", "", export(notebook))).split())
    assert [line for line in secret if " ".join(line.split()) in text] == []
    assert "HIDDEN TESTS" not in text


B, E = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (f"a\n{B}\nsecret\n{E}\nb", "a\n(hidden)\nb"),
        (f"a\n{B}\nsecret\n{E}\n{B}\nsecret\n{E}", "a\n(hidden)\n(hidden)"),
        (f"a\n{B}\nsecret", "a\n(hidden)"),
        (f"secret\n{E}\nb", "(hidden)\nb"),
        (f"a\n{B}\nsecret\n{B}\nsecret\n{E}\nsecret", "a\n(hidden)"),
        (f"a\n  {B} x\rsecret\r{E}\rb", "a\n(hidden)\nb"),
        ("a\n# BEGIN MARK SCHEME\nsecret\n# END MARK SCHEME\nb", "a\n(hidden)\nb"),
        (f"a\n{B} {E}\nb", "a\n(hidden)\nb"),
    ],
)
def test_regions(source, shown):
    assert without_regions(source, placeholder="(hidden)") == shown


@given(st.lists(st.sampled_from([B, E, "# BEGIN MARK SCHEME", "# END MARK SCHEME", "x"])))
def test_what_follows_a_beginning_is_hidden_until_its_end(lines):
    source = "\n".join(f"secret{n}" if line == "x" else line for n, line in enumerate(lines))
    shown = without_regions(source)
    assert "BEGIN" not in shown
    assert "END" not in shown
    for n, line in enumerate(lines):
        before, after = lines[:n], lines[n + 1 :]
        balance = before.count(B) - before.count(E)
        if line == "x" and (balance > 0 or (E in after and B not in lines)):
            assert f"secret{n}" not in shown.split("\n")


def test_delimiters_come_from_the_configuration():
    config = Config()
    config.ClearHiddenTests.begin_test_delimeter = "VERSTECKT"
    config.ClearHiddenTests.end_test_delimeter = "SICHTBAR"
    notebook = new_notebook(cells=[new_code_cell("a\n# VERSTECKT\nsecret\n# SICHTBAR")])
    page, _ = FeedbackExporter(config=config).from_notebook_node(notebook, {"nbgrader": {}})
    assert "secret" not in page
    assert "VERSTECKT" not in page


def test_formgraders_settings_do_not_reach_the_page():
    """nbgrader's API sets the template of every HTMLExporter."""
    config = Config()
    config.HTMLExporter.template_name = "feedback"
    config.HTMLExporter.preprocessors = ["no.such.thing"]
    page, _ = FeedbackExporter(config=config).from_notebook_node(toy(), {"nbgrader": {}})
    assert "<script" not in page


def test_directional_overrides_show_in_code(export):
    page = export(new_notebook(cells=[new_code_cell("if level != '\u202euser': pass")]))
    assert "⟨U+202E⟩" in page
    assert "\u202e" not in page


def large(cells, output):
    return new_notebook(cells=[new_code_cell("1", outputs=[output]) for _ in range(cells)])


@pytest.mark.parametrize(
    "output",
    [
        new_output("stream", text="x" * 19_000),
        new_output("stream", text="\xa0" * 19_000),
        new_output("stream", text="<&>" * 6_000),
        new_output("display_data", {"text/html": "<p>" * 60_000}),
        new_output("display_data", {"image/svg+xml": f"<svg><desc>{'x' * 900_000}</desc></svg>"}),
    ],
    ids=["text", "no-break spaces", "escapes", "html", "drawings"],
)
def test_page_stays_small(export, output):
    page = export(large(400, output))
    assert len(page.encode()) < 5_300_000
    assert "left out" in page


def test_parsing_is_bounded_and_what_is_not_parsed_is_shown(export):
    page = export(new_notebook(cells=[new_markdown_cell("<i>x</i>" * 2_400) for _ in range(60)]))
    assert "<p><i>x</i>" in page
    assert "<pre>&lt;i&gt;x" in page


def test_pictures_stay_within_what_a_browser_can_draw(export):
    output = new_output("display_data", {"image/png": text64(png(4_000, 4_000))})
    assert export(large(50, output)).count("<img") == 100_000_000 // 16_000_000


def test_scores_are_shown_even_when_nothing_else_fits(export):
    full = new_notebook(
        cells=[new_raw_cell("x" * 19_000) for _ in range(3)]
        + [new_raw_cell("") for _ in range(8_000)]
        + toy().cells
    )
    page = export(full)
    assert len(page.encode()) < 5_300_000
    assert "Test: test-add Score: 0.5 / 2" in words(page)
    assert "more cells are left out" in page


@pytest.mark.parametrize(
    "cell",
    [
        {},
        {"cell_type": "code", "metadata": {"nbgrader": "x"}, "source": 3, "outputs": 3},
        {"cell_type": "code", "metadata": {"nbgrader": {"grade": 1}}, "source": "", "outputs": [1]},
        {"cell_type": "markdown", "source": "![x](attachment:a)", "attachments": {"a": 3}},
        {"cell_type": "raw", "source": "<script>"},
        {"cell_type": "<script>", "source": "<script>"},
    ],
)
def test_cells_that_are_not_as_they_should_be(cell):
    (view,) = views([cell], "python", Allowance())
    assert "<script" not in view.source


def test_rejection_page_shows_the_reason():
    page = rejection_page("toy", "It is <b>no</b> notebook.")
    assert "It is &lt;b&gt;no&lt;/b&gt; notebook." in page
    assert "<h1>toy could not be graded</h1>" in page
