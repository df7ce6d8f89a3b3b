# Tries: a text cell of 15 MB and a code cell of 3 MB whose parsing takes long and nests deeply.
# Kind: harm
# Stock: no
from nbformat.v4 import new_code_cell, new_markdown_cell


def attack(notebook, folder, course):
    notebook.cells.append(new_markdown_cell("*_[(" * 3_000_000))
    notebook.cells.append(new_code_cell("(" * 90 + "1" + ")" * 90 + "\n" + "-" * 1_000_000 + "1"))
    notebook.cells.append(new_code_cell("[" + "1," * 1_000_000 + "]"))
    return notebook
