# Tries: a link to /dev/zero in the place of the notebook, which has no end.
# Kind: harm
# Stock: no


def attack(notebook, folder, course):
    (folder / "dinosaur_land.ipynb").symlink_to("/dev/zero")
