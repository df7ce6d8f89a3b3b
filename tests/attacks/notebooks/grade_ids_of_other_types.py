# Tries: grade ids that are numbers, lists, empty, very long, paths, or text for a database.
# Kind: scores
# Stock: yes
from tests.attacks.tools import graded


def attack(notebook, folder, course):
    ids = [
        1,
        [],
        {},
        None,
        "",
        "x" * 100_000,
        "../../../etc/passwd",
        "'; drop table grade; --",
        True,
    ]
    for cell, grade_id in zip(graded(notebook), ids, strict=False):
        cell.metadata.nbgrader.grade_id = grade_id
    return notebook
