"""The cells of an assignment, from the gradebook, in the order of the released notebook."""

from dataclasses import dataclass

import nbformat

SKIP = "skip-execution"


@dataclass(frozen=True)
class Fact:
    """One of the assignment's own cells, as the gradebook has it.

    Attributes
    ----------
    name : str
        The grade id.
    cell_type : {"code", "markdown"}
    source : str
        Hidden tests included; the stub where students write.
    released : str or None
        What students were given, without hidden tests; None without a release.
    locked, grade, solution, task : bool
    points : float or None
        None where there are none to earn.
    checksum : str or None
    cell_id : str or None
        The cell's id in the release.
    attachments : dict
        The release's pictures.
    """

    name: str
    cell_type: str
    source: str
    released: str | None
    locked: bool
    grade: bool
    solution: bool
    task: bool
    points: float | None
    checksum: str | None
    cell_id: str | None
    attachments: dict

    def metadata(self):
        """The complete nbgrader metadata of this cell, of schema 3."""
        made = {
            "cell_type": self.cell_type,
            "grade": self.grade,
            "grade_id": self.name,
            "locked": self.locked,
            "schema_version": 3,
            "solution": self.solution,
            "task": self.task,
        }
        if self.checksum:
            made["checksum"] = self.checksum
        if self.points is not None:
            made["points"] = self.points
        return made


def read_release(path):
    """Return the cells of the released notebook.

    Parameters
    ----------
    path : Path or None
        The released notebook.

    Returns
    -------
    list of NotebookNode
        Empty when there is none that can be read: grading goes on without the cells' order.
    """
    try:
        return nbformat.read(path, as_version=4).cells if path else []
    except Exception:  # nbformat raises many kinds of errors
        return []


def grade_id(cell):
    """Return a cell's grade id, or None."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def read_facts(notebook, release):
    """Return all cells that the gradebook knows, in the order of the release.

    Parameters
    ----------
    notebook : nbgrader.api.Notebook
    release : list of NotebookNode

    Returns
    -------
    list of Fact
    """
    released = {grade_id(cell): cell for cell in release if grade_id(cell)}
    order = {name: number for number, name in enumerate(released)}
    graded = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
    tasks = {cell.name: float(cell.max_score) for cell in notebook.task_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    facts = []
    for cell in notebook.source_cells:
        given = released.get(cell.name)
        facts.append(
            Fact(
                name=cell.name,
                cell_type=cell.cell_type,
                source=cell.source or "",
                released=given.source if given else None,
                locked=bool(cell.locked),
                grade=cell.name in graded,
                solution=cell.name in solutions,
                task=cell.name in tasks,
                points=graded.get(cell.name, tasks.get(cell.name)),
                checksum=cell.checksum,
                cell_id=given.get("id") if given else None,
                attachments=given.get("attachments", {}) if given else {},
            )
        )
    # Stable: without a release the gradebook's own order stays.
    return sorted(facts, key=lambda fact: order.get(fact.name, len(order)))
