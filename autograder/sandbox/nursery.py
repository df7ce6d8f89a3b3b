"""Warm starts: a process that has imported everything, and a child of it for each jail.

Importing Python's libraries takes far longer than marking a notebook. A nursery imports them once,
outside of any jail and with trusted code only, and forks. The child joins the namespaces of a jail
that bubblewrap has made as always, gives up what it may, and only then runs its program there, see
`autograder.guest.join`.
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

from autograder.errors import UserError
from autograder.sandbox import jail, joined, walls
from autograder.sandbox.bundle import BOOT, KINDS, PARTS, texts
from autograder.sandbox.limits import Limits

START_SECONDS = 60


class Ended(OSError):
    """A nursery that is no more, or never was."""


class Nursery:
    """One such process.

    Parameters
    ----------
    kind : str
        One of `KINDS`.

    Raises
    ------
    Ended
        If it cannot be started here.
    """

    def __init__(self, kind):
        self.ready = False
        python = sys.executable
        inside, modules = KINDS[kind]
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        spec = {
            "texts": texts(inside, PARTS[kind]),
            "modules": modules,
            "path": [inside] if kind == "examiner" else [],
            "environment": {"MPLBACKEND": "module://matplotlib_inline.backend_inline"},
            "scratch": tempfile.gettempdir(),
            "shown": [*walls.SYSTEM, *map(str, walls.python_folders(python))],
            "control": theirs.fileno(),
        }
        place, text = spec["texts"].pop("autograder.guest.nursery")
        # Of what a child shows of its past there is this much; the rest of it is the jail's.
        environment = walls.basic_environment(python) | {"HOME": "/dev/null"}
        del environment["MPLCONFIGDIR"]
        with theirs, tempfile.TemporaryFile() as file:
            file.write(json.dumps([place, text, spec]).encode())
            file.seek(0)
            try:
                with shown_in_a_jail(python) as program:
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
        """A connection to a new child.

        Returns
        -------
        socket.socket

        Raises
        ------
        Ended
            If the nursery has.
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
        """End it; its children end with their jails."""
        self.control.close()
        try:
            self.process.wait(5 if self.ready else 0)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Nurseries:
    """A nursery of each kind, started when it is needed first; to be used as a context manager.

    They belong to the process that has made them: a fork of it starts nurseries of its own.
    """

    def __init__(self):
        self.lock, self.running, self.owner, self.able = threading.RLock(), {}, os.getpid(), None

    def __enter__(self):
        return self

    def __exit__(self, *reason):
        self.close()

    def link(self, kind):
        """A connection to a new child; a nursery that has ended is started again, once.

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
                    self.running[kind] = Nursery(kind)
                try:
                    return self.running[kind].link()
                except Ended:
                    self.running.pop(kind).close()
                    if attempt:
                        raise
        return None

    def leave_to_owner(self):
        """Forget what a fork has inherited."""
        if self.owner != os.getpid():
            for nursery in self.running.values():
                nursery.control.close()
            self.running, self.owner = {}, os.getpid()

    def usable(self, limits):
        """Whether jails can be joined here for these limits; tried for real, once.

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
        """Whether a program runs in a jail that it has joined."""
        inside = "/run/guest/autograder"
        program = jail.Jail(
            argv=[sys.executable, "-P", f"{inside}/guest/probe.py", "/run/settings.json"],
            readonly=jail.own_code(inside, "guest"),
            files={"/run/settings.json": b'{"attempt": "start", "facts": {}, "limits": {}}'},
            kind="kernel",
            module="autograder.guest.probe",
        )
        try:
            jailed = jail.start(
                program, Limits(), START_SECONDS, nurseries=self, stdout=subprocess.PIPE
            )
        except UserError:
            said = b""
        else:
            with contextlib.closing(jailed), jailed.process.stdout as stdout:
                said = stdout.read()
        if b'"start": [true' not in said:
            logging.getLogger(__name__).warning(
                "No process can join a jail on this machine: each kernel starts anew, which takes "
                "longer."
            )
            return False
        return True

    def close(self):
        """End all."""
        with self.lock:
            self.leave_to_owner()
            while self.running:
                self.running.popitem()[1].close()


@contextlib.contextmanager
def shown_in_a_jail(python):
    """The interpreter's program as a jail shows it, where nobody can change it.

    A process that joins a jail still shows the file that it was started from, as
    ``/proc/self/exe``, and through the mount by which it was opened. Of a Python that belongs to
    whoever marks, student code could otherwise change the content or leave notes in its times. So
    nurseries are started through a jail's read-only mounts, which stay so when that jail has ended.

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
        held = jail.start(jail.Jail(argv=["cat"]), Limits(), START_SECONDS, **streams)
    except UserError as error:
        raise Ended(str(error)) from None
    with contextlib.closing(held), held.process.stdin, held.process.stdout:
        joined.echo(held.process, time.monotonic() + START_SECONDS)
        yield f"/proc/{held.watch.first}/root{os.path.realpath(python)}"
