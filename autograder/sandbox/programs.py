"""Start and end one program, in a sandbox or, for trusted code, without one."""

import contextlib
import ctypes
import json
import os
import resource
import secrets
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from subprocess import PIPE

from autograder.errors import UserError
from autograder.sandbox import forked_process
from autograder.sandbox.bubblewrap import (
    HOLDER,
    HOME,
    SCRATCH,
    SETPRIV,
    SYSTEM,
    UID,
    arguments,
    basic_environment,
    find_bwrap,
    python_folders,
)
from autograder.sandbox.enforcement import ControlGroup, Watch
from autograder.sandbox.limits import resource_limits

# User ids outside that no account uses, so that no file and no other process belongs to them.
FIRST_HOST_UID, HOST_UIDS = 1_800_000_000, 2**28
CLONE_NEWPID = 0x20000000


@dataclass
class Sandbox:
    """What a sandboxed program can see.

    Attributes
    ----------
    argv : list of str
        The program, by its path inside.
    readonly : dict of str to Path
        Files and folders by their path inside.
    files : dict of str to bytes
        Small files that exist inside only.
    environment : dict of str to str
        Added to the few variables that every sandbox has.
    fds : tuple of int
        Open files that the program inherits.
    kind, module : str
        For warm starts: the kind of fork server, and the module whose `main` does what the program
        does. Without, the program is always started anew.
    """

    argv: list
    readonly: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    environment: dict = field(default_factory=dict)
    fds: tuple = ()
    kind: str = ""
    module: str = ""


class SandboxedProcess:
    """A running sandbox.

    Attributes
    ----------
    process : subprocess.Popen
        The outer bubblewrap. When it ends, however it ends, the kernel ends all that is inside.
    watch : Watch
        Ends it when a limit is exceeded.
    first : int or None
        A handle for the first process inside, until the sandbox is closed.
    """

    def __init__(self, process, watch, group, first):
        self.process, self.watch, self.group, self.first = process, watch, group, first
        self.out_of_memory = False

    @property
    def reason(self):
        """Why the sandbox was ended: "time", "memory", "files", or nothing."""
        if not self.watch.reason and (self.out_of_memory or self.group.ran_out_of_memory()):
            return "memory"
        return self.watch.reason

    def close(self):
        """End everything inside at once."""
        self.watch.stopped.set()
        self.first = end(self.process, self.first)
        self.out_of_memory = self.out_of_memory or self.group.ran_out_of_memory()
        self.group.remove()


def own_code(inside, *names):
    """Return the files and folders of this package that a sandbox contains, by their path inside.

    Parameters
    ----------
    inside : str
        Where the package shall lie.
    *names : str
        Modules and packages of it.

    Returns
    -------
    dict of str to Path
    """
    package = Path(__file__).parents[1]
    return {f"{inside}/{name}": package / name for name in (*package_files(*names), *names)}


def package_files(*names):
    """Return the files that Python reads before it finds packages of ours, by their paths here."""
    above = {parent for name in names for parent in PurePosixPath(name).parents}
    return ["lazy.py", *sorted(str(parent / "__init__.py") for parent in above)]


def beside_the_notebook(folder):
    """Return the released files by their path inside; links are left out.

    Parameters
    ----------
    folder : str, Path or None

    Returns
    -------
    dict of str to Path
    """
    paths = Path(folder).iterdir() if folder else ()
    return {f"{HOME}/{path.name}": path for path in paths if not path.is_symlink()}


def reject_visible_folder(folder, limits):
    """Raise an error if every submission could read a folder.

    Parameters
    ----------
    folder : Path
        The course's.
    limits : Limits

    Raises
    ------
    UserError
        If it lies in what sandboxes are shown of the system and of Python.
    """
    shown = [Path(path) for path in SYSTEM]
    shown += python_folders(sys.executable) + python_folders(limits.python or sys.executable)
    for place in shown:
        if folder.resolve().is_relative_to(place):
            raise UserError(
                f"The course lies in {place}, which student code can read, hidden tests and all: "
                "move the course to another folder. Nothing was graded."
            )


