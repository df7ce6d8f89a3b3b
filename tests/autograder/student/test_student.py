"""A student's whole way, in Chromium: fetch, solve, run, look, hand in, read feedback."""

import re
import shutil
import textwrap

import nbformat
import numpy as np
import pytest
from playwright.sync_api import expect

from autograder.demo import filled_in
from autograder.source import solution_cells
from rnn_utils import checks
from tests.autograder.formgrader.server import served
from tests.autograder.student.lab import WIDE, Notebook, at, menu, picture
from tests.autograder.tiny import NAME
from tests.instructor import EXERCISES, SOLUTION, cell_source, read

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader's, of SQLAlchemy
STUB = "raise NotImplementedError"
ONLY_FROM_ABOVE = """\
for array in gradients.values():
    np.minimum(array, maxValue, out=array)
return gradients
"""
TALL = {"width": 1100, "height": 1400}


def solution_lines(name):
    """What the instructor's notebook has between its marks."""
    return textwrap.dedent(SOLUTION.search(cell_source(name))[1]).strip("\n").splitlines()


def with_stub_replaced(source, lines):
    """A released cell's source after a student has written her lines."""
    indentation = re.search(rf"^( *){STUB}", source, re.MULTILINE)[1]
    body = textwrap.indent("\n".join(lines), indentation)
    return re.sub(rf"^ *{STUB}.*$", lambda _: body, source, flags=re.MULTILINE)


def words(text):
    """A text without its line breaks and indentation, of which a page makes its own."""
    return " ".join(text.split())


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
        solved = solve(notebook, stubs)
        print(f"Run All of a fresh kernel: {notebook.run_all():.1f} s in JupyterLab")
        picture(page, "04-all-run")
        check_outputs(notebook)
        names_in(notebook)
        move_slider(notebook)
        page.keyboard.press("Control+B")  # the list of files makes room
        page.set_viewport_size(TALL)
        notebook.pictures()
        page.keyboard.press("Control+B")
        page.set_viewport_size(WIDE)
        break_and_mend(notebook, stubs["clip"], solved["clip"])
        stored = {cell.id: cell.source for cell in notebook.read().cells}
        assert stored == {**stubs, **solved}
        in_the_dark(notebook)
        hand_in(page)
        machine.instructor("nbgrader", "collect", NAME)
        machine.instructor("autograder", "mark", NAME)
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


def solve(notebook, stubs):
    """Type the four functions, and give what their cells then hold."""
    solved = {}
    for name in EXERCISES:
        lines = solution_lines(name)
        notebook.type_over(name, STUB, lines, keys=name == "clip")
        solved[name] = with_stub_replaced(stubs[name], lines)
        picture(notebook.page, f"03-typed-{name}")
    return solved


def check_outputs(notebook):
    """Nothing failed; each check, promised number and figure is there."""
    page, cells = notebook.page, notebook.read().cells
    # JupyterLab shows errors as what it shows stderr as.
    unwanted = page.locator('[data-mime-type="application/vnd.jupyter.stderr"]')
    assert unwanted.all_text_contents() == []
    called = {cell.id: cell.source.count("checks.") for cell in cells if cell.cell_type == "code"}
    assert sum(called.values()) >= 13
    for name, times in called.items():
        assert notebook.text(name).count("Passed:") == times, name
    for cell in cells:
        promise = cell.metadata.get("expected_output", {"until": 0})
        if "until" not in promise:
            expected = re.search(r"```text\n(.*?)```", cell.source, re.DOTALL)[1]
            assert words(expected) in words(notebook.text(promise["of"]))
    drawn = with_source(notebook, r"^figures\.")
    assert len(drawn) >= 4
    for name in drawn:
        check_figures(notebook, name)


def with_source(notebook, pattern):
    """Ids of the code cells that have a line like that."""
    found = re.compile(pattern, re.MULTILINE)
    cells = notebook.read().cells
    return [cell.id for cell in cells if cell.cell_type == "code" and found.search(cell.source)]


