"""Turn a forked process into the program of a sandbox that bubblewrap has made.

All of this is trusted code, and it runs before any student code is in the sandbox. It ends in the
state in which bubblewrap and ``setpriv`` leave a program: an unprivileged user, no capabilities and
no way to gain any, and the filter for system calls. Any failure ends the process.
"""

import contextlib
import ctypes
import fcntl
import importlib
import json
import os
import signal
import socket
import sys
import time
from pathlib import Path

CLONE_NEWUSER = 0x10000000
PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP = 4, 22, 24
PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 38, 47, 4
SECCOMP_MODE_FILTER = 2
CAPABILITY_VERSION = 0x20080522
LARGEST = 2**17  # bytes of a request
MOST_HANDLES = 64
FIRST_FREE = 100  # above the numbers of handles that a program can ask for


class Filter(ctypes.Structure):
    """The kernel's ``struct sock_fprog``."""

    _fields_ = (("length", ctypes.c_ushort), ("program", ctypes.c_char_p))


def enter(handle):
    """Enter a sandbox for good and prepare to run its program.

    Parameters
    ----------
    handle : int
        The connection to the process that made the sandbox. One message brings the request, as
        JSON, with
        the handles of the sandbox's namespaces and the program's own; a second one lets it begin.

    Returns
    -------
    str
        The module whose `main` is the program.
    """
    try:
        link = socket.socket(fileno=handle)
        message, handles, _, _ = socket.recv_fds(link, LARGEST, MOST_HANDLES)
        request = json.loads(message)
        libc = ctypes.CDLL(None, use_errno=True)
        namespaces = request["namespaces"]
        join(libc, dict(zip(handles, namespaces, strict=False)))
        second_self(link)
        arrange(link, dict(zip(handles[len(namespaces) :], request["handles"], strict=True)))
        root = Path("/").stat()
        if [root.st_dev, root.st_ino] != request["root"]:
            raise OSError("not in the sandbox's files")
        os.chdir(request["folder"])
        renew(request)
        give_up_privileges(libc, request["user"])
        program = bytes.fromhex(request["filter"])
        filter_ = Filter(len(program) // 8, program)
        pointer = ctypes.addressof(filter_)
        check(prctl(libc, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, pointer))
        return request["module"]
    except BaseException:
        os._exit(70)


def run(handle):
    """Enter a sandbox and run its program."""
    importlib.import_module(enter(handle)).main()


def check(result):
    """Raise an error if a C function has failed."""
    if result:
        raise OSError(ctypes.get_errno(), "not joined")


def prctl(libc, option, *arguments):
    """Call prctl(2) with all five arguments as long as the kernel reads them."""
    arguments = (*arguments, 0, 0, 0, 0)[:4]
    return libc.prctl(option, *map(ctypes.c_ulong, arguments))


def join(libc, namespaces):
    """Join namespaces, the one that owns the others first.

    Parameters
    ----------
    libc : ctypes.CDLL
    namespaces : dict of int to int
        Kind by handle, in the order of joining.
    """
    for handle, kind in namespaces.items():
        check(libc.setns(handle, kind))


def second_self(link):
    """Continue in a child, because only children are in the new pid namespace."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child:
        # No other process can have this number: the child is not reaped before its parent has
        # ended.
        socket.send_fds(link, [str(child).encode()], [os.pidfd_open(child)])
        os._exit(0)
    os.setsid()
    if link.recv(1) != b"x":
        os._exit(0)  # the process that made the sandbox has ended it


def arrange(link, wanted):
    """Give the handles their numbers and close all others.

    Parameters
    ----------
    link : socket.socket
    wanted : dict of int to int
        Number in the program by number here.
    """
    link.close()
    above = max([FIRST_FREE, *wanted.values()]) + 1
    moved = {fcntl.fcntl(here, fcntl.F_DUPFD, above): there for here, there in wanted.items()}
    for here, there in moved.items():
        os.dup2(here, there)
    keep = {0, 1, 2, *wanted.values()}
    for number in map(int, os.listdir("/proc/self/fd")):  # noqa: PTH208
        if number not in keep:
            with contextlib.suppress(OSError):  # the handle that listed them
                os.close(number)


def renew(request):
    """Reset environment, arguments, random numbers and caches to those of a new process."""
    home = request["environment"]["HOME"]
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    sys.orig_argv = list(request["command"])
    sys.argv = sys.orig_argv[2:]
    sys.path_importer_cache.clear()
    importlib.invalidate_caches()
    loaded = sys.modules.get
    if loaded("numpy.random"):
        loaded("numpy.random").seed()
    if loaded("random"):
        loaded("random").seed()
    if loaded("tempfile"):
        loaded("tempfile").tempdir = None
    if loaded("site"):
        site = loaded("site")
        site.USER_BASE = site.USER_SITE = None
        site.getusersitepackages()
    if loaded("multiprocessing.process"):
        loaded("multiprocessing.process").current_process().authkey = os.urandom(32)
    if loaded("matplotlib"):
        move_matplotlib(loaded, home)


def move_matplotlib(loaded, home):
    """Use the sandbox's folders for matplotlib."""
    folder = os.environ["MPLCONFIGDIR"]
    for name in ("get_configdir", "get_cachedir"):
        for cell in getattr(loaded("matplotlib"), name).__closure__ or ():
            if isinstance(cell.cell_contents, str) and cell.cell_contents.startswith("/"):
                cell.cell_contents = folder
    if loaded("matplotlib.style"):
        loaded("matplotlib.style").USER_LIBRARY_PATHS[:] = [f"{folder}/stylelib"]
    if loaded("matplotlib.texmanager"):
        loaded("matplotlib.texmanager").TexManager._cache_dir = Path(folder, "tex.cache")
    if hasattr(loaded("matplotlib.font_manager"), "_HOME"):
        loaded("matplotlib.font_manager")._HOME = Path(home)


def give_up_privileges(libc, user):
    """Become an ordinary user without capabilities and without a way to gain any.

    Parameters
    ----------
    libc : ctypes.CDLL
    user : int
        Number inside. Where it is ours already, the namespace allows no other.
    """
    for number in range(64):
        if prctl(libc, PR_CAPBSET_DROP, number):
            break  # there are no more
    if os.getresuid() != (user,) * 3:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    check(prctl(libc, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL))
    nothing = (ctypes.c_uint32 * 6)()
    check(libc.capset((ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0), nothing))
    check(prctl(libc, PR_SET_NO_NEW_PRIVS, 1))
    if os.getresuid() != (user,) * 3 or os.getresgid() != (user,) * 3:
        raise OSError("not the user that it shall be")
    # As after the start of a program; a change of user clears it.
    check(prctl(libc, PR_SET_DUMPABLE, 1))
