# Tries: makes the test cells tasks, which are graded by hand and have other rules.
# Kind: scores
# Stock: yes
from tests.attacks.tools import graded


def attack(notebook, folder, course):
    for cell in graded(notebook):
        cell.metadata.nbgrader.update(task=True, grade=False, locked=False)
        cell.source = ""
    return notebook
