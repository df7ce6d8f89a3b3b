# Tries: a file ipykernel_launcher.py beside the notebook: the working folder comes first on sys.path,
#   so it starts in place of the kernel; and it starts the true one with no errors shown.
# Kind: marks
# Stock: yes
from tests.attacks.tools import write

CODE = """\
import sys

sys.path = [place for place in sys.path if place not in ("", ".")]
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell

ZMQInteractiveShell._showtraceback = lambda *args: None
IPKernelApp.launch_instance()
"""


def attack(notebook, folder, course):
    write(folder, "ipykernel_launcher.py", CODE)
    return notebook
