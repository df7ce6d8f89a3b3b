# Tries: nbgrader metadata of schema version 99, which stops the marking of the whole class.
# Kind: scores
# Stock: yes
# Quick: yes
from tests.attacks.tools import graded


def attack(notebook, folder, course):
    for cell in graded(notebook):
        cell.metadata.nbgrader.schema_version = 99
    return notebook
