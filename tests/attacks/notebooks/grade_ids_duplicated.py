# Tries: puts an empty copy behind each test cell under the same grade id; the last one may count.
# Kind: scores
# Stock: yes
# Quick: yes
import copy

from tests.attacks.tools import is_graded


def attack(notebook, folder, course):
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        if is_graded(cell):
            cells.append(copy.deepcopy(cell))
            cells[-1].update(id=f"{cell.id}-2", source="pass")
    notebook.cells = cells
    return notebook
