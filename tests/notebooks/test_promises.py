"""nbval over every notebook: passes as stored, fails when a promise is broken."""

import shutil

import nbformat
import pytest

from autograder.errors import UserError
from autograder.release.source_notebook import check_outputs, refresh_expected_outputs, use_names
from tests.cpu import NARROW
from tests.instructor import DINOSAURS, NOTEBOOK, ROOT, SHAKESPEARE, read

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*/*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_are_as_promised_on_an_older_processor_too(path):
    """On this one they are, or the tests of a release would have none to look at."""
    assert " passed" in check_outputs(path, NARROW)


@pytest.fixture
def copy(tmp_path):
    """The notebook in a folder of its own, quick to run: what needs training is left out."""
    target = tmp_path / "notebook" / NOTEBOOK.name
    target.parent.mkdir()
    (tmp_path / "data").mkdir()
    shutil.copyfile(ROOT / "data" / "dinos.txt", tmp_path / "data" / "dinos.txt")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    notebook.cells = [
        c for c in notebook.cells if "skip-execution" not in c.metadata.get("tags", [])
    ]
    nbformat.write(notebook, target)
    return target


def change(path, old, new):
    content = path.read_text()
    assert old in content
    path.write_text(content.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("loss = 126.503975722", "loss = 126.503975723"),
        ("= 0.29713815361", "= 0.29713815360"),
        ("the first 38: 12 17 24", "the first 38: 12 17 25"),
        ("1,473 names", "1,474 names"),
    ],
)
def test_a_changed_figure_is_found(copy, old, new):
    change(copy, old, new)
    with pytest.raises(UserError, match="does not keep its promises") as error:
        check_outputs(copy)
    assert "1 failed" in str(error.value)


def short_training(copy, log):
    """Replace the notebook by one cell that prints a training log, stored with another."""
    notebook = nbformat.read(copy, as_version=4)
    cell = nbformat.v4.new_code_cell(f"print({log[0]!r})", execution_count=1)
    cell.outputs = [nbformat.v4.new_output("stream", text=log[1] + "\n")]
    notebook.cells = [cell]
    nbformat.write(notebook, copy)


def test_the_log_is_promised_up_to_the_horizon(copy):
    """A name before it counts, a loss after it does not."""
    begin, later = "Iteration: 8000, Loss: 24.3\n\nTroenesaurus\n", "Iteration: 10000, Loss: 23.8\n"
    short_training(copy, (begin + later, begin + later.replace("23.8", "23.9") + "Xon\n"))
    check_outputs(copy)
    short_training(copy, (begin + later, begin.replace("Troen", "Troon") + later))
    with pytest.raises(UserError, match="does not keep its promises"):
        check_outputs(copy)


def test_one_epoch_promises_nothing(copy):
    """What the trained machine comes to does."""
    table = "this machine, trained  2.12\nthis machine, after your epoch  2.37\n"
    short_training(copy, (table, table.replace("2.37", "2.41")))
    check_outputs(copy)
    short_training(copy, (table, table.replace("2.12", "2.13")))
    with pytest.raises(UserError, match="does not keep its promises"):
        check_outputs(copy)


@pytest.mark.parametrize(("assignment", "count"), [(DINOSAURS, 4), (SHAKESPEARE, 2)])
def test_what_students_are_told_to_expect_is_what_came_out(assignment, count):
    notebook = read(assignment)
    before = [cell.source for cell in notebook.cells]
    assert sum("expected_output" in cell.metadata for cell in notebook.cells) == count
    refresh_expected_outputs(notebook)
    assert [cell.source for cell in notebook.cells] == before
    assert all("```text\n```" not in source for source in before)


def test_a_notebook_without_a_list_cannot_take_another():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")])
    with pytest.raises(UserError, match="load_data"):
        use_names(notebook, "cities.txt")
