"""Folders for all that a run and its workers write and nobody needs afterwards."""

import contextlib
import fcntl
import os
import re
import shutil
import tempfile
from pathlib import Path

ALL = "dinosaur-run-*"
NAME = re.compile(r"dinosaur-run-(\d+)-.+")
# The path of a unix socket has at most 107 characters, and some lie two folders below.
LONGEST_BASE = 40
# Open files by folder: each holds a lock for as long as this process lives.
HELD = {}


@contextlib.contextmanager
def scratch():
    """Have temporary files made in a folder of this run.

    Folders that runs have left which were killed are removed on the way.

    Yields
    ------
    Path
    """
    for left in {*Path("/tmp").glob(ALL), *Path(tempfile.gettempdir()).glob(ALL)}:
        with contextlib.suppress(OSError):
            if is_abandoned(left):
                shutil.rmtree(left, ignore_errors=True)
    folder = new_folder()
    before, tempfile.tempdir = tempfile.tempdir, folder
    try:
        yield Path(folder)
    finally:
        tempfile.tempdir = before
        remove_folder(folder)


def new_folder():
    """A folder for temporary files that no other run takes for abandoned."""
    base = tempfile.gettempdir()
    if len(base) > LONGEST_BASE:
        base = "/tmp"
    folder = tempfile.mkdtemp(prefix=f"dinosaur-run-{os.getpid()}-", dir=base)
    HELD[folder] = os.open(folder, os.O_RDONLY)
    fcntl.flock(HELD[folder], fcntl.LOCK_SH)
    return folder


def remove_folder(folder):
    """Remove what `new_folder` has made."""
    shutil.rmtree(folder, ignore_errors=True)
    os.close(HELD.pop(folder))


def is_abandoned(folder):
    """Whether whoever made a folder is no more.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    bool
    """
    match = NAME.fullmatch(folder.name)
    if not match or folder.stat().st_uid != os.geteuid() or is_alive(int(match[1])):
        return False
    # A container that shares the temporary folder has process numbers of its own.
    handle = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


def is_alive(pid):
    """Whether a process of this number runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
