# Tries: sitecustomize.py, usercustomize.py, conftest.py and a .pth file, which Python may run by
#   itself when it starts in this folder.
# Kind: scores
# Stock: yes
# Quick: yes
from tests.attacks.tools import write

CODE = """\
open("attack-litter-site", "w").close()
from IPython.core.interactiveshell import InteractiveShell

InteractiveShell._showtraceback = InteractiveShell.showtraceback = lambda *args, **kwargs: None
"""


def attack(notebook, folder, course):
    for name in (
        "sitecustomize.py",
        "usercustomize.py",
        "conftest.py",
        "__init__.py",
        "__main__.py",
    ):
        write(folder, name, CODE)
    write(folder, "evil.pth", "import sitecustomize\n")
    write(folder, "pyvenv.cfg", "home = .\n")
    write(folder, "pytest.ini", "[pytest]\naddopts = --collect-only\n")
    return notebook
