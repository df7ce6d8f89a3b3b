"""Restore the gradebook's metadata and locked cells in a submission.

The module finds which submitted cell is which of the assignment's cells. `Rebuild` and
`SubmissionExporter` put this into nbgrader's configuration.
"""

from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.sanitize.assignment_cells import SKIP, grade_id, read_facts, read_release
from autograder.sanitize.invalid_submission import shortened
from autograder.sanitize.isolation import clean_isolated
from autograder.sanitize.notebook_cleaner import NEW_ID
from autograder.sanitize.submission_reader import read_submission


def match_cells(cells, facts, repairs):
    """Return the submitted cell for each of the assignment's cells.

    A cell is known by its grade id; when that was lost, by its id, then by its unchanged text. Of
    copies of a locked cell the original one counts, else the first; of copies of a cell for
    students to write, first of all the one that was written in.

    Parameters
    ----------
    cells : list of NotebookNode
        The submitted cells.
    facts : list of Fact
    repairs : list of str
        Gets a sentence for each thing that was not as it should be.

    Returns
    -------
    dict of int to Fact
        By index of the cell; each fact at most once.
    """
    claims = {fact.name: [] for fact in facts}
    free = []
    for index, cell in enumerate(cells):
        name = grade_id(cell)
        if name in claims:
            claims[name].append(index)
        else:
            free.append(index)
            if name is not None:
                repairs.append(
                    f"Cell {index + 1} had the grade id of another assignment, so it gives no "
                    "points."
                )
    found = {}
    for fact in facts:
        if len(claims[fact.name]) > 1:
            repairs.append(f"Only one of the copies of the cell {fact.name} is graded.")
        if claims[fact.name]:
            found[choose(cells, claims[fact.name], fact)] = fact
    lost = [fact for fact in facts if not claims[fact.name]]
    for same in (same_id, same_text):
        for fact in [fact for fact in lost if fact not in found.values()]:
            index = next((i for i in free if i not in found and same(cells[i], fact)), None)
            if index is not None:
                found[index] = fact
                repairs.append(
                    f"The cell {fact.name} had lost its nbgrader metadata, which was restored."
                )
    return found


def choose(cells, indices, fact):
    """Return which of several copies of one cell counts."""
    if not fact.locked:
        indices = [i for i in indices if is_written_in(cells[i], fact)] or indices
    return next((i for i in indices if same_id(cells[i], fact)), indices[0])


def is_written_in(cell, fact):
    """Return whether a student changed the released text to something that is not empty."""
    text = cell.source.strip()
    return bool(text) and text not in (fact.source.strip(), (fact.released or "").strip())


def same_id(cell, fact):
    """Return whether a cell has the id that the release gave to this cell."""
    return fact.cell_id == cell.id and not cell.id.startswith(NEW_ID)


def same_text(cell, fact):
    """Return whether a cell is the released one, letter by letter."""
    return bool(fact.released and fact.released.strip()) and (
        (cell.cell_type, cell.source.strip()) == (fact.cell_type, fact.released.strip())
    )


MISSING = "This cell was missing from the submission."


class Rebuild(NbGraderPreprocessor):
    """Replace nbgrader's ``Autograde.sanitize_preprocessors``.

    All nbgrader metadata and all locked cells are made anew from the gradebook. The release gives
    the order of the cells and their ids; without it grading goes on with the gradebook alone.
    """

    def preprocess(self, nb, resources):
        about = resources["nbgrader"]
        release = read_release(self.release_path(about))
        with Gradebook(about["db_url"]) as gradebook:
            facts = read_facts(
                gradebook.find_notebook(about["notebook"], about["assignment"]), release
            )
        rebuild_notebook(nb, facts, release)
        return nb, resources

    def release_path(self, about):
        """Return where the released notebook should lie, or None."""
        # A preprocessor's parent is the exporter, and the exporter's parent the converter.
        coursedir = getattr(getattr(self.parent, "parent", None), "coursedir", None)
        if coursedir is None:
            return None
        folder = coursedir.format_path(coursedir.release_directory, ".", about["assignment"])
        return Path(folder) / f"{about['notebook']}.ipynb"


def rebuild_notebook(nb, facts, release):
    """Give a submission the metadata and the locked cells that it should have.

    What was done is added to ``nb.metadata["autograder"]["repairs"]``.

    Parameters
    ----------
    nb : NotebookNode
        What `autograder.sanitize.notebook_cleaner.clean` made; changed in place.
    facts : list of Fact
        The assignment's own cells, in order.
    release : list of NotebookNode
        The cells that students were given; may be empty.
    """
    repairs = list(nb.metadata.get("autograder", {}).get("repairs", []))
    found = match_cells(nb.cells, facts, repairs)
    for index, cell in enumerate(nb.cells):
        if index in found:
            nb.cells[index] = restored(cell, found[index], repairs)
        else:
            cell.metadata = nbformat.from_dict({})
    add_missing(nb, facts, release, repairs)
    give_tags_back(nb.cells, release)
    nb.metadata["autograder"] = nbformat.from_dict({"repairs": shortened(repairs)})


