# Tries: cell ids that are all the same, missing, empty, very long or no text.
# Kind: scores
# Stock: yes


def attack(notebook, folder, course):
    ids = ["same", "same", "", "x" * 5000, 7, None, "../../x", "a b"]
    for cell, identity in zip(notebook.cells, ids * 20, strict=False):
        cell.id = identity
    return notebook
