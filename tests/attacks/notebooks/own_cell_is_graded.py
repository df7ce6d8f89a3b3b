# Tries: adds cells of its own with a grade flag and 1,000 points, under new and under known ids.
# Kind: scores
# Stock: yes
# Quick: yes
from nbformat.v4 import new_code_cell
from tests.attacks.tools import nbgrader_cell


def attack(notebook, folder, course):
    for grade_id in (
        "test-bonus",
        "test-clip-range ",
        "test-clip-range\u200b",
        "../test-clip-range",
    ):
        notebook.cells.append(nbgrader_cell(new_code_cell("print(1)"), grade_id, points=1000))
    return notebook
