# Tries: submits outputs of success, points among them, in the hope that cells are not run.
# Kind: scores
# Stock: yes
from nbformat.v4 import new_output
from tests.attacks.tools import graded


def attack(notebook, folder, course):
    for cell in graded(notebook):
        result = new_output("execute_result", {"text/plain": "1000"}, execution_count=1)
        cell.outputs = [result, new_output("stream", text="passed\n")]
        cell.execution_count = 1
        cell.metadata.execution = {"iopub.execute_input": "2020-01-01T00:00:00Z"}
    return notebook
