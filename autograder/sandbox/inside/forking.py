"""Inside of a fork server: import once what every sandbox needs, then make a child for each sandbox.

Started by `autograder.sandbox.fork_server`, outside of any sandbox and with trusted code only. This
package's modules come as text, by the paths that they have in a sandbox, so that no path of this
machine is in them; nothing of a course and nothing of a student's is ever read here. What belongs
to one sandbox goes to its child alone, see `autograder.sandbox.inside.enter_sandbox`: a fork server has no memory.
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
    """Finds modules among texts, as if they lay where they lie in a sandbox.

    Parameters
    ----------
    texts : dict of str to tuple of (str, str)
        Path and source by the module's name.
    """

    def __init__(self, texts):
        self.texts = texts

    def find_spec(self, name, path=None, target=None):
        """As every finder does."""
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
        """As every loader does: no module of a kind of its own."""

    def exec_module(self, module):
        """Run a module's text."""
        place, text = self.texts[module.__name__]
        exec(compile(text, place, "exec", dont_inherit=True), vars(module))
        # What a student finds is what they finds in a sandbox without a fork server.
        loader = importlib.machinery.SourceFileLoader(module.__name__, place)
        module.__loader__ = module.__spec__.loader = loader


def prepare(spec):
    """Import everything.

    Parameters
    ----------
    spec : dict
        ``texts``, see `Sources`; ``modules`` to import, in this order; ``path``, what comes first
        on ``sys.path``; ``environment`` while importing; ``scratch``, where temporary folders
        are made; ``shown``, folders that sandboxes have; ``control``, the number of the socket on which
        children are asked for.

    Returns
    -------
    socket.socket
        The control socket.
    """
    os.environ.update(spec["environment"])
    sys.path[:0] = spec["path"]
    sources = Sources(spec["texts"])
    sys.meta_path.insert(0, sources)
    # Settings and caches that others may have put where a sandbox has its own are not read.
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
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel itself buries the children
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_NAME, Path(sys.executable).name.encode())
    if libc.prctl(PR_SET_CHILD_SUBREAPER, ctypes.c_ulong(1)):
        raise OSError("no subreaper")
    return socket.socket(fileno=spec["control"])


def forget_fonts(shown):
    """Keep only those fonts that lie in a sandbox, too."""
    manager = sys.modules.get("matplotlib.font_manager")
    if manager is not None:
        fonts = manager.fontManager
        for kind in ("ttflist", "afmlist"):
            entries = getattr(fonts, kind, [])
            entries[:] = [
                entry for entry in entries if any(map(Path(entry.fname).is_relative_to, shown))
            ]


def reject_shared_state():
    """End here if children could reach each other through this process.

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
    """Make a child for each connection that comes.

    Parameters
    ----------
    control : socket.socket

    Returns
    -------
    int
        In each child, the number of its connection.
    """
    gc.collect()
    gc.freeze()  # so that a child's collections copy nothing
    control.sendall(b"ready")
    while True:
        word, handles, _, _ = socket.recv_fds(control, 1, 1)
        if not word:
            os._exit(0)
        for handle in handles:
            try:
                child = os.fork()
            except OSError:
                child = None  # whoever waits at the other end learns it from the closed connection
            if child == 0:
                return handle
            os.close(handle)
