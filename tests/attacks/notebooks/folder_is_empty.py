# Tries: an empty folder, for which nbgrader has no notebook to mark.
# Kind: harm
# Stock: no


def attack(notebook, folder, course):
    return None
