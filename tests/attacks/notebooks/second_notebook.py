# Tries: several notebooks with the same cells, a checkpoint, and names that differ in case only, in
#   the hope that the wrong one or all are graded.
# Kind: scores
# Stock: yes
import nbformat
from tests.attacks.tools import graded, write


def attack(notebook, folder, course):
    easy = nbformat.from_dict(notebook)
    for cell in graded(easy):
        cell.metadata.tags = ["skip-execution"]
    for name in (
        "dinosaur_land-Copy1",
        "Dinosaur_Land",
        ".ipynb_checkpoints/dinosaur_land",
        "a/dinosaur_land",
    ):
        write(folder, f"{name}.ipynb", nbformat.writes(easy))
    return notebook
