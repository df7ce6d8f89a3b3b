# Tries: a folder in the place of the notebook, with the notebook in it.
# Kind: harm
# Stock: no
import nbformat


def attack(notebook, folder, course):
    inner = folder / "dinosaur_land.ipynb"
    inner.mkdir()
    nbformat.write(notebook, inner / "dinosaur_land.ipynb")
