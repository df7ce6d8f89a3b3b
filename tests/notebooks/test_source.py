"""The shape of the instructor's notebooks."""

import ast
import itertools
import re
import sys

import pytest

from tests.instructor import (
    ASSIGNMENTS,
    DINOSAURS,
    HIDDEN,
    SHAKESPEARE,
    SOLUTION,
    assignment_of,
    nbgrader,
    read,
)

POINTS = {
    "clip": 10,
    "sample": 30,
    "optimize": 20,
    "model": 40,
    "lstm_step": 30,
    "sample_with_temperature": 20,
}
CELLS = {assignment: read(assignment).cells for assignment in ASSIGNMENTS}
# What lies beside the second notebook, and is hidden from it when it is graded.
BESIDE = {path.stem for path in SHAKESPEARE.notebook.parent.glob("*.py")}


@pytest.fixture(params=ASSIGNMENTS, ids=lambda assignment: assignment.name)
def cells(request):
    return CELLS[request.param]


def graded(exercise):
    cells = CELLS[assignment_of(exercise)]
    return [c for c in cells if nbgrader(c).get("grade_id", "").startswith(f"test-{exercise}-")]


def is_left_out(cell):
    return "skip-execution" in cell.metadata.get("tags", [])


def test_size_and_ids(cells):
    assert len(cells) <= 80
    assert len({cell.id for cell in cells}) == len(cells)
    grade_ids = [nbgrader(cell)["grade_id"] for cell in cells if nbgrader(cell)]
    assert len(set(grade_ids)) == len(grade_ids)
    assert all(nbgrader(cell)["schema_version"] == 3 for cell in cells if nbgrader(cell))


def test_headings_go_down_one_level_at_a_time(cells):
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    levels = [len(grades) for grades in re.findall(r"^(#+) ", text, flags=re.MULTILINE)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_code_cell_was_run_in_order(cells):
    counts = [cell.execution_count for cell in cells if cell.cell_type == "code"]
    assert len(counts) > 10
    assert counts == list(range(1, len(counts) + 1))


@pytest.mark.parametrize("exercise", POINTS)
def test_points_and_partial_marks(exercise):
    tests = graded(exercise)
    assert sum(nbgrader(cell)["points"] for cell in tests) == POINTS[exercise]
    assert 2 <= len(tests) <= 4
    assert all(nbgrader(cell)["grade"] and nbgrader(cell)["locked"] for cell in tests)


@pytest.mark.parametrize("exercise", POINTS)
def test_graded_cells_check_visibly_and_hidden(exercise):
    for cell in graded(exercise):
        hidden = HIDDEN.search(cell.source)[1]
        visible = HIDDEN.sub("", cell.source)
        assert re.search(rf"^checks\.{exercise}_\w+\({exercise}\)$", visible, flags=re.MULTILINE)
        assert "assert " in hidden
        assert "default_rng()" in hidden, "inputs are drawn afresh"
        # The student's own variables survive: a region binds one name.
        bound = {
            node.name if isinstance(node, ast.FunctionDef) else type(node)
            for node in ast.parse(hidden).body
        }
        assert bound == {"hidden_test", ast.Expr}


@pytest.mark.parametrize("exercise", POINTS)
def test_a_student_writes_at_most_ten_lines(exercise):
    cells = CELLS[assignment_of(exercise)]
    (cell,) = (cell for cell in cells if nbgrader(cell).get("grade_id") == exercise)
    (solution,) = SOLUTION.findall(cell.source)
    assert 1 <= len([line for line in solution.splitlines() if line.strip()]) <= 10


def test_marking_leaves_out_training_and_drawing():
    """What follows the training depends on it; drawings would take half of the time."""
    code = [cell for cell in CELLS[DINOSAURS] if cell.cell_type == "code"]
    skipped = [is_left_out(cell) for cell in code]
    training = next(i for i, cell in enumerate(code) if "parameters = model(" in cell.source)
    assert all(skipped[training:])
    for cell, left_out in zip(code[:training], skipped[:training], strict=True):
        assert left_out == ("figures." in cell.source)
    assert not any(nbgrader(cell) for cell in code if is_left_out(cell))


def test_marking_leaves_out_what_needs_keras_or_a_module_beside_the_notebook(monkeypatch):
    """Where these are missing, every cell that is left out fails, and no other."""
    for name in BESIDE | {"keras", "jax"}:
        monkeypatch.setitem(sys.modules, name, None)
    space = {"__name__": "__main__"}
    for cell in CELLS[SHAKESPEARE]:
        if cell.cell_type == "code" and is_left_out(cell):
            assert not nbgrader(cell)
            with pytest.raises((ModuleNotFoundError, NameError)):
                exec(cell.source, dict(space))
        elif cell.cell_type == "code":
            exec(cell.source, space)
    assert "lstm_step" in space
