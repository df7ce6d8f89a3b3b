"""The Shakespeare notebook as a student meets it, in JupyterLab, with a shorter text."""

import importlib.util
import re

import nbformat
import pytest
from playwright.sync_api import expect

from tests.autograder.formgrader.server import served
from tests.autograder.student.lab import Notebook, at, menu
from tests.autograder.student.walk import (
    break_and_mend,
    check_bar_is_full,
    check_outputs,
    in_the_dark,
    interrupt,
    section_by_section,
    solve,
)
from tests.axe import THEMES, reject_own_names
from tests.instructor import SHAKESPEARE
from tests.notebooks.accessible import findings

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader's, of SQLAlchemy
LENGTH = 150_000  # long enough for the alphabet of the trained weights; 132 steps
# The machine reads the accent as none, and leaves out the snowman.
LINE, READ = "My caf\u00e9\u2603 is a kingdom in the rain", "My cafe is a kingdom in the rain"
LINES = 8


@pytest.fixture(scope="module")
def text(reader):
    """The beginning of the plays, as the student's own module reads them, in a file."""
    spec = importlib.util.spec_from_file_location("verse_of_the_reader", reader.home / "verse.py")
    verse = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(verse)
    path = reader.folder / "short.txt"
    path.write_text(verse.load()[:LENGTH], "utf-8")
    return path


def test_a_student_writes_poems(reader, text, browser, monkeypatch):
    monkeypatch.setenv("TEXT", str(text))
    name = SHAKESPEARE.name
    with (
        served(reader.home, "jupyter-lab", reader.keep) as home,
        at(browser, home, f"lab/tree/{name}.ipynb", name) as page,
    ):
        notebook = Notebook(page, reader.home / f"{name}.ipynb", album=f"{name}/")
        notebook.picture(page, "02-opened")
        stubs = {cell.id: cell.source for cell in notebook.read().cells}
        solved = solve(notebook, stubs, SHAKESPEARE.exercises)
        menu(page, "Run", "Run All Cells")
        interrupt(notebook, "train")
        stopped = said_of_epoch(notebook)
        answer(notebook)
        notebook.wait_for_all()
        notebook.picture(page, "04-all-run")
        assert "Stopped after" in notebook.text("train")
        check_outputs(notebook, calls=4, figures=2)
        check_poem(notebook)
        check_tables(notebook)
        notebook.run("train")
        check_bar_is_full(notebook)
        assert said_of_epoch(notebook) < stopped
        section_by_section(notebook)
        wrong = solved["lstm_step"].replace("i, f, candidate, o =", "f, i, candidate, o =")
        break_and_mend(notebook, ("lstm_step", "gates"), wrong, solved["lstm_step"], "swapped")
        stored = {cell.id: cell.source for cell in notebook.read().cells}
        assert stored == {**stubs, **solved}
        in_the_dark(notebook)


@pytest.mark.parametrize("theme", THEMES)
def test_the_release_is_for_everybody(reader, browser, theme, tmp_path):
    notebook = nbformat.read(reader.release / f"{SHAKESPEARE.name}.ipynb", as_version=4)
    assert findings(notebook) == []
    reject_own_names(browser, notebook, theme, tmp_path)


def said_of_epoch(notebook):
    """Bits in validation, as the line below the training's curve says."""
    said = re.search(
        r"epoch 1: (\d\.\d{3}) bits in training, (\d\.\d{3}) in validation, \d+ s",
        notebook.text("train"),
    )
    return float(said[2])


def answer(notebook):
    """Type a first line where the notebook asks for one, after one that it cannot read."""
    page, output = notebook.page, notebook.output("poem")
    for typed in ("\u4f60\u597d", LINE):
        # Nobody has to look for it. The box of an earlier answer goes only a moment later.
        box = output.locator(".jp-Stdin-input:focus")
        expect(box).to_have_value("")
        expect(box).to_be_in_viewport()
        page.keyboard.type(typed)
        notebook.picture(page, f"04-typed-{len(typed)}")
        page.keyboard.press("Enter")
        expect(output).to_contain_text(typed)
    assert "The machine can read nothing of '\u4f60\u597d'" in notebook.text("poem")


def check_poem(notebook):
    """It begins with the student's line, goes on, and her line begins the other poems too."""
    asked, poem = notebook.text("poem").split(LINE)
    assert asked.count("The first line of your poem:") == 2
    said, first, *written = [line for line in poem.splitlines() if line]
    assert said.startswith("Left out") and said.endswith("\u2603")
    assert (first, len(written)) == (READ, LINES)
    told = "".join(map(notebook.text, ("poem", "temperatures", "words")))
    assert told.count("Left out") == 1
    assert notebook.text("temperatures").count(READ) == 3
    notebook.picture(notebook.output("poem"), "poem")


def rows(notebook, name):
    """Rows of the table below a cell: each row's header, and what stands in its last column."""
    (table,) = notebook.output(name).get_by_role("table").all()
    lines = [row.locator("th, td").all_text_contents() for row in table.get_by_role("row").all()]
    assert {len(line) for line in lines[1:]} == {len(lines[0])}
    return {line[0]: line[-1] for line in lines[1:]}


def check_tables(notebook):
    """Our trained machine is the best of all; each measurement has its table."""
    bits = {model: float(entry) for model, entry in rows(notebook, "bits").items()}
    assert min(bits, key=bits.get) == "this machine, trained"
    assert bits["this machine, after your epoch"] < bits["guessing evenly"]
    for name, least in (("build", 3), ("past", 5), ("words", 3)):
        assert len(rows(notebook, name)) >= least
    notebook.output("bits").scroll_into_view_if_needed()
    notebook.picture(notebook.output("bits"), "bits")
