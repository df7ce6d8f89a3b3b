# Tries: the whole submission folder is a link to another student's.
# Kind: theft
# Stock: yes
from tests.attacks.course import VICTIM


def attack(notebook, folder, course):
    folder.rmdir()
    folder.symlink_to(course / "course" / "submitted" / VICTIM / "dinosaur_land")
