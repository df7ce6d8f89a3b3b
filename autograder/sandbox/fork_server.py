"""Start sandboxed programs fast: fork them from a process that has imported everything.

Importing Python's libraries takes far longer than grading a notebook. A fork server imports them
once, outside of any sandbox and with trusted code only, and forks. The forked process joins the
namespaces of a sandbox that bubblewrap has made, gives up its privileges, and only then runs its
program, see `autograder.sandbox.inside.enter_sandbox`. The fork server receives our modules as
text.
"""

import contextlib
import json
import logging
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from autograder.errors import UserError
from autograder.sandbox import bubblewrap, forked_process, programs
from autograder.sandbox.limits import Limits
from autograder.sandbox.programs import package_files

PACKAGE = Path(__file__).parents[1]
BOOT = (
    "import json, os, sys\n"
    "names = {'__name__': 'autograder.sandbox.inside.forking'}\n"
    "def start(place, text, spec):\n"
    "    exec(compile(text, place, 'exec', dont_inherit=True), names)\n"
    "    return names['prepare'](spec)\n"
    "with os.fdopen(int(sys.argv[1]), 'rb') as file:\n"
    "    spec = json.load(file)\n"
    "control = start(*spec)\n"
    "handle = names['serve'](control)\n"
    "control.close()\n"
    "from autograder.sandbox.inside import enter_sandbox\n"
    "del file, spec, control, names, start\n"
    "enter_sandbox.run(handle)\n"
)
# By kind: where our package lies in such a sandbox, and which modules are imported in advance. Some
# of the libraries' modules do not exist in every version.
OURS = "autograder.sandbox.inside"
KINDS = {
    "kernel": (
        "/run/kernel",
        (f"{OURS}.enter_sandbox", f"{OURS}.launch", f"{OURS}.agent", f"{OURS}.preload",
         "ipykernel.kernelapp", "ipykernel.ipkernel",
         "ipykernel.zmqshell", "IPython.core.pylabtools", "IPython.core.debugger",
         "IPython.core.debugger_backport", "IPython.core.oinspect", "IPython.core.completerlib",
         "IPython.core.logger", "IPython.utils.wildcard", "IPython.extensions.storemagic",
         "tornado.platform.asyncio", "tornado.locks", "tornado.queues", "sqlite3", "pdb", "pydoc",
         "faulthandler", "encodings.ascii", "encodings.latin_1", "encodings.idna",
         "encodings.utf_8_sig", "unicodedata", "numpy.random", "numpy.linalg", "matplotlib.pyplot",
         "matplotlib.backends.backend_agg"),
    ),
    "runner": (
        "/run/runner",
        (f"{OURS}.enter_sandbox", "autograder.grading.remote.runner", "numpy.random",
         "numpy.linalg", "encodings.utf_8_sig", "unicodedata"),
    ),
}  # fmt: skip
PARTS = {"kernel": ("sandbox/inside",), "runner": ("sandbox/inside", "grading/remote")}


def texts(inside, parts):
    """Return path and source of this package's modules by name, with their paths in a sandbox.

    Parameters
    ----------
    inside : str
        Where the package lies in the sandbox.
    parts : tuple of str
        Its packages.

    Returns
    -------
    dict of str to tuple of (str, str)
    """
    found = {}
    files = [PACKAGE / name for name in package_files(*parts)]
    for part in parts:
        files += sorted((PACKAGE / part).glob("*.py"))
    for file in files:
        path = file.relative_to(PACKAGE.parent)
        name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        found[name] = (f"{inside}/{path}", file.read_text("utf-8"))
    return found


START_SECONDS = 60


class Ended(OSError):
    """A fork server that has ended, or that could not be started."""


