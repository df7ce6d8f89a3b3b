# Tries: a notebook in UTF-16, with a byte order mark, lone surrogates and null characters.
# Kind: harm
# Stock: no
import json


def attack(notebook, folder, course):
    notebook.cells[0].source = "\ud800 \x00 \udfff"
    text = json.dumps(notebook, ensure_ascii=True)
    (folder / "dinosaur_land.ipynb").write_bytes(text.encode("utf-16"))
