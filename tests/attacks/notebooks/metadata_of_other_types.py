# Tries: nbgrader's metadata as a list, text, number or null; flags as text; metadata missing.
# Kind: scores
# Stock: yes
from tests.attacks.tools import graded


def attack(notebook, folder, course):
    others = [[], "grade", 7, None, {"grade": "false"}, {"grade": 1, "points": "10"}]
    for cell, other in zip(graded(notebook), others * 3, strict=False):
        cell.metadata.nbgrader = other
    return notebook
