# Tries: the notebook under another name: nbgrader makes a notebook of that name in the gradebook.
# Kind: scores
# Stock: yes
import nbformat
from tests.attacks.tools import graded


def attack(notebook, folder, course):
    for cell in graded(notebook):
        cell.metadata.tags = ["skip-execution"]
        cell.metadata.nbgrader.grade_id = "new-" + cell.metadata.nbgrader.grade_id
    nbformat.write(notebook, folder / "mine.ipynb")
