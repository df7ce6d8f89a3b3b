"""Through nbgrader itself: whatever a student did to metadata and locked cells is undone."""

import copy
import dataclasses
import json

import nbformat
import pytest
from nbgrader.utils import is_grade, is_solution

from autograder.sanitize.rebuild import match_cells
from tests.autograder.sanitize.conftest import NAME
from tests.autograder.sanitize.fuzz import FACTS
from tests.instructor import read

# nbgrader was written for SQLAlchemy 1; see autograder/course.py.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


def by_grade_id(notebook, name):
    (cell,) = (c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)
    return cell


def index_of(notebook, cell_id):
    return [cell.id for cell in notebook.cells].index(cell_id)


def paste(notebook, cell_id, place, **changes):
    """Copy a cell as JupyterLab does: metadata and all, with an id of its own."""
    cell = copy.deepcopy(notebook.cells[index_of(notebook, cell_id)])
    cell.update({"id": f"pasted-{place}", **changes})
    notebook.cells.insert(place, cell)


def duplicates(notebook):
    paste(notebook, "test-clip-range", index_of(notebook, "test-clip-range"))
    paste(notebook, "clip", len(notebook.cells))
    stub = "raise NotImplementedError"
    paste(notebook, "model", index_of(notebook, "model"), source=stub)


def deleted_tests(notebook):
    notebook.cells = [c for c in notebook.cells if not is_grade(c)]


def moved_solution(notebook):
    """The student's function is in an ordinary cell, the cell meant for it is gone."""
    cell = notebook.cells[index_of(notebook, "clip")]
    cell.id = "mine"
    del cell.metadata["nbgrader"]


def forged(notebook):
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.update(
                schema_version=99, points=-5, locked=False, grade=True, solution=True, task="yes"
            )
    by_grade_id(notebook, "test-clip-range").source = "pass"
    notebook.cells[1].metadata["nbgrader"] = {"grade_id": "bonus", "grade": True, "points": 1000}


def stripped(notebook):
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})


def stripped_of_all(notebook):
    stripped(notebook)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"other-{number}"


def tagged(notebook):
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution", "raises-exception", "hide"]


def typed(notebook):
    for cell in notebook.cells:
        if is_grade(cell) or is_solution(cell):
            cell.cell_type = "markdown"
            del cell["outputs"], cell["execution_count"]


def nothing_left(notebook):
    notebook.cells = []


ALL = (duplicates, deleted_tests, moved_solution, forged, stripped, stripped_of_all, tagged, typed)


def check_truth(classroom, student, release):
    """The graded notebook has every nbgrader cell of the release once, with its metadata."""
    graded = classroom.autograded(student)
    given = {c.metadata.nbgrader.grade_id: c for c in release.cells if "nbgrader" in c.metadata}
    mine = [c for c in graded.cells if "nbgrader" in c.metadata]
    assert sorted(c.metadata.nbgrader.grade_id for c in mine) == sorted(given)
    for cell in mine:
        wanted = dict(given[cell.metadata.nbgrader.grade_id].metadata.nbgrader)
        got = dict(cell.metadata.nbgrader)
        # The release's checksum is of the text without hidden tests, the gradebook's with them.
        assert got.pop("checksum") and wanted.pop("checksum")
        assert got.pop("cell_type") == wanted.pop("cell_type", "code") == cell.cell_type
        assert got == wanted
    for cell in mine:
        if is_grade(cell):
            assert "### BEGIN HIDDEN TESTS" in cell.source
    ids = [cell.id for cell in graded.cells]
    assert len(ids) == len(set(ids))
    nbformat.validate(graded)
    return graded


def test_every_change_is_undone(classroom, solved, release_file):
    """One class run over all of them, so that none stops the others."""
    release = nbformat.read(release_file, as_version=4)
    for change in (*ALL, nothing_left):
        notebook = copy.deepcopy(solved)
        change(notebook)
        classroom.submit(change.__name__, json.dumps(notebook))
    classroom.submit("broken", "no notebook")
    classroom.submit("old", nbformat.v3.writes_json(nbformat.convert(solved, to_version=3)))
    result = classroom.grade()
    assert not result["success"]
    assert result["log"].count("There was an error processing assignment '") == 1
    assert f"assignment '{NAME}' for student 'broken'" in result["log"]
    assert (
        "autograder.sanitize.invalid_submission.InvalidSubmissionError: The file is not a notebook"
        in result["log"]
    )
    for student in [change.__name__ for change in (*ALL, nothing_left)] + ["old"]:
        graded = check_truth(classroom, student, release)
        assert classroom.score(student) == 100, student
        assert graded.metadata.autograder.repairs or student == "tagged"
    for student in ("old", "stripped_of_all"):  # which have lost the cells' ids
        left_out = [c for c in classroom.autograded(student).cells if "tags" in c.metadata]
        assert any("parameters = model(" in cell.source for cell in left_out)
    order = [c.id for c in classroom.autograded("deleted_tests").cells]
    assert order == [c.id for c in release.cells]
    assert [c.id for c in classroom.autograded("nothing_left").cells] == [
        c.id for c in release.cells if "nbgrader" in c.metadata
    ]


