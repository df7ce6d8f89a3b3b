# Tries: puts an empty copy with easier metadata in front of each test cell; the first may count.
# Kind: scores
# Stock: yes
import copy

from tests.attacks.tools import is_graded


def attack(notebook, folder, course):
    cells = []
    for cell in notebook.cells:
        if is_graded(cell):
            cells.append(copy.deepcopy(cell))
            cells[-1].update(id=f"{cell.id}-2", source="pass")
            cells[-1].metadata.tags = ["skip-execution"]
            cells[-1].metadata.nbgrader.locked = False
        cells.append(cell)
    notebook.cells = cells
    return notebook