def new_cell(kind, source, cell_id, metadata, attachments):
    """Return a cell of one of the two types that the gradebook knows."""
    cell = {"cell_type": kind, "id": cell_id, "metadata": metadata, "source": source}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    elif attachments:
        cell["attachments"] = attachments
    return nbformat.from_dict(cell)


def restored(cell, fact, repairs):
    """Return a cell with the type, metadata and, where it is locked, the text of the gradebook."""
    source, attachments = cell.source, cell.get("attachments", {})
    if fact.locked:
        given = fact.source if fact.released is None else fact.released
        if source.strip() not in (given.strip(), fact.source.strip()):
            repairs.append(f"The cell {fact.name} is locked; its released content was restored.")
        source, attachments = fact.source, fact.attachments
    if cell.cell_type != fact.cell_type:
        repairs.append(f"The cell {fact.name} had changed its type and was changed back.")
    metadata = {"nbgrader": fact.metadata()}
    return new_cell(fact.cell_type, source, cell.id, metadata, attachments)


def add_missing(nb, facts, release, repairs):
    """Insert each missing cell of the assignment after the one that it should follow.

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
        # Cells that are not graded have a place in the order too, and help to find the right place.
        places = {cell.id: index for index, cell in enumerate(nb.cells)}
        places |= {grade_id(cell): index for index, cell in enumerate(nb.cells) if grade_id(cell)}
        if fact.name in {grade_id(cell) for cell in nb.cells}:
            continue
        before = order[: order.index(fact.name)]
        place = next((places[name] for name in reversed(before) if name in places), -1)
        nb.cells.insert(place + 1, missing_cell(fact, {cell.id for cell in nb.cells}))
        repairs.append(f"The cell {fact.name} was missing and was restored.")


def missing_cell(fact, taken):
    """Return a cell in place of one that was deleted.

    A cell for students to write comes back without its stub: that would replace the function of a
    student who has moved his work to another cell.
    """
    source, attachments = fact.source, fact.attachments
    if not fact.locked:
        source, attachments = f"# {MISSING}" if fact.cell_type == "code" else MISSING, {}
    cell_id = fact.cell_id or f"restored-{fact.name}"[:60]
    # One of these is free, because there are more of them than cells.
    others = (f"restored-{number}" for number in range(len(taken) + 1))
    cell_id = next(name for name in (cell_id, *others) if name not in taken)
    return new_cell(fact.cell_type, source, cell_id, {"nbgrader": fact.metadata()}, attachments)


def give_tags_back(cells, release):
    """Restore the tag by which the instructor leaves a cell out of grading, and no other tag.

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
        # By its text, because older formats have no ids.
        unchanged = cell.source.strip() in tagged.values()
        if not grade_id(cell) and (unchanged or (index > last and cell.id in tagged)):
            cell.metadata["tags"] = [SKIP]


class SubmissionExporter(NotebookExporter):
    """Read submissions through the sanitizer; nbgrader's ``Autograde.exporter_class``.

    What was repaired is in the notebook's metadata, ``autograder.repairs``, a list of sentences.
    A file in ``autograded`` was written by the grading itself and is read as it is.
    """

    def from_filename(self, filename, resources=None, **kw):
        path = Path(filename).absolute()
        if self.is_our_own(path, resources):
            return super().from_filename(filename, resources=resources, **kw)
        resources = ResourcesDict() if resources is None else resources
        resources["metadata"] = ResourcesDict(name=path.stem, path=str(path.parent))
        submission = read_submission(path.parent, path.stem)
        plain, repairs = clean_isolated(submission.content)
        notebook = nbformat.from_dict(plain)
        notebook.metadata.autograder = {"repairs": [*submission.repairs, *repairs]}
        return self.from_notebook_node(notebook, resources=resources, **kw)

    def is_our_own(self, path, resources):
        """Return whether a file is the one that grading has just written into ``autograded``."""
        coursedir = getattr(self.parent, "coursedir", None)
        about = (resources or {}).get("nbgrader")
        if coursedir is None or not about:
            return False
        folder = coursedir.format_path(
            coursedir.autograded_directory, about["student"], about["assignment"]
        )
        return path.parent == Path(folder).absolute()
