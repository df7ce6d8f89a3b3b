# Tries: says that the notebook has format 99.7: a reader may take it as it is, unchecked.
# Kind: scores
# Stock: yes
from tests.attacks.tools import graded


def attack(notebook, folder, course):
    notebook.nbformat, notebook.nbformat_minor = 99, 7
    for cell in graded(notebook):
        cell.metadata.tags = ["skip-execution"]
    return notebook
