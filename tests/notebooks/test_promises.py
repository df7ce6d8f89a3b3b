"""nbval over every notebook, as its users run it: passes as stored, fails for a changed figure."""

import os
import shutil
import subprocess
import sys

import nbformat
import pytest

from autograder.errors import UserError
from autograder.release.source_notebook import (
    check_outputs,
    refresh_expected_outputs,
    replace_name_list,
)
from tests.cpu import NARROW
from tests.instructor import DINOSAURS, NOTEBOOK, ROOT, SHAKESPEARE, read


def nbval(root, *paths, **environment):
    """Run ``pytest --nbval`` in a checkout, without further options."""
    command = [sys.executable, "-m", "pytest", "--nbval", *paths]
    return subprocess.run(
        command, cwd=root, capture_output=True, text=True, env={**os.environ, **environment}
    )


def test_outputs_are_as_promised_on_an_older_processor_too():
    """The tests of a release run nbval on this processor as it is."""
    done = nbval(ROOT, "notebooks", "-p", "no:cacheprovider", **NARROW)
    assert done.returncode == 0, done.stdout
    for path in (ROOT / "notebooks").glob("*/*.ipynb"):
        assert f"{path.relative_to(ROOT)} ." in done.stdout


@pytest.fixture
def copy(tmp_path):
    """A checkout whose notebook is quick to run: what needs training is left out."""
    target = tmp_path / NOTEBOOK.relative_to(ROOT)
    target.parent.mkdir(parents=True)
    for name in ("pyproject.toml", "data/dinos.txt", "notebooks/conftest.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    notebook.cells = [
        c for c in notebook.cells if "skip-execution" not in c.metadata.get("tags", [])
    ]
    nbformat.write(notebook, target)
    return target


CHANGES = [
    ("loss = 126.503975722", "loss = 126.503975723"),
    ("= 0.29713815361", "= 0.29713815360"),
    ("the first 38: 12 17 24", "the first 38: 12 17 25"),
    ("1,473 names", "1,474 names"),
]


def test_each_changed_figure_is_found(copy, tmp_path):
    """By plain nbval, and by the check before a release."""
    content = copy.read_text()
    for old, new in CHANGES:
        assert old in content
        content = content.replace(old, new)
    copy.write_text(content)
    done = nbval(tmp_path, "notebooks/dinosaur_land")
    assert done.returncode == 1
    assert f"{len(CHANGES)} failed" in done.stdout
    with pytest.raises(UserError, match="differ from a new run") as error:
        check_outputs(copy)
    assert f"{len(CHANGES)} failed" in str(error.value)


LOG = ("Iteration: 8000, Loss: 24.3\n\nTroenesaurus\n", "Iteration: 10000, Loss: 23.8\n")
TABLE = "this machine, trained  2.12\nthis machine, after your epoch  2.37\n"


def store(copy, *outputs):
    """Replace the notebook by cells that print one text each, stored with another."""
    notebook = nbformat.read(copy, as_version=4)
    notebook.cells = []
    for number, (printed, stored) in enumerate(outputs, start=1):
        cell = nbformat.v4.new_code_cell(f"print({printed!r})", execution_count=number)
        cell.outputs = [nbformat.v4.new_output("stream", text=stored + "\n")]
        notebook.cells.append(cell)
    nbformat.write(notebook, copy)


def test_what_no_two_computers_share_is_not_compared(copy, tmp_path):
    """A loss after the horizon, and what the network comes to after one more epoch."""
    log = "".join(LOG)
    store(
        copy,
        (log, LOG[0] + LOG[1].replace("23.8", "23.9") + "Xon\n"),
        (TABLE, TABLE.replace("2.37", "2.41")),
    )
    done = nbval(tmp_path, "notebooks/dinosaur_land")
    assert "2 passed" in done.stdout
    check_outputs(copy)


def test_what_comes_before_is_compared(copy, tmp_path):
    """A name before the horizon, and what the trained network comes to."""
    log = "".join(LOG)
    store(
        copy,
        (log, log.replace("Troen", "Troon")),
        (TABLE, TABLE.replace("2.12", "2.13")),
    )
    assert "2 failed" in nbval(tmp_path, "notebooks/dinosaur_land").stdout
    with pytest.raises(UserError, match="differ from a new run"):
        check_outputs(copy)


@pytest.mark.parametrize(("assignment", "count"), [(DINOSAURS, 4), (SHAKESPEARE, 2)])
def test_what_students_are_reported_to_expect_is_what_came_out(assignment, count):
    notebook = read(assignment)
    before = [cell.source for cell in notebook.cells]
    assert sum("expected_output" in cell.metadata for cell in notebook.cells) == count
    refresh_expected_outputs(notebook)
    assert [cell.source for cell in notebook.cells] == before
    assert all("```text\n```" not in source for source in before)


def test_a_notebook_without_a_list_cannot_take_another():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")])
    with pytest.raises(UserError, match="load_data"):
        replace_name_list(notebook, "cities.txt")
