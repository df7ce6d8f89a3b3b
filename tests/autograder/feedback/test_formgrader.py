"""Formgrader's page of a hostile submission: served by the real server, opened in Chromium."""

import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.feedback.formgrader import formgrader_policy, harmless_cell, safe_markdown
from autograder.feedback.pictures import Allowance
from tests.autograder.conftest import SCRIPTS
from tests.autograder.feedback.payloads import JS, hostile_notebook
from tests.autograder.formgrader import server

TOKEN = {"Authorization": f"token {server.SECRET}"}
CONFIGURATION = """
from autograder.config import configure
c = get_config()
configure(c)
"""
# In a process of its own, since nbgrader's database warns of itself.
GRADEBOOK = """
import sys
from nbgrader.api import Gradebook
with Gradebook(sys.argv[1], "dinosaur_land") as gradebook:
    gradebook.add_assignment("toy")
    gradebook.add_notebook("toy", "toy")
    for name in ("test-add", "test-sub"):
        gradebook.add_grade_cell(name, "toy", "toy", max_score=4, cell_type="code")
        gradebook.add_source_cell(name, "toy", "toy", cell_type="code")
    gradebook.add_student("eve")
    print(gradebook.add_submission("toy", "eve").notebooks[0].id)
"""


def submit(course, notebook):
    """Make a course with one graded submission, and give formgrader's id of it."""
    for name in ("test-add", "test-sub"):
        source = "x\n### BEGIN HIDDEN TESTS\nassert add(20, 3) == 23\n### END HIDDEN TESTS"
        cell = new_code_cell(source, id=name)
        cell.metadata.nbgrader = {
            "schema_version": 3,
            "grade_id": name,
            "grade": True,
            "points": 4,
            "solution": False,
            "locked": True,
            "task": False,
        }
        notebook.cells.insert(0, cell)
    nbformat.validate(notebook)
    file = course / "course" / "autograded" / "eve" / "toy" / "toy.ipynb"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(notebook))
    url = f"sqlite:///{course / 'course' / 'gradebook.db'}"
    # nbgrader starts alembic by name.
    path = os.pathsep.join([str(SCRIPTS), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-c", GRADEBOOK, url],
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": path},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@contextmanager
def served(notebook, configured, course):
    """Serve formgrader, with our configuration or without, and give the submission's address."""
    identity = submit(course, notebook)
    more = "" if configured else 'c.pop("HTMLExporter")\n'
    (course / "nbgrader_config.py").write_text(CONFIGURATION + more)
    with server.served(course) as home:
        yield f"{home}/formgrader/submissions/{identity}/"


def test_stock_formgrader_runs_what_a_student_wrote(browser, tmp_path):
    """Else the test below would show nothing."""
    notebook = new_notebook(cells=[new_markdown_cell(f"<script>{JS}</script>")])
    with (
        served(notebook, False, tmp_path) as address,
        browser.visit(address, extra_http_headers=TOKEN) as visit,
    ):
        assert visit.dialogs == ["1"]


def test_ours_runs_its_own_scripts_and_no_other(browser, tmp_path):
    notebook = hostile_notebook("http://127.0.0.1:9")
    with (
        served(notebook, True, tmp_path) as address,
        browser.visit(address, settle=2000, extra_http_headers=TOKEN) as visit,
    ):
        page, home = visit.page, address.partition("/formgrader")[0]
        page.evaluate(
            "document.querySelectorAll('#notebook a, #notebook summary').forEach(e => e.click())"
        )
        page.wait_for_timeout(500)
        assert page.evaluate("window.pwned === undefined")
        assert (visit.dialogs, visit.popups) == ([], [])
        assert [asked for asked in visit.requests if not asked.startswith(home)] == []
        # Instructors see hidden tests, points and their largest number, and can set them.
        assert page.content().count("BEGIN HIDDEN TESTS") == 2
        score = page.locator("input#test-add")
        with page.expect_response(lambda answer: "/api/grade/" in answer.url) as saved:
            score.fill("3")
            score.blur()
        assert saved.value.ok
        assert page.locator("a.name-shown").is_hidden()
        page.click("span.glyphicon.name-hidden")
        assert page.locator("a.name-shown").is_visible()
        assert visit.console == []


def hostile_cell(**more):
    evil = f'"><script>{JS}</script>'
    grading = {"grade_id": evil, "grade": True, "points": evil}
    return nbformat.from_dict(
        {
            "cell_type": "code",
            "source": "1",
            "id": evil,
            "execution_count": evil,
            "metadata": {"tags": [evil], "nbgrader": grading},
            "outputs": [{"output_type": evil}],
            **more,
        }
    )


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"cell_type": "raw"},
        {"cell_type": "markdown", "attachments": {"x": 3}},
        {"cell_type": f"<script>{JS}</script>", "type": "<script>"},
        {"metadata": {"nbgrader": 3}},
        {"source": 3, "outputs": None},
    ],
    ids=str,
)
def test_cells_that_nbformat_would_reject_are_harmless_too(more):
    made = harmless_cell(hostile_cell(**more), "cell 1", Allowance())
    assert "script" not in json.dumps(made)
    assert made.cell_type in ("code", "markdown")


def test_what_an_instructor_needs_stays():
    cell = hostile_cell(id="a-1", execution_count=3)
    cell.metadata.nbgrader = {"grade_id": "t-1", "grade": True, "points": 2, "task": False}
    cell.outputs = [{"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["line 1"]}]
    made = harmless_cell(cell, "cell 1", Allowance())
    assert (made.id, made.execution_count, made.source) == ("a-1", 3, "1")
    assert made.metadata.nbgrader.grade_id == "t-1"
    assert made.metadata.nbgrader.points == 2
    assert made.outputs[0].data["text/html"] == "<pre>line 1</pre>"


def test_links_of_a_student_lead_nowhere():
    """On this address a link can do what a script does, by way of nbgrader's other pages."""
    link = '<a href="http://127.0.0.1/formgrader/manage_students/%22;alert(1)//">look</a> <b>x</b>'
    output = new_output("display_data", {"text/html": link})
    made = harmless_cell(new_code_cell("1", outputs=[output]), "cell 1", Allowance())
    for shown in (made.outputs[0].data["text/html"], safe_markdown({"cell": {}}, link)):
        assert "look" in shown
        assert "<b>x</b>" in shown
        assert "href" not in shown
    assert "href" not in safe_markdown({"cell": {}}, "[look](http://127.0.0.1) <http://a.b/c>")


def test_policy_allows_only_what_nbgrader_brings():
    policy = formgrader_policy('<i onclick="a();"></i><script type="x">b();</script>', "N")
    scripts = re.search(r"script-src ([^;]*);", policy)[1].split()
    assert scripts[:2] == ["'nonce-N'", "'unsafe-hashes'"]
    assert len(scripts) == 4
    assert "unsafe-inline" not in policy.replace("style-src 'self' 'unsafe-inline'", "")
