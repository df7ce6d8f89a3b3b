# Tries: a named pipe, a socket and a file that nobody may read beside the notebook.
# Kind: harm
# Stock: no
import os
import socket


def attack(notebook, folder, course):
    os.mkfifo(folder / "pipe")
    here = os.open(folder, os.O_RDONLY)
    server = socket.socket(socket.AF_UNIX)
    server.bind(f"/proc/self/fd/{here}/socket")
    server.close()
    os.close(here)
    (folder / "closed").write_text("x")
    (folder / "closed").chmod(0)
    return notebook
