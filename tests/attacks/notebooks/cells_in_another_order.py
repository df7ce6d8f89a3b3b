# Tries: puts all test cells before the solutions and reverses the rest.
# Kind: scores
# Stock: yes
from tests.attacks.tools import is_graded


def attack(notebook, folder, course):
    tests = [cell for cell in notebook.cells if is_graded(cell)]
    rest = [cell for cell in notebook.cells if not is_graded(cell)]
    notebook.cells = tests[::-1] + rest[::-1]
    return notebook
