# Tries: a notebook of 1 TB that takes no room on the disk, and one such file beside it.
# Kind: harm
# Stock: no


def attack(notebook, folder, course):
    for name in ("dinosaur_land.ipynb", "data.bin"):
        with (folder / name).open("wb") as file:
            file.truncate(1 << 40)
