# Tries: 60,000 cells, each of which would be run and shown.
# Kind: harm
# Stock: no
import json


def attack(notebook, folder, course):
    cell = {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": "1",
    }
    notebook.cells += [{**cell, "id": f"c{number}"} for number in range(60_000)]
    (folder / "dinosaur_land.ipynb").write_text(json.dumps(notebook), "utf-8")
