# Tries: tags and metadata with which runners accept exceptions, drop cells or their outputs.
# Kind: scores
# Stock: yes
from tests.attacks.tools import graded


def attack(notebook, folder, course):
    for cell in graded(notebook):
        cell.metadata.tags = [
            "raises-exception",
            "remove_output",
            "remove-cell",
            "injected-parameters",
        ]
        cell.metadata.update(deletable=True, editable=True, collapsed=True)
        cell.metadata.jupyter = {"outputs_hidden": True, "source_hidden": True}
        cell.metadata.papermill = {"status": "completed", "exception": False}
    notebook.metadata.execution = {"allow_errors": True, "timeout": -1}
    notebook.metadata.nbgrader = {"skip": True}
    return notebook