def test_accidents_cost_nothing(classroom, solved):
    """The same, really run: copies, a function moved elsewhere, and lost metadata."""
    classroom.execute()
    for change in (duplicates, moved_solution, stripped):
        notebook = copy.deepcopy(solved)
        change(notebook)
        classroom.submit(change.__name__, json.dumps(notebook))
    result = classroom.grade()
    assert result["success"], result
    for change in (duplicates, moved_solution, stripped):
        errors = [c.outputs for c in classroom.autograded(change.__name__).cells if is_grade(c)]
        assert classroom.score(change.__name__) == 100, errors


def graded(classroom, notebook):
    classroom.submit("one", json.dumps(notebook))
    result = classroom.grade("one")
    assert result["success"], result
    return classroom.autograded("one")


def test_of_copies_the_one_that_was_written_in_counts(classroom, solved, release_file):
    stub = by_grade_id(nbformat.read(release_file, as_version=4), "clip").source
    solution = by_grade_id(solved, "clip").source
    by_grade_id(solved, "clip").source = stub
    paste(solved, "clip", 3, source=solution)
    after = graded(classroom, solved)
    assert by_grade_id(after, "clip").id == "pasted-3"
    other = after.cells[index_of(after, "clip")]
    assert other.source == stub and other.metadata == {}


def test_of_two_written_copies_the_original_counts(classroom, solved):
    paste(solved, "clip", 3, source="def clip(): pass")
    after = graded(classroom, solved)
    assert by_grade_id(after, "clip").id == "clip"
    assert after.cells[3].source == "def clip(): pass"


def test_an_id_given_by_the_sanitizer_is_nobodys():
    """Where ids were lost, the numbers that stand for them say nothing."""
    fact = dataclasses.replace(FACTS[0], cell_id="sanitized-1")
    cell = nbformat.v4.new_code_cell("x", id="sanitized-1")
    assert match_cells([cell], [fact], []) == {}
    cell.id = FACTS[0].cell_id
    assert match_cells([cell], [FACTS[0]], []) == {0: FACTS[0]}


def test_a_deleted_cell_comes_back_without_its_stub(classroom, solved):
    del solved.cells[index_of(solved, "clip")]
    after = graded(classroom, solved)
    cell = by_grade_id(after, "clip")
    assert cell.source == "# This cell was missing from the submission."
    assert after.cells[index_of(after, cell.id) - 1].id == "clip-task"


def test_only_the_instructors_tags_come_back(classroom, solved):
    tagged(solved)
    solved.cells[index_of(solved, "read")].source = "changed, but after the last graded cell"
    paste(solved, "train", 0, source="import os")
    solved.cells[index_of(solved, "train")].id = "elsewhere"
    solved.cells[0].id = "train"
    after = graded(classroom, solved)
    skipped = [c.id for c in after.cells if "tags" in c.metadata]
    drawings = ["unrolled", "cliff", "sampling-figure"]  # unchanged, before the last graded cell
    # "elsewhere" is the training still, whatever its id.
    assert skipped[:6] == [*drawings, "elsewhere", "names", "write"]
    later = read().cells[index_of(read(), "write") + 1 :]
    assert skipped[6:] == [cell.id for cell in later if cell.cell_type == "code"]
    assert all(c.metadata.tags == ["skip-execution"] for c in after.cells if "tags" in c.metadata)


def test_without_a_release_marking_goes_on(classroom, solved, release_file):
    classroom.course.step("release", assignment=NAME).rename(classroom.course.work / "gone")
    deleted_tests(solved)
    graded(classroom, solved)
    check = check_truth(classroom, "one", nbformat.read(release_file, as_version=4))
    assert check.metadata.autograder.repairs
    assert classroom.score("one") == 100


def test_feedback_reads_what_sanitizing_made(classroom, solved):
    forged(solved)
    graded(classroom, solved)
    result = classroom.course.api().generate_feedback(NAME, "one")
    assert result["success"], result


@pytest.mark.parametrize("name", [f"{NAME} (1).ipynb", "Dinosaur_Land.ipynb"])
def test_a_notebook_of_another_name_is_found(classroom, solved_text, name):
    classroom.submit("one", solved_text, name=name)
    result = classroom.grade()
    assert result["success"], result
    assert classroom.score("one") == 100
    assert classroom.autograded("one").metadata.autograder.repairs == [
        f"{name} was taken for {NAME}.ipynb."
    ]
