# Tries: sets the solution flag on the test cells, so that their source is the student's to write.
# Kind: scores
# Stock: yes
# Quick: yes
from tests.attacks.tools import graded


def attack(notebook, folder, course):
    for cell in graded(notebook):
        cell.metadata.nbgrader.update(solution=True, locked=False)
        cell.source = "print('all is well')"
    return notebook
