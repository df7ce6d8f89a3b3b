"""Secrets planted where an attack might look, and listeners on this machine that hand one out."""

import contextlib
import re
import secrets
import socket
import threading

from tests.instructor import SOLUTION

PATTERN = re.compile(rb"CANARY-[0-9a-f]{24}")
PLACES = (
    "submission",
    "gradebook",
    "tests",
    "source",
    "environment",
    "home",
    "loopback",
    "socket",
    "abstract",
)


def draw():
    """A secret for each place."""
    return {place: f"CANARY-{secrets.token_hex(12)}" for place in PLACES}


def found_in(content, canaries):
    """Places whose secret is in some bytes."""
    seen = set(PATTERN.findall(content))
    return {place for place, canary in canaries.items() if canary.encode() in seen}


def plant_in_source(notebook, canaries):
    """Put secrets into an instructor's notebook: beside solutions, and in hidden tests.

    Parameters
    ----------
    notebook : NotebookNode
        Changed in place.
    canaries : dict of str to str
    """
    for cell in notebook.cells:
        if SOLUTION.search(cell.source):
            cell.source = re.sub(
                r"^( *)(### BEGIN SOLUTION.*\n)",
                rf"\1\2\1# {canaries['source']}\n",
                cell.source,
                flags=re.MULTILINE,
            )
        # As a comment for who reads the text, as a value for who looks at frames and memory.
        cell.source = cell.source.replace(
            "### BEGIN HIDDEN TESTS\ndef hidden_test():\n",
            f"### BEGIN HIDDEN TESTS\n# {canaries['tests']}\ndef hidden_test():\n"
            f'    secret = "{canaries["tests"]}"\n    assert len(secret) == 31\n',
        )


class Listener:
    """A server that gives a secret to whoever connects, and keeps what it is told."""

    def __init__(self, server, canary):
        self.server, self.canary, self.heard = server, canary, []
        server.listen(64)
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        """Answer until closed."""
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            self.heard.append(b"")
            with connection, contextlib.suppress(OSError):
                connection.settimeout(2)
                connection.sendall(self.canary.encode())
                self.heard.append(connection.recv(65536))

    def close(self):
        """Stop."""
        # A blocked accept does not notice close alone.
        with contextlib.suppress(OSError):
            self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()


@contextlib.contextmanager
def listening(folder, canaries):
    """Listen on loopback and on two unix sockets.

    Yields
    ------
    listeners : dict of str to Listener
    places : dict of str to str
        How to reach them.
    """
    abstract = f"attacks-{secrets.token_hex(4)}"
    addresses = {
        "loopback": (socket.AF_INET, ("127.0.0.1", 0)),
        "socket": (socket.AF_UNIX, str(folder / "listener")),
        "abstract": (socket.AF_UNIX, "\0" + abstract),
    }
    listeners = {}
    for place, (family, address) in addresses.items():
        server = socket.socket(family)
        server.bind(address)
        listeners[place] = Listener(server, canaries[place])
    port = listeners["loopback"].server.getsockname()[1]
    try:
        yield (
            listeners,
            {"port": str(port), "socket": str(folder / "listener"), "abstract": abstract},
        )
    finally:
        for listener in listeners.values():
            listener.close()