def start_sandboxed(sandbox, limits, seconds, python=None, fork_servers=None, **streams):
    """Start a program in a sandbox.

    Parameters
    ----------
    sandbox : Sandbox
    limits : Limits
    seconds : float
        Wall time after which it is ended.
    python : str, optional
        The interpreter whose folders are shown; by default the one for submissions.
    fork_servers : ForkServers, optional
        For a warm start, if the sandbox has a kind.
    **streams
        ``stdin``, ``stdout``, ``stderr`` as of `subprocess.Popen`; by default the null device.

    Returns
    -------
    SandboxedProcess

    Raises
    ------
    UserError
        If this machine cannot make a sandbox.
    """
    bwrap = find_bwrap()
    python = python or limits.python or sys.executable
    root = os.geteuid() == 0
    host_uid = FIRST_HOST_UID + secrets.randbelow(HOST_UIDS) if root else None
    group = ControlGroup(limits)
    with contextlib.ExitStack() as stack:
        handles, program, inside = list(sandbox.fds), sandbox.argv, streams
        if fork_servers is not None:
            # bubblewrap runs a program that only keeps the sandbox open for the forked process.
            handles, program, inside = [], [HOLDER], dict.fromkeys(("stdin", "stdout"), PIPE)

        def data(content):
            file = stack.enter_context(os.fdopen(os.memfd_create("data"), "wb", buffering=0))
            file.write(content)
            file.seek(0)
            handles.append(file.fileno())
            return file.fileno()

        def pipe():
            reading, writing = os.pipe()
            return (
                stack.enter_context(os.fdopen(reading, "rb", buffering=0)),
                stack.enter_context(os.fdopen(writing, "wb", buffering=0)),
            )

        args = arguments(sandbox, limits, python, host_uid, data, fork_servers is not None)
        told, tell = pipe()
        held, release = pipe()
        handles += [tell.fileno(), held.fileno()]
        args += ["--info-fd", str(tell.fileno())]
        # Blocked until its users are mapped and it is in its control group.
        args += ["--userns-block-fd" if root else "--block-fd", str(held.fileno())]
        # By a file, because every process in the sandbox can read the command line of the first.
        packed = data(b"".join(arg.encode() + b"\0" for arg in args))
        with ends_with_its_first() as apart:
            process = subprocess.Popen(
                [bwrap, "--args", str(packed), "--", *(SETPRIV if root else []), *program],
                env={},
                pass_fds=handles,
                start_new_session=True,
                **dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL) | inside,
            )
        handle = None
        try:
            tell.close()
            first = first_process(told, process.pid if apart else None)
            handle = os.pidfd_open(first)
            group.add(first)
            limit(first, limits)
            if root:
                for kind in ("uid_map", "gid_map"):
                    mapping = f"0 0 1\n{UID} {host_uid} 1\n"
                    Path(f"/proc/{first}/{kind}").write_text(mapping)
            release.write(b"x")
            members = [first]
            if fork_servers is not None:
                program = {
                    "kind": sandbox.kind,
                    "module": sandbox.module,
                    "command": sandbox.argv,
                    "environment": basic_environment(python) | sandbox.environment | {"PWD": HOME},
                    "user": UID,
                    "folder": HOME,
                    "fds": sandbox.fds,
                }
                process = forked_process.start(
                    process, first, program, fork_servers, streams, group.add
                )
                members.append(process.inner)
        except (OSError, ValueError):
            end(process, handle)
            for stream in filter(None, (process.stdin, process.stdout)):
                stream.close()
            group.remove()
            raise UserError(
                "bubblewrap cannot start on this machine: run `autograder doctor` to see what is "
                "missing."
            ) from None
    watch = Watch(process, members, limits, group, seconds, SCRATCH)
    watch.start()
    return SandboxedProcess(process, watch, group, handle)


def limit(first, limits):
    """Set resource limits for a sandbox's first process, and thereby for its descendants.

    Its programs set their own. But student code may get hold of other processes of the same user.
    """
    for name, value in resource_limits(limits).items():
        resource.prlimit(first, getattr(resource, f"RLIMIT_{name}"), (value, value))


def end(process, first):
    """End a sandbox's bubblewrap, and thereby everything inside."""
    with contextlib.suppress(OSError):
        process.kill()
    if first is not None:
        # In its first moments it does not end with bubblewrap, but waits for it.
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(first, signal.SIGKILL)
        os.close(first)
    process.wait()
    if isinstance(process, forked_process.Joined):
        process.close()


def first_process(told, outer=None):
    """Return the process id, outside, of a sandbox's first process, from bubblewrap's information.

    Parameters
    ----------
    told : file
    outer : int, optional
        Process id of bubblewrap, if that is the first of a namespace and tells numbers of its own.
    """
    text = told.read()
    if not text:
        raise ValueError("bubblewrap ended early")
    if outer is None:
        return int(json.loads(text)["child-pid"])
    return int(Path(f"/proc/{outer}/task/{outer}/children").read_text())


@contextlib.contextmanager
def ends_with_its_first():
    """Make this thread's next child start a pid namespace, where that is allowed.

    The kernel ends such a namespace with its first process. In its first moments, bubblewrap's own
    child would outlive it otherwise, and wait for it for ever.

    Yields
    ------
    bool
        Whether it will.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    here = os.open("/proc/thread-self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    try:
        able = Path("/proc/thread-self/children").exists() and not libc.unshare(CLONE_NEWPID)
        try:
            yield able
        finally:
            if able and libc.setns(here, CLONE_NEWPID):
                raise OSError(ctypes.get_errno(), "this thread cannot return to its namespace")
    finally:
        os.close(here)


class Bare:
    """A running program without a sandbox, with the same interface as a sandboxed one.

    Attributes
    ----------
    process : subprocess.Popen
    reason : str
        "time" when it was ended for its wall time, else nothing.
    """

    def __init__(self, process, seconds):
        self.process, self.reason = process, ""
        self.timer = threading.Timer(seconds, self.end_for_time)
        self.timer.daemon = True
        self.timer.start()

    def end_for_time(self):
        self.reason = "time"
        with contextlib.suppress(OSError):
            self.process.kill()

    def close(self):
        """End the program."""
        self.timer.cancel()
        with contextlib.suppress(OSError):
            self.process.kill()
        self.process.wait()


def start_unsandboxed(argv, settings, folder, released_files, handles, seconds):
    """Start a kernel without a sandbox, in a copy of the released files.

    Parameters
    ----------
    argv : list of str
        The launcher; the settings' file is added.
    settings : dict
    folder : str
        A private folder.
    released_files : str
        The folder to copy, or nothing.
    handles : list of int
        Open files to inherit.
    seconds : float
        Wall time after which it is ended.

    Returns
    -------
    Bare
    """
    home = Path(folder) / "home"
    if released_files:
        shutil.copytree(released_files, home, ignore=shutil.ignore_patterns("*.ipynb"))
    else:
        home.mkdir()
    file = Path(folder) / "settings.json"
    file.write_text(json.dumps(settings))
    # Otherwise the kernel watches for the end of a parent that is not its own.
    hidden = {"JPY_PARENT_PID", "JPY_INTERRUPT_EVENT"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    process = subprocess.Popen(
        [*argv, str(file)],
        cwd=home,
        env=environment,
        pass_fds=handles,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return Bare(process, seconds)
