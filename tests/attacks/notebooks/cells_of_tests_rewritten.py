# Tries: empties the test cells and says so in a checksum that fits, with the lock taken off.
# Kind: scores
# Stock: yes
from nbgrader.utils import compute_checksum
from tests.attacks.tools import graded


def attack(notebook, folder, course):
    for cell in graded(notebook):
        cell.source = "pass"
        cell.metadata.nbgrader.locked = False
        cell.metadata.nbgrader.checksum = compute_checksum(cell)
    return notebook
