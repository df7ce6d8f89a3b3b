# Tries: makes the test cells cells of text or raw cells, which cannot fail.
# Kind: scores
# Stock: yes
from tests.attacks.tools import graded


def attack(notebook, folder, course):
    for number, cell in enumerate(graded(notebook)):
        cell.cell_type = ("markdown", "raw")[number % 2]
        cell.metadata.nbgrader.cell_type = cell.cell_type
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
    return notebook
