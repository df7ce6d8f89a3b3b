# Tries: nbgrader metadata of schema versions 0, 1 and 2, which an upgrade may fill with defaults.
# Kind: scores
# Stock: yes
from tests.attacks.tools import graded


def attack(notebook, folder, course):
    for number, cell in enumerate(graded(notebook)):
        cell.metadata.nbgrader.schema_version = (0, 1, 2, -1, "3")[number % 5]
        cell.metadata.nbgrader.pop("locked", None)
    return notebook
