# Tries: tags all test cells skip-execution: a cell that does not run has no error.
# Kind: scores
# Stock: yes
# Quick: yes
from tests.attacks.tools import graded


def attack(notebook, folder, course):
    for cell in graded(notebook):
        cell.metadata.tags = ["skip-execution"]
    return notebook
