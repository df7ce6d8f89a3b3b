"""Which submitted cell is which of the assignment's own cells."""

from autograder.intake.facts import grade_id
from autograder.intake.notebook import NEW_ID


def match(cells, facts, repairs):
    """Find each of the assignment's cells in a submission.

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
                    f"Cell {index + 1} had a grade id of another assignment, and earns nothing."
                )
    found = {}
    for fact in facts:
        if len(claims[fact.name]) > 1:
            repairs.append(f"Of the copies of the cell {fact.name} only one was taken for it.")
        if claims[fact.name]:
            found[choose(cells, claims[fact.name], fact)] = fact
    lost = [fact for fact in facts if not claims[fact.name]]
    for same in (same_id, same_text):
        for fact in [fact for fact in lost if fact not in found.values()]:
            index = next((i for i in free if i not in found and same(cells[i], fact)), None)
            if index is not None:
                found[index] = fact
                repairs.append(f"The cell {fact.name} had lost its marking data and was found.")
    return found


def choose(cells, indices, fact):
    """Which of some copies of one cell counts."""
    if not fact.locked:
        indices = [i for i in indices if is_written_in(cells[i], fact)] or indices
    return next((i for i in indices if same_id(cells[i], fact)), indices[0])


def is_written_in(cell, fact):
    """Whether a student changed what was given, to something that is not empty."""
    text = cell.source.strip()
    return bool(text) and text not in (fact.source.strip(), (fact.released or "").strip())


def same_id(cell, fact):
    """Whether a cell has the id that the release gave to this cell."""
    return fact.cell_id == cell.id and not cell.id.startswith(NEW_ID)


def same_text(cell, fact):
    """Whether a cell is the released one, letter by letter."""
    return bool(fact.released and fact.released.strip()) and (
        (cell.cell_type, cell.source.strip()) == (fact.cell_type, fact.released.strip())
    )
