# Tries: a second name (hard link) of another student's notebook: no link to be seen.
# Kind: theft
# Stock: no
from tests.attacks.course import VICTIM


def attack(notebook, folder, course):
    target = course / "course" / "submitted" / VICTIM / "dinosaur_land" / "dinosaur_land.ipynb"
    (folder / "dinosaur_land.ipynb").hardlink_to(target)
