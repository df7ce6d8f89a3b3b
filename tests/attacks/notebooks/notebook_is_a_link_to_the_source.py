# Tries: submits a link to the instructor's own notebook.
# Kind: theft
# Stock: yes


def attack(notebook, folder, course):
    target = course / "notebooks" / "dinosaur_land" / "dinosaur_land.ipynb"
    (folder / "dinosaur_land.ipynb").symlink_to(target)
