# Tries: files named like modules that a kernel or a test runner imports while it starts.
# Kind: scores
# Stock: yes
from tests.attacks.tools import write

CODE = "import os\nopen('attack-litter-module', 'w').close()\nos._exit(0)\n"


def attack(notebook, folder, course):
    for name in ("json", "socket", "struct", "asyncio", "zmq", "ast", "random", "tempfile", "copy",
                 "ctypes", "pickle", "traceback", "contextlib", "jupyter_client", "debugpy"):  # fmt: skip
        write(folder, f"{name}.py", CODE)
    return notebook
