# Tries: a named pipe in the place of the notebook: whoever opens it waits for ever.
# Kind: harm
# Stock: no
# Quick: yes
import os


def attack(notebook, folder, course):
    os.mkfifo(folder / "dinosaur_land.ipynb")
