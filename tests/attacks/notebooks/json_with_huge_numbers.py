# Tries: integers of a million digits, 1e999999, NaN and Infinity in the JSON.
# Kind: harm
# Stock: no
import json


def attack(notebook, folder, course):
    notebook.cells[0].metadata.large = "@large@"
    large = "[" + "9" * 1_000_000 + ", 1e999999, NaN, -Infinity]"
    text = json.dumps(notebook).replace('"@large@"', large)
    (folder / "dinosaur_land.ipynb").write_text(text, "utf-8")
