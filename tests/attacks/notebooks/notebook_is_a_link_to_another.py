# Tries: submits a link to another student's notebook: their work is graded as its own.
# Kind: theft
# Stock: yes
# Quick: yes
from tests.attacks.course import VICTIM


def attack(notebook, folder, course):
    target = course / "course" / "submitted" / VICTIM / "dinosaur_land" / "dinosaur_land.ipynb"
    (folder / "dinosaur_land.ipynb").symlink_to(target)
