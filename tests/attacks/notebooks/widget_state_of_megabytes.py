# Tries: stored widget state and outputs of 10 MB with markup, for the feedback page.
# Kind: feedback
# Stock: no
from nbformat.v4 import new_output


def attack(notebook, folder, course):
    state = {
        f"m{n}": {"model_name": "HTMLModel", "state": {"value": "<script>"}} for n in range(1000)
    }
    notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": state}}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            data = {"text/html": "<script>alert(1)</script>" + "x" * 300_000}
            cell.outputs = [new_output("display_data", data)]
    return notebook
