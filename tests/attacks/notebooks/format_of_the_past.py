# Tries: a notebook of format 3 with worksheets, whose upgrade rebuilds cells, and with flags that
#   the upgrade might keep.
# Kind: scores
# Stock: yes
import nbformat
from tests.attacks.tools import graded


def attack(notebook, folder, course):
    for cell in graded(notebook):
        cell.metadata.nbgrader.update(locked=False, points=500)
        cell.source = "pass"
    old = nbformat.convert(notebook, to_version=3)
    old.worksheets.append(nbformat.v3.new_worksheet())
    (folder / "dinosaur_land.ipynb").write_text(nbformat.v3.writes_json(old), "utf-8")
