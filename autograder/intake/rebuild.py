"""The gradebook's truth put back into a submission."""

from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.intake.facts import SKIP, grade_id, read_facts, read_release
from autograder.intake.matching import match
from autograder.intake.refused import shortened

MISSING = "This cell was missing from the submission."


class Rebuild(NbGraderPreprocessor):
    """nbgrader's ``Autograde.sanitize_preprocessors``, in place of the stock ones.

    All nbgrader metadata and all locked cells are made anew from the gradebook. The release gives
    the order of the cells and their ids; without it marking goes on with the gradebook alone.
    """

    def preprocess(self, nb, resources):
        about = resources["nbgrader"]
        release = read_release(self.release_path(about))
        with Gradebook(about["db_url"]) as gradebook:
            facts = read_facts(
                gradebook.find_notebook(about["notebook"], about["assignment"]), release
            )
        rebuild(nb, facts, release)
        return nb, resources

    def release_path(self, about):
        """Where the released notebook should lie, or None."""
        # A preprocessor's parent is the exporter, and the exporter's the converter.
        coursedir = getattr(getattr(self.parent, "parent", None), "coursedir", None)
        if coursedir is None:
            return None
        folder = coursedir.format_path(coursedir.release_directory, ".", about["assignment"])
        return Path(folder) / f"{about['notebook']}.ipynb"


def rebuild(nb, facts, release):
    """Give a submission the metadata and the locked cells that it should have.

    What was done is added to ``nb.metadata["autograder"]["repairs"]``.

    Parameters
    ----------
    nb : NotebookNode
        What `autograder.intake.notebook.clean` made; changed in place.
    facts : list of Fact
        The assignment's own cells, in order.
    release : list of NotebookNode
        The cells that students were given; may be empty.
    """
    repairs = list(nb.metadata.get("autograder", {}).get("repairs", []))
    found = match(nb.cells, facts, repairs)
    for index, cell in enumerate(nb.cells):
        if index in found:
            nb.cells[index] = restored(cell, found[index], repairs)
        else:
            cell.metadata = nbformat.from_dict({})
    add_missing(nb, facts, release, repairs)
    give_tags_back(nb.cells, release)
    nb.metadata["autograder"] = nbformat.from_dict({"repairs": shortened(repairs)})


def new_cell(kind, source, cell_id, metadata, attachments):
    """A cell of one of the two types that the gradebook knows."""
    cell = {"cell_type": kind, "id": cell_id, "metadata": metadata, "source": source}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    elif attachments:
        cell["attachments"] = attachments
    return nbformat.from_dict(cell)


def restored(cell, fact, repairs):
    """The cell with the type, metadata and, where it is locked, the text of the gradebook."""
    source, attachments = cell.source, cell.get("attachments", {})
    if fact.locked:
        given = fact.source if fact.released is None else fact.released
        if source.strip() not in (given.strip(), fact.source.strip()):
            repairs.append(f"The cell {fact.name} is locked; it was put back as it was given out.")
        source, attachments = fact.source, fact.attachments
    if cell.cell_type != fact.cell_type:
        repairs.append(f"The cell {fact.name} had changed its type and was changed back.")
    metadata = {"nbgrader": fact.metadata()}
    return new_cell(fact.cell_type, source, cell.id, metadata, attachments)


def add_missing(nb, facts, release, repairs):
    """Put each of the assignment's cells that is missing after the one that it should follow.

    Parameters
    ----------
    nb : NotebookNode
        Changed in place.
    facts : list of Fact
    release : list of NotebookNode
    repairs : list of str
    """
    order = [grade_id(cell) or cell.get("id") for cell in release]
    order += [fact.name for fact in facts if fact.name not in order]
    for fact in facts:
        # Cells that are not graded have a place in the order too, and help to find the right one.
        places = {cell.id: index for index, cell in enumerate(nb.cells)}
        places |= {grade_id(cell): index for index, cell in enumerate(nb.cells) if grade_id(cell)}
        if fact.name in {grade_id(cell) for cell in nb.cells}:
            continue
        before = order[: order.index(fact.name)]
        place = next((places[name] for name in reversed(before) if name in places), -1)
        nb.cells.insert(place + 1, missing_cell(fact, {cell.id for cell in nb.cells}))
        repairs.append(f"The cell {fact.name} was missing and was put back.")


def missing_cell(fact, taken):
    """What stands for a cell that was deleted.

    A cell for students to write comes back without its stub: that would replace the function of a
    student who has moved his work to another cell.
    """
    source, attachments = fact.source, fact.attachments
    if not fact.locked:
        source, attachments = f"# {MISSING}" if fact.cell_type == "code" else MISSING, {}
    cell_id = fact.cell_id or f"restored-{fact.name}"[:60]
    # One of these is free, since there are more of them than cells.
    others = (f"restored-{number}" for number in range(len(taken) + 1))
    cell_id = next(name for name in (cell_id, *others) if name not in taken)
    return new_cell(fact.cell_type, source, cell_id, {"nbgrader": fact.metadata()}, attachments)


def give_tags_back(cells, release):
    """Let marking leave out what the instructor wanted it to leave out, and nothing else.

    A cell that the release tags keeps the tag while it is unchanged, and after the last graded
    cell also when it was changed, where it can earn nothing.

    Parameters
    ----------
    cells : list of NotebookNode
        Changed in place.
    release : list of NotebookNode
    """
    tagged = {
        cell.get("id"): cell.source.strip()
        for cell in release
        if SKIP in cell.metadata.get("tags", []) and not grade_id(cell)
    }
    last = max(
        (i for i, cell in enumerate(cells) if cell.metadata.get("nbgrader", {}).get("grade")),
        default=-1,
    )
    for index, cell in enumerate(cells):
        # By its text, since older formats have no ids.
        unchanged = cell.source.strip() in tagged.values()
        if not grade_id(cell) and (unchanged or (index > last and cell.id in tagged)):
            cell.metadata["tags"] = [SKIP]
