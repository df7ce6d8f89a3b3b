# Tries: a timestamp.txt that is no time: nbgrader ends the whole run with sys.exit.
# Kind: harm
# Stock: no
# Quick: yes
from tests.attacks.tools import write


def attack(notebook, folder, course):
    write(folder, "timestamp.txt", "not a time <script>alert(1)</script>")
    return notebook
