# Tries: sets the grade flag and points on the solution cells: what has no error gets them.
# Kind: scores
# Stock: yes
from tests.instructor import nbgrader


def attack(notebook, folder, course):
    for cell in notebook.cells:
        if nbgrader(cell).get("solution"):
            cell.metadata.nbgrader.update(grade=True, points=50)
    return notebook
