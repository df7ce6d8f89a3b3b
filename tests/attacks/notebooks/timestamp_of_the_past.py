# Tries: a timestamp.txt from before the deadline, with a zone and a year that break comparisons.
# Kind: harm
# Stock: no
from tests.attacks.tools import write


def attack(notebook, folder, course):
    write(folder, "timestamp.txt", "0001-01-01 00:00:00.000000 +2359")
    return notebook
