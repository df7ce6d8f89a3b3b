"""Have a process of a fork server join a sandbox, and control it like a child process."""

import contextlib
import fcntl
import json
import os
import select
import socket
import subprocess
import threading
import time

from autograder.sandbox import seccomp

# In the order of joining, by the names in /proc; with the kernel's CLONE_NEW... flags.
NAMESPACES = {"mnt": 0x00020000, "pid": 0x20000000, "net": 0x40000000, "ipc": 0x08000000,
              "uts": 0x04000000, "cgroup": 0x02000000}  # fmt: skip
CLONE_NEWUSER = 0x10000000
NS_GET_USERNS = 0xB701
SECONDS = 60  # for an operation that takes milliseconds on a machine that is not busy


class Joined:
    """A process that has joined a sandbox, with an interface like `subprocess.Popen`.

    When it ends, the whole sandbox is ended.

    Parameters
    ----------
    outer : subprocess.Popen
        The sandbox's bubblewrap.
    inner : int
        The process, by its number outside.
    handle : int
        A handle for that process (pidfd), to be owned.
    stdin, stdout : file or None
        Our ends of its pipes.
    """

    stderr = None

    def __init__(self, outer, inner, handle, stdin, stdout):
        self.outer, self.inner, self.handle = outer, inner, handle
        self.pid, self.stdin, self.stdout = outer.pid, stdin, stdout
        self.lock = threading.Lock()

    @property
    def returncode(self):
        """The exit status of the sandbox; None while it runs."""
        return self.outer.returncode

    def ended(self, milliseconds=0):
        """Return whether the process has ended, after waiting for some time at most."""
        poll = select.poll()
        with self.lock:
            if self.handle is None:
                return True
            handle = os.dup(self.handle)  # another thread may close it meanwhile
        try:
            poll.register(handle, select.POLLIN)
            return bool(poll.poll(milliseconds))
        finally:
            os.close(handle)

    def poll(self):
        """End the sandbox if the process has ended; return the sandbox's exit status or None."""
        if self.outer.poll() is None and self.ended():
            self.outer.kill()
            self.outer.wait()
        return self.outer.returncode

    def kill(self):
        """End the whole sandbox."""
        self.outer.kill()

    terminate = kill

    def wait(self, timeout=None):
        """Wait until the process ends."""
        if self.outer.poll() is None and not self.ended(
            None if timeout is None else timeout * 1000
        ):
            raise subprocess.TimeoutExpired("sandbox", timeout)
        return self.poll()

    def close(self):
        """End the sandbox and close all handles of it."""
        with contextlib.suppress(OSError):
            self.outer.kill()
        self.outer.wait()
        self.outer.stdin.close()
        with self.lock:
            if self.handle is not None:
                os.close(self.handle)
                self.handle = None


def namespaces_of(first, handles):
    """Open the namespaces of a sandbox.

    Parameters
    ----------
    first : int
        The sandbox's first process.
    handles : contextlib.ExitStack
        Closes what is opened.

    Returns
    -------
    list of tuple of (int, int)
        Handle and kind, in the order of joining: the user namespace that owns the others comes
        first, and the one in which programs run last where that is another one.

    Raises
    ------
    OSError
        If one of them cannot be opened, or is our own.
    """

    def kept(handle):
        handles.callback(os.close, handle)
        return handle

    def opened(name):
        handle = kept(os.open(f"/proc/{first}/ns/{name}", os.O_RDONLY | os.O_CLOEXEC))
        if same(handle, f"/proc/self/ns/{name}"):
            raise OSError(f"the sandbox has no {name} namespace of its own")
        return handle

    found = [(opened(name), kind) for name, kind in NAMESPACES.items()]
    user = opened("user")
    owner = kept(fcntl.ioctl(found[0][0], NS_GET_USERNS))
    found.insert(0, (owner, CLONE_NEWUSER))
    if not same(user, owner):
        found.append((user, CLONE_NEWUSER))
    return found


def same(one, other):
    """Return whether two handles or paths belong to the same namespace."""
    one, other = os.stat(one), os.stat(other)  # noqa: PTH116, handles too
    return (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino)


def echo(outer, deadline):
    """Wait until the holding program of the sandbox echoes what it receives."""
    outer.stdin.write(b"x")
    outer.stdin.flush()
    if not select.select([outer.stdout], [], [], max(deadline - time.monotonic(), 0))[0]:
        raise TimeoutError
    if os.read(outer.stdout.fileno(), 1) != b"x":
        raise ConnectionError("the sandbox has ended")


def start(outer, first, program, fork_servers, streams, admit):
    """Have a forked process join a sandbox and run its program there.

    Parameters
    ----------
    outer : subprocess.Popen
        The sandbox's bubblewrap, whose program is the holder.
    first : int
        The sandbox's first process.
    program : dict
        ``kind`` and ``module``, ``command``, ``environment``, ``user``, ``folder``, and ``fds``,
        the open files that it inherits.
    fork_servers : ForkServers
    streams : dict of str to int
        ``stdin`` and ``stdout`` as of `subprocess.Popen`, if they shall be pipes.
    admit : callable
        Takes the process's number before anything of a student's can run in it.

    Returns
    -------
    Joined

    Raises
    ------
    OSError
        If the sandbox has ended or no fork server makes a child.
    """
    deadline = time.monotonic() + SECONDS
    with contextlib.ExitStack() as stack:
        handles, ours = {number: number for number in program["fds"]}, {}
        for name, number in (("stdin", 0), ("stdout", 1)):
            if streams.get(name) == subprocess.PIPE:
                pair = os.pipe()
                ours[name] = os.fdopen(pair[1 - number], "rb" if number else "wb", buffering=0)
                stack.callback(os.close, pair[number])
                handles[number] = pair[number]
        try:
            # Once the holding program runs, bubblewrap has made all namespaces and mounts. If it
            # still runs afterwards, the process id of the first process belonged to no other
            # process meanwhile.
            echo(outer, deadline)
            namespaces = namespaces_of(first, stack)
            root = os.stat(f"/proc/{first}/root")  # noqa: PTH116, a link that leads nowhere else
            echo(outer, deadline)
            outer.stdout.close()
            request = {
                **program,
                "root": [root.st_dev, root.st_ino],
                "namespaces": [kind for _, kind in namespaces],
                "handles": list(handles),
                "filter": seccomp.program().hex(),
            }
            passed = [*(handle for handle, _ in namespaces), *handles.values()]
            message = json.dumps(request).encode()
            for last in (False, True):
                try:
                    inner, handle = begin(fork_servers, program["kind"], message, passed, admit)
                    break
                except OSError:  # the fork server may have ended at this moment
                    if last or outer.poll() is not None:
                        raise
        except BaseException:
            for file in ours.values():
                file.close()
            raise
    return Joined(outer, inner, handle, ours.get("stdin"), ours.get("stdout"))


def begin(fork_servers, kind, message, passed, admit):
    """Send a new forked process into the sandbox; return its process id and a handle."""
    with fork_servers.link(kind) as link:
        link.settimeout(SECONDS)
        socket.send_fds(link, [message], passed)
        text, received, _, _ = socket.recv_fds(link, 32, 1)
        if not received:
            raise ConnectionError("the child has ended")
        try:
            inner = int(text)
            admit(inner)
            link.sendall(b"x")
        except BaseException:
            os.close(received[0])
            raise
    return inner, received[0]
