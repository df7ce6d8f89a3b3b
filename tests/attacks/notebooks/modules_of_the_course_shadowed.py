# Tries: packages rnn_utils and autograder beside the notebook, and another list of names, which make
#   every check pass and every network give zeros.
# Kind: scores
# Stock: yes
from tests.attacks.tools import write

FAKE = """\
import sys


class Yes:
    def __getattr__(self, name):
        return Yes()

    def __call__(self, *args, **kwargs):
        return Yes()

    def __iter__(self):
        return iter(())


for name in ("checks", "figures"):
    sys.modules[f"rnn_utils.{name}"] = Yes()


def __getattr__(name):
    return Yes()
"""


def attack(notebook, folder, course):
    for package in ("rnn_utils", "autograder", "tests", "nbgrader", "IPython"):
        write(folder, f"{package}/__init__.py", FAKE)
    write(folder, "data/dinos.txt", "a\n")
    return notebook
