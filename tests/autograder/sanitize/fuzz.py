"""One call for every fuzzer: sanitize any bytes, in this process."""

import contextlib
import json

import nbformat
from nbgrader.nbgraderformat import MetadataValidator

from autograder.sanitize.assignment_cells import Fact
from autograder.sanitize.invalid_submission import MOST_REPAIRS, InvalidSubmissionError
from autograder.sanitize.notebook_cleaner import clean
from autograder.sanitize.rebuild import rebuild_notebook
from autograder.sanitize.submission_reader import notebook_from
from tests.instructor import read


def make_facts(release):
    """What a gradebook would know of the instructor's notebook, without a gradebook."""
    facts = []
    for cell in release:
        about = cell.metadata.get("nbgrader")
        if about:
            facts.append(
                Fact(
                    name=about.grade_id,
                    cell_type=cell.cell_type,
                    source=cell.source + "\n# hidden",
                    released=cell.source,
                    locked=about.locked,
                    grade=about.grade,
                    solution=about.solution,
                    task=about.task,
                    points=about.get("points"),
                    checksum="0" * 32,
                    cell_id=cell.id,
                    attachments={},
                )
            )
    return facts


RELEASE = read().cells
FACTS = make_facts(RELEASE)


def check_clean(notebook, repairs):
    """Hold a cleaned notebook to what the rest of grading builds on."""
    nbformat.validate(nbformat.from_dict(notebook), relax_add_props=False)
    json.dumps(notebook, allow_nan=False).encode("ascii")
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert set(notebook) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(ids) == len(set(ids))
    for cell in notebook["cells"]:
        cell["source"].encode("utf-8")
        assert not set(cell["source"]) & set("\0\r\x1b\x7f\x9b")
        assert not cell.get("outputs") and cell.get("execution_count") is None
        assert set(cell["metadata"]) <= {"nbgrader"}
        assert set(cell["metadata"].get("nbgrader", {"grade_id"})) == {"grade_id"}
        assert cell["cell_type"] == "markdown" or "attachments" not in cell
        for bundle in cell.get("attachments", {}).values():
            assert set(bundle) <= {"image/png", "image/jpeg", "image/gif"}
    assert len(repairs) <= MOST_REPAIRS + 1
    assert all(isinstance(sentence, str) and sentence.endswith(".") for sentence in repairs)


def check_rebuilt(notebook, repairs):
    """Rebuild a cleaned notebook and hold it to nbgrader's own rules."""
    node = nbformat.from_dict(notebook)
    node.metadata.autograder = {"repairs": repairs}
    rebuild_notebook(node, FACTS, RELEASE)
    nbformat.validate(node)
    MetadataValidator().validate_nb(node)
    found = [cell for cell in node.cells if "nbgrader" in cell.metadata]
    assert sorted(c.metadata.nbgrader.grade_id for c in found) == sorted(f.name for f in FACTS)
    truth = {fact.name: fact for fact in FACTS}
    for cell in found:
        fact = truth[cell.metadata.nbgrader.grade_id]
        assert cell.metadata.nbgrader == fact.metadata()
        assert not fact.locked or cell.source == fact.source


def fuzz_sanitizing(data):
    """Sanitize bytes, as a notebook and as an archive.

    Parameters
    ----------
    data : bytes
        Anything.

    Raises
    ------
    InvalidSubmissionError
        If the bytes are no notebook, nor an archive with one; any other exception is a defect.
    """
    with contextlib.suppress(InvalidSubmissionError):
        data, _ = notebook_from(data)
    notebook, repairs = clean(data)
    check_clean(notebook, repairs)
    check_rebuilt(notebook, repairs)
