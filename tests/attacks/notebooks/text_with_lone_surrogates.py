# Tries: lone surrogates and control characters in sources, outputs and metadata: valid JSON that
#   cannot be written as UTF-8.
# Kind: harm
# Stock: no
import json


def attack(notebook, folder, course):
    for cell in notebook.cells[:10]:
        cell.source += "\n# \ud800 \x00 \x1b[2J \u202e"
        cell.metadata.name = "\udfff"
    text = json.dumps(notebook, ensure_ascii=True)
    (folder / "dinosaur_land.ipynb").write_text(text, "ascii")
