"""What every walk through a notebook does: solve, look, make a mistake, and mend it."""

import re
import textwrap

import pytest
from playwright.sync_api import expect

from rnn_utils import checks
from tests.autograder.student.lab import menu
from tests.instructor import SOLUTION, assignment_of, cell_source, read, solutions

STUB = "raise NotImplementedError"
DRAWS = r"^(figures|pictures)\."


def solution_lines(name):
    """What the instructor's notebook has between its grades."""
    source = cell_source(name, read(assignment_of(name)))
    return textwrap.dedent(SOLUTION.search(source)[1]).strip("\n").splitlines()


def with_stub_replaced(source, lines):
    """A released cell's source after a student has written her lines."""
    indentation = re.search(rf"^( *){STUB}", source, re.MULTILINE)[1]
    body = textwrap.indent("\n".join(lines), indentation)
    return re.sub(rf"^ *{STUB}.*$", lambda _: body, source, flags=re.MULTILINE)


def words(text):
    """A text without its line breaks and indentation, of which a page makes its own."""
    return " ".join(text.split())


def with_source(notebook, pattern):
    """Ids of the code cells that have a line like that."""
    found = re.compile(pattern, re.MULTILINE)
    cells = notebook.read().cells
    return [cell.id for cell in cells if cell.cell_type == "code" and found.search(cell.source)]


def solve(notebook, stubs, exercises, keyed=None):
    """Type the functions, one of them key by key, and give what their cells then hold."""
    solved = {}
    for name in exercises:
        lines = solution_lines(name)
        notebook.type_over(name, STUB, lines, keys=name == keyed)
        solved[name] = with_stub_replaced(stubs[name], lines)
        notebook.picture(notebook.page, f"03-typed-{name}")
    return solved


def check_outputs(notebook, calls, figures):
    """Nothing failed; each check, promised number and figure is there, at least so many of them."""
    page, cells = notebook.page, notebook.read().cells
    # JupyterLab shows errors as what it shows stderr as.
    unwanted = page.locator('[data-mime-type="application/vnd.jupyter.stderr"]')
    assert unwanted.all_text_contents() == []
    called = {cell.id: cell.source.count("checks.") for cell in cells if cell.cell_type == "code"}
    assert sum(called.values()) >= calls
    for name, times in called.items():
        assert notebook.text(name).count("Passed:") == times, name
    for cell in cells:
        promise = cell.metadata.get("expected_output", {"until": 0})
        if "until" not in promise:
            expected = re.search(r"```text\n(.*?)```", cell.source, re.DOTALL)[1]
            assert words(expected) in words(notebook.text(promise["of"]))
    drawn = with_source(notebook, DRAWS)
    assert len(drawn) >= figures
    for name in drawn:
        check_figures(notebook, name)


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
    notebook.picture(output, f"figure-{name}")


def check_bar_is_full(notebook):
    """Training has come to its end: the bar says so, above one curve."""
    training = notebook.output("train")
    training.scroll_into_view_if_needed()
    assert training.get_by_role("img").count() == 1
    bar = training.get_by_role("progressbar")
    assert bar.get_attribute("value") == bar.get_attribute("max")


def interrupt(notebook, name):
    """Press the stop button once a cell's bar moves; what comes after the cell has to go on."""
    bar = notebook.output(name).get_by_role("progressbar")
    # The cells before it have to run first, which takes long on a busy machine.
    expect(bar).to_have_attribute("value", re.compile("[1-9]"), timeout=300_000)
    notebook.page.get_by_role("button", name="Interrupt the kernel").click()
    expect(notebook.cell(name).locator(".jp-InputPrompt")).to_have_text(re.compile("[0-9]"))
    assert 0 < int(bar.get_attribute("value")) < int(bar.get_attribute("max"))


def break_and_mend(notebook, check, wrong, solved, mistake):
    """Make a mistake, read what it is in cell and validation, and put it right again.

    Parameters
    ----------
    notebook : tests.autograder.student.lab.Notebook
        With the exercise solved.
    check : tuple of str
        The exercise, and the part of it that a visible check and its cell are named after.
    wrong, solved : str
        Sources of the exercise's cell.
    mistake : str
        What the message about it holds.
    """
    page, name = notebook.page, check[0]
    called, cell = "_".join(check), "test-" + "-".join(check)
    space = solutions(assignment_of(name))
    exec(wrong, space)
    with pytest.raises(AssertionError, match=mistake) as told:
        getattr(checks, called)(space[name])
    message = str(told.value).splitlines()[0]

    notebook.rewrite(name, wrong)
    notebook.run(name)
    notebook.run(cell)
    assert message in words(notebook.text(cell))
    notebook.picture(page, "05-broken")
    notebook.save()
    assert message in validated(notebook, "06-validated-broken")

    notebook.rewrite(name, solved)
    notebook.run(name)
    notebook.run(cell)
    assert "Passed:" in notebook.text(cell)
    notebook.save()
    assert "Success" in validated(notebook, "07-validated")


def validated(notebook, name):
    """Press nbgrader's button; give what it says."""
    page = notebook.page
    page.get_by_role("button", name="Validate").click()
    said = page.get_by_role("dialog")
    expect(said).to_contain_text(re.compile("Success|failed"))
    notebook.picture(page, name)
    text = words(said.inner_text())
    said.get_by_role("button", name="Ok").click()
    expect(said).to_have_count(0)
    return text


def in_the_dark(notebook):
    """Keep pictures of training and figures in JupyterLab's dark theme."""
    page = notebook.page
    menu(page, "Settings", "Theme", "JupyterLab Dark")
    expect(page.locator('body[data-jp-theme-light="false"]')).to_have_count(1)
    for name in ("train", *with_source(notebook, DRAWS)):
        # What comes into view moves what is below it: first there, then the picture.
        notebook.output(name).scroll_into_view_if_needed()
        notebook.picture(notebook.output(name), f"dark-{name}")
    menu(page, "Settings", "Theme", "JupyterLab Light")


def section_by_section(notebook):
    """Keep a picture of each section, with room for it."""
    page, before = notebook.page, notebook.page.viewport_size
    page.keyboard.press("Control+B")  # the list of files makes room
    page.set_viewport_size({"width": 1100, "height": 1400})
    notebook.pictures()
    page.keyboard.press("Control+B")
    page.set_viewport_size(before)
