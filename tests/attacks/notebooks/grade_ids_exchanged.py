# Tries: exchanges the grade ids: the tests of sample become those of clip, solutions become tests.
# Kind: scores
# Stock: yes
# Deserves: 10
from tests.attacks.tools import graded, solve
from tests.instructor import nbgrader


def attack(notebook, folder, course):
    solve(notebook, "clip")
    tests = graded(notebook)
    ids = [nbgrader(cell)["grade_id"] for cell in tests]
    for cell, grade_id in zip(tests, reversed(ids), strict=True):
        cell.metadata.nbgrader.grade_id = grade_id
    return notebook
