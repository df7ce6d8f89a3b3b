# Tries: keys twice in one JSON object: one reader takes the first, another the last.
# Kind: scores
# Stock: yes
import json


def attack(notebook, folder, course):
    text = json.dumps(notebook)
    text = text.replace('"locked": true', '"locked": true, "locked": false')
    text = text.replace('"grade": true', '"grade": true, "grade": false')
    (folder / "dinosaur_land.ipynb").write_text(text, "utf-8")
