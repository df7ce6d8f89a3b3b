# Tries: submits a notebook without any test cell.
# Kind: scores
# Stock: yes
# Quick: yes
from tests.attacks.tools import is_graded


def attack(notebook, folder, course):
    notebook.cells = [cell for cell in notebook.cells if not is_graded(cell)]
    return notebook
