"""A Jupyter server with nbgrader's extensions, started in a course or in a student's home."""

import os
import socket
import subprocess
import time
import urllib.request
from contextlib import closing, contextmanager

from tests.autograder.conftest import SCRIPTS

SECRET = "of-this-test"


@contextmanager
def served(course, program="jupyter-server", keep=None):
    """Serve a course and give the address, without a token.

    Parameters
    ----------
    course : Path
    program : str
        ``jupyter-server``, ``jupyter-lab`` or ``jupyter-notebook``.
    keep : Path, optional
        Where the server keeps its own files; by default among the course's.
    """
    keep = keep or course
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    kinds = ("CONFIG", "DATA", "RUNTIME")
    folders = {f"JUPYTER_{kind}_DIR": str(keep / kind) for kind in kinds}
    options = [
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={SECRET}",
    ]
    environment = {**os.environ, **folders}
    # Somebody looks at what runs there, so loops show how far they are.
    environment.pop("PYTEST_CURRENT_TEST", None)
    with (keep / "log").open("w") as log:
        server = subprocess.Popen(
            [SCRIPTS / program, *options],
            cwd=course,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        home = f"http://127.0.0.1:{port}"
        wait_for(f"{home}/api")
        yield home
    finally:
        server.terminate()
        server.wait(30)


def wait_for(address):
    """Until a server answers, two minutes at most."""
    for _ in range(240):
        try:
            with urllib.request.urlopen(address):
                return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(address)
