# Tries: raises the points of the test cells, makes others negative, text, nan or infinite.
# Kind: scores
# Stock: yes
# Quick: yes
from tests.attacks.tools import graded


def attack(notebook, folder, course):
    values = [1000, -1000, "1e9", float("nan"), float("inf"), None, [], 10**400, True]
    for cell, points in zip(graded(notebook), values * 2, strict=False):
        cell.metadata.nbgrader.points = points
    return notebook
