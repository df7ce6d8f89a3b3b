# Tries: a zip under the notebook's name, and one whose bytes are a notebook and a zip at once.
# Kind: harm
# Stock: no
import io
import json
import zipfile


def attack(notebook, folder, course):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../attack-litter", "x")
    text = json.dumps(notebook).encode()
    (folder / "dinosaur_land.ipynb").write_bytes(text + b"\n" + packed.getvalue())
