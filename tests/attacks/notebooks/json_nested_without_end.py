# Tries: JSON nested 200,000 deep in a cell's metadata: the parser's stack ends.
# Kind: harm
# Stock: no
# Quick: yes
import json


def attack(notebook, folder, course):
    notebook.cells[0].metadata.deep = "@deep@"
    deep = "[" * 200_000 + "]" * 200_000
    text = json.dumps(notebook).replace('"@deep@"', deep)
    (folder / "dinosaur_land.ipynb").write_text(text, "utf-8")
