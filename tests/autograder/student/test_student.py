"""A student's whole way, in Chromium: fetch, solve, run, look, submit, read feedback."""

import re
import shutil

import nbformat
import pytest
from playwright.sync_api import expect

from autograder.demo import fill_in_solutions
from autograder.release.source_notebook import read_solutions
from tests.autograder.formgrader.server import served
from tests.autograder.student.lab import Notebook, at, menu, picture
from tests.autograder.student.walk import (
    break_and_mend,
    check_bar_is_full,
    check_figures,
    check_outputs,
    in_the_dark,
    interrupt,
    section_by_section,
    solve,
    with_source,
    with_stub_replaced,
)
from tests.autograder.tiny import NAME
from tests.instructor import EXERCISES, read

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader's, of SQLAlchemy
ONLY_FROM_ABOVE = """\
for array in gradients.values():
    np.minimum(array, maxValue, out=array)
return gradients
"""


def test_a_student_goes_the_whole_way(machine, browser):
    path = machine.home / NAME / f"{NAME}.ipynb"
    with (
        served(machine.home, "jupyter-lab", machine.keep) as home,
        at(browser, home, "lab", "lab") as page,
    ):
        fetch(page)
        notebook = Notebook(page, path)
        picture(page, "02-opened")
        stubs = {cell.id: cell.source for cell in notebook.read().cells}
        solved = solve(notebook, stubs, EXERCISES, keyed="clip")
        print(f"Run All of a fresh kernel: {notebook.run_all():.1f} s in JupyterLab")
        picture(page, "04-all-run")
        check_outputs(notebook, calls=13, figures=4)
        names_in(notebook)
        move_slider(notebook)
        section_by_section(notebook)
        wrong = with_stub_replaced(stubs["clip"], ONLY_FROM_ABOVE.splitlines())
        break_and_mend(notebook, ("clip", "range"), wrong, solved["clip"], "above")
        stored = {cell.id: cell.source for cell in notebook.read().cells}
        assert stored == {**stubs, **solved}
        in_the_dark(notebook)
        submit(page)
        machine.instructor("nbgrader", "collect", NAME)
        machine.instructor("autograder", "grade", NAME)
        machine.instructor("nbgrader", "release_feedback", NAME)
        read_feedback(page)


def fetch(page):
    """Fetch the assignment from JupyterLab's list and open its notebook."""
    menu(page, "Nbgrader", "Assignment List")
    page.locator("#released_assignments_list").get_by_role("button", name="Fetch").click()
    fetched = page.locator("#fetched_assignments_list")
    fetched.locator(".assignment-notebooks-link").click()
    link = fetched.locator(".nested_list_item").get_by_text(NAME)
    expect(link).to_be_visible()
    picture(page, "01-fetched")
    link.click()


def move_slider(notebook):
    """Names change with the temperature, set from the keyboard."""
    (name,) = with_source(notebook, r"^widgets\.")
    output = notebook.output(name)
    names, slider = output.get_by_role("list"), output.get_by_role("slider")
    before = names.text_content()
    assert before.strip()
    for _ in range(5):
        slider.press("ArrowRight")
    expect(names).not_to_have_text(before)
    picture(output, "temperature")


def names_in(notebook):
    """Names that the network has made up, as training and the cell after it show them."""
    check_bar_is_full(notebook)
    assert notebook.output("train").get_by_role("listitem").count() == 7
    christened = notebook.text("names")
    assert len(re.findall(r"[A-Z][a-z]+", christened)) >= 20
    assert "saurus" in christened


def submit(page):
    """Submit from JupyterLab's list."""
    page.get_by_role("tab", name="Assignments").click()
    page.locator("#fetched_assignments_list").get_by_role("button", name="Submit").click()
    expect(page.locator("#submitted_assignments_list .nested_list_item")).to_have_count(1)
    picture(page, "08-submitted")


def read_feedback(page):
    """Fetch the feedback and open its page by clicks in JupyterLab."""
    submitted = page.locator("#submitted_assignments_list")
    submitted.get_by_role("button", name="Fetch Feedback").click()
    submitted.get_by_text("view feedback").click()
    page.locator(".jp-DirListing-item", has_text=f"{NAME}.html").dblclick()
    feedback = page.frame_locator(".jp-HTMLViewer iframe")
    expect(feedback.locator("header")).to_contain_text("Score: 100 / 100")
    picture(page, "09-feedback")


def test_training_interrupted_in_notebook_7_keeps_what_was_learned(machine, browser):
    folder = machine.keep.parent / "notebook-7"
    shutil.copytree(machine.course / "course" / "release" / NAME, folder)
    path = folder / f"{NAME}.ipynb"
    nbformat.write(fill_in_solutions(path, read_solutions(read())), path)
    with (
        served(folder, "jupyter-notebook", machine.keep) as home,
        at(browser, home, f"notebooks/{NAME}.ipynb", "notebook-7") as page,
    ):
        notebook = Notebook(page, path)
        picture(page, "10-notebook-7")
        menu(page, "Run", "Run All Cells")
        interrupt(notebook, "train")
        # The cells after it go on, with the parameters as they were then.
        expect(notebook.cell("names").locator(".jp-InputPrompt")).to_have_text(re.compile("[0-9]"))
        assert len(notebook.text("names").splitlines()) == 20
        notebook.output("train").scroll_into_view_if_needed()
        picture(page, "11-notebook-7-interrupted")
        check_figures(notebook, "unrolled")