class ForkServer:
    """A process that forks a process for each sandbox.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    libraries : tuple of str
        More modules to import, where they are installed.

    Raises
    ------
    Ended
        If it cannot be started here.
    """

    def __init__(self, kind, libraries=()):
        self.ready = False
        python = sys.executable
        inside, modules = KINDS[kind]
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        spec = {
            "texts": texts(inside, PARTS[kind]),
            "modules": (*modules, *libraries),
            "path": [inside] if kind == "runner" else [],
            "environment": {"MPLBACKEND": "module://matplotlib_inline.backend_inline"},
            "scratch": tempfile.gettempdir(),
            "shown": [*bubblewrap.SYSTEM, *map(str, bubblewrap.python_folders(python))],
            "control": theirs.fileno(),
        }
        place, text = spec["texts"].pop("autograder.sandbox.inside.forking")
        # A forked process can see these variables of its parent; the others are the sandbox's own.
        environment = bubblewrap.basic_environment(python) | {"HOME": "/dev/null"}
        del environment["MPLCONFIGDIR"]
        with theirs, tempfile.TemporaryFile() as file:
            file.write(json.dumps([place, text, spec]).encode())
            file.seek(0)
            try:
                with open_in_sandbox(python) as program:
                    self.process = subprocess.Popen(
                        [python, "-P", "-c", BOOT, str(file.fileno())],
                        executable=program,
                        cwd="/",
                        env=environment,
                        pass_fds=[theirs.fileno(), file.fileno()],
                        start_new_session=True,
                        stdin=subprocess.DEVNULL,
                        stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL,
                    )
            except OSError as error:
                self.control.close()
                raise Ended(str(error)) from None

    def link(self):
        """Return a connection to a new forked process.

        Returns
        -------
        socket.socket

        Raises
        ------
        Ended
            If the fork server has.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                if not self.ready:
                    self.control.settimeout(START_SECONDS)
                    if self.control.recv(16) != b"ready":
                        raise ConnectionError("it has not come up")
                    self.ready = True
                socket.send_fds(self.control, [b"+"], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise Ended(str(error)) from None
        return ours

    def close(self):
        """End the fork server; its forked processes end with their sandboxes."""
        self.control.close()
        try:
            self.process.wait(5 if self.ready else 0)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class ForkServers:
    """One fork server of each kind, started when first needed; use it as a context manager.

    They belong to the process that has made them: a fork of it starts fork servers of its own.

    Parameters
    ----------
    libraries : tuple of str
        Modules that they import besides those of `KINDS`.
    """

    def __init__(self, libraries=()):
        self.libraries = libraries
        self.lock, self.running, self.owner, self.able = threading.RLock(), {}, os.getpid(), None

    def __enter__(self):
        return self

    def __exit__(self, *reason):
        self.close()

    def link(self, kind):
        """Return a connection to a new forked process; restart an ended fork server once.

        Parameters
        ----------
        kind : str

        Returns
        -------
        socket.socket

        Raises
        ------
        Ended
            If none can be had.
        """
        with self.lock:
            self.leave_to_owner()
            for attempt in range(2):
                if kind not in self.running:
                    self.running[kind] = ForkServer(kind, self.libraries)
                try:
                    return self.running[kind].link()
                except Ended:
                    self.running.pop(kind).close()
                    if attempt:
                        raise
        return None

    def leave_to_owner(self):
        """Forget the fork servers that this process inherited by a fork."""
        if self.owner != os.getpid():
            for server in self.running.values():
                server.control.close()
            self.running, self.owner = {}, os.getpid()

    def usable(self, limits):
        """Return whether processes can join sandboxes here under these limits; tried once.

        Parameters
        ----------
        limits : Limits

        Returns
        -------
        bool
        """
        if limits.unsafe or limits.python not in ("", sys.executable):
            return False
        with self.lock:
            if self.able is None:
                self.able = self.tried()
            return self.able

    def tried(self):
        """Return whether a program runs in a sandbox that it has joined."""
        inside = "/run/kernel/autograder"
        program = programs.Sandbox(
            argv=[sys.executable, "-P", f"{inside}/sandbox/inside/probe.py", "/run/settings.json"],
            readonly=programs.own_code(inside, "sandbox/inside"),
            files={"/run/settings.json": b'{"attempt": "start", "facts": {}, "limits": {}}'},
            kind="kernel",
            module="autograder.sandbox.inside.probe",
        )
        try:
            sandboxed = programs.start_sandboxed(
                program, Limits(), START_SECONDS, fork_servers=self, stdout=subprocess.PIPE
            )
        except UserError:
            said = b""
        else:
            with contextlib.closing(sandboxed), sandboxed.process.stdout as stdout:
                said = stdout.read()
        if b'"start": [true' not in said:
            logging.getLogger(__name__).warning(
                "No process can join a sandbox on this machine: each kernel starts anew, which "
                "takes longer."
            )
            return False
        return True

    def close(self):
        """End all fork servers."""
        with self.lock:
            self.leave_to_owner()
            while self.running:
                self.running.popitem()[1].close()


@contextlib.contextmanager
def open_in_sandbox(python):
    """Yield a path to the interpreter as a sandbox mounts it, which nobody can change.

    A process that joins a sandbox still shows the file that it was started from, as
    ``/proc/self/exe``, and through the mount by which it was opened. Of a Python that belongs to
    whoever grades, student code could otherwise change the content or leave notes in its times. So
    fork servers are started through a sandbox's read-only mounts, which stay so when that sandbox
    has ended.

    Parameters
    ----------
    python : str

    Yields
    ------
    str
        A path, good as long as this lasts.
    """
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    try:
        held = programs.start_sandboxed(
            programs.Sandbox(argv=["cat"]), Limits(), START_SECONDS, **streams
        )
    except UserError as error:
        raise Ended(str(error)) from None
    with contextlib.closing(held), held.process.stdin, held.process.stdout:
        forked_process.echo(held.process, time.monotonic() + START_SECONDS)
        yield f"/proc/{held.watch.first}/root{os.path.realpath(python)}"
