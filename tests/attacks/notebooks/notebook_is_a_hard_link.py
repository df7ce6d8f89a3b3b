# Tries: a second name (hard link) of the instructor's own notebook: no link to be seen.
# Kind: theft
# Stock: no


def attack(notebook, folder, course):
    source = course / "notebooks" / "dinosaur_land" / "dinosaur_land.ipynb"
    (folder / "dinosaur_land.ipynb").hardlink_to(source)