def check_figures(notebook, name):
    """A cell shows a figure that can be seen, and is told to those who cannot see it."""
    output = notebook.output(name)
    output.scroll_into_view_if_needed()
    figures = output.get_by_role("img").all()
    assert figures, name
    for figure in figures:
        box = figure.bounding_box()
        assert min(box["width"], box["height"]) > 100, (name, box)
        expect(figure).to_have_accessible_name(re.compile(r"\w.{20,}", re.DOTALL))
    picture(output, f"figure-{name}")


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
    training = notebook.output("train")
    training.scroll_into_view_if_needed()
    newest = training.get_by_role("listitem").all_inner_texts()
    assert len(newest) == 7
    assert training.get_by_role("img").count() == 1
    bar = training.get_by_role("progressbar")
    assert bar.get_attribute("value") == bar.get_attribute("max")
    christened = notebook.text("names")
    assert len(re.findall(r"[A-Z][a-z]+", christened)) >= 20
    assert "saurus" in christened
    return newest


def break_and_mend(notebook, stub, solved):
    """Make a mistake, read what it is in cell and validation, and put it right again."""
    page = notebook.page
    notebook.rewrite("clip", with_stub_replaced(stub, ONLY_FROM_ABOVE.splitlines()))
    notebook.run("clip")
    notebook.run("test-clip-range")
    space = {"np": np}
    exec("def clip(gradients, maxValue):\n" + textwrap.indent(ONLY_FROM_ABOVE, "    "), space)
    with pytest.raises(AssertionError, match="above") as told:
        checks.clip_range(space["clip"])
    message = str(told.value).splitlines()[0]
    assert message in words(notebook.text("test-clip-range"))
    picture(page, "05-broken")
    notebook.save()
    assert message in validated(page, "06-validated-broken")

    notebook.rewrite("clip", solved)
    notebook.run("clip")
    notebook.run("test-clip-range")
    assert "Passed:" in notebook.text("test-clip-range")
    notebook.save()
    assert "Success" in validated(page, "07-validated")


def validated(page, name):
    """Press nbgrader's button; give what it says."""
    page.get_by_role("button", name="Validate").click()
    said = page.get_by_role("dialog")
    expect(said).to_contain_text(re.compile("Success|failed"))
    picture(page, name)
    text = words(said.inner_text())
    said.get_by_role("button", name="Ok").click()
    expect(said).to_have_count(0)
    return text


def in_the_dark(notebook):
    """Keep pictures of training and figures in JupyterLab's dark theme."""
    page = notebook.page
    menu(page, "Settings", "Theme", "JupyterLab Dark")
    expect(page.locator('body[data-jp-theme-light="false"]')).to_have_count(1)
    for name in ("train", *with_source(notebook, r"^figures\.")):
        # What comes into view moves what is below it: first there, then the picture.
        notebook.output(name).scroll_into_view_if_needed()
        picture(notebook.output(name), f"dark-{name}")
    menu(page, "Settings", "Theme", "JupyterLab Light")


def hand_in(page):
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
    nbformat.write(filled_in(path, solution_cells(read())), path)
    with (
        served(folder, "jupyter-notebook", machine.keep) as home,
        at(browser, home, f"notebooks/{NAME}.ipynb", "notebook-7") as page,
    ):
        notebook = Notebook(page, path)
        picture(page, "10-notebook-7")
        menu(page, "Run", "Run All Cells")
        bar = notebook.output("train").get_by_role("progressbar")
        expect(bar).to_have_attribute("value", re.compile("[1-9]"))
        page.get_by_role("button", name="Interrupt the kernel").click()
        # The cells after it go on, with the parameters as they were then.
        expect(notebook.cell("names").locator(".jp-InputPrompt")).to_have_text(re.compile("[0-9]"))
        assert 0 < int(bar.get_attribute("value")) < int(bar.get_attribute("max"))
        assert len(notebook.text("names").splitlines()) == 20
        notebook.output("train").scroll_into_view_if_needed()
        picture(page, "11-notebook-7-interrupted")
        check_figures(notebook, "unrolled")
