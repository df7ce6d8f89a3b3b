"""Run inside of a fork server: import what every sandbox needs once, then fork for each sandbox.

`autograder.sandbox.fork_server` starts it outside of any sandbox and with trusted code only. This
package's modules come as text, with the paths that they have in a sandbox, so no path of this
machine is in them. It never reads anything of a course or a student. What belongs to one sandbox
goes to its forked process directly, see `autograder.sandbox.inside.enter_sandbox`.
"""

import contextlib
import ctypes
import gc
import importlib
import importlib.machinery
import importlib.util
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path

PR_SET_NAME, PR_SET_CHILD_SUBREAPER = 15, 36


class Sources:
    """Find modules among texts, as if they lay where they lie in a sandbox.

    Parameters
    ----------
    texts : dict of str to tuple of (str, str)
        Path and source by the module's name.
    """

    def __init__(self, texts):
        self.texts = texts

    def find_spec(self, name, path=None, target=None):
        """Return the spec of a module, as the import system asks for it."""
        if name not in self.texts:
            return None
        place = self.texts[name][0]
        package = [str(Path(place).parent)] if place.endswith("/__init__.py") else None
        spec = importlib.util.spec_from_file_location(
            name, place, loader=self, submodule_search_locations=package
        )
        spec.cached = None
        return spec

    def create_module(self, spec):
        """Return None: the module gets Python's default type."""

    def exec_module(self, module):
        """Run a module's text."""
        place, text = self.texts[module.__name__]
        exec(compile(text, place, "exec", dont_inherit=True), vars(module))
        # A student finds the same as in a sandbox without a fork server.
        loader = importlib.machinery.SourceFileLoader(module.__name__, place)
        module.__loader__ = module.__spec__.loader = loader


def prepare(spec):
    """Import everything and prepare this process for forking.

    Parameters
    ----------
    spec : dict
        ``texts``, see `Sources`; ``modules`` to import, in this order; ``path``, what comes first
        on ``sys.path``; ``environment`` while importing; ``scratch``, where temporary folders
        are made; ``shown``, folders that sandboxes have; ``control``, the number of the socket on
        which children are asked for.

    Returns
    -------
    socket.socket
        The control socket.
    """
    os.environ.update(spec["environment"])
    sys.path[:0] = spec["path"]
    sources = Sources(spec["texts"])
    sys.meta_path.insert(0, sources)
    # Settings and caches that others may have written are not read.
    with tempfile.TemporaryDirectory(prefix="dinosaur-", dir=spec["scratch"]) as folder:
        os.environ["MPLCONFIGDIR"] = folder
        for name in spec["modules"]:
            with contextlib.suppress(() if name in spec["texts"] else ImportError):
                importlib.import_module(name)
    sys.meta_path.remove(sources)
    forget_fonts(spec["shown"])
    reject_shared_state()
    os.closerange(3, spec["control"])
    os.closerange(spec["control"] + 1, 1024)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the Linux kernel itself reaps the children
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_NAME, Path(sys.executable).name.encode())
    if libc.prctl(PR_SET_CHILD_SUBREAPER, ctypes.c_ulong(1)):
        raise OSError("no subreaper")
    return socket.socket(fileno=spec["control"])


def forget_fonts(shown):
    """Forget fonts that do not lie in a sandbox."""
    manager = sys.modules.get("matplotlib.font_manager")
    if manager is not None:
        fonts = manager.fontManager
        for kind in ("ttflist", "afmlist"):
            entries = getattr(fonts, kind, [])
            entries[:] = [
                entry for entry in entries if any(map(Path(entry.fname).is_relative_to, shown))
            ]


def reject_shared_state():
    """Raise an error if forked processes could reach each other through this process.

    Raises
    ------
    RuntimeError
        For a second thread, without which nothing joins a namespace, or for memory that a fork
        shares instead of copying it.
    """
    if len(list(Path("/proc/self/task").iterdir())) != 1:
        raise RuntimeError("more than one thread")
    for line in Path("/proc/self/maps").read_text().splitlines():
        rights = line.split()[1]
        if rights[1] == "w" and rights[3] == "s":
            raise RuntimeError("memory that is shared")


def serve(control):
    """Fork for each connection that comes in.

    Parameters
    ----------
    control : socket.socket

    Returns
    -------
    int
        In each child, the number of its connection.
    """
    gc.collect()
    gc.freeze()  # so that a garbage collection in a forked process copies nothing
    control.sendall(b"ready")
    while True:
        word, handles, _, _ = socket.recv_fds(control, 1, 1)
        if not word:
            os._exit(0)
        for handle in handles:
            try:
                child = os.fork()
            except OSError:
                child = None  # the closed connection tells the other end
            if child == 0:
                return handle
            os.close(handle)
