"""Temporary folders of a run, and the removal of those that killed runs left."""

import contextlib
import fcntl
import os
import re
import shutil
import tempfile
from pathlib import Path

PATTERN = "dinosaur-run-*"
NAME = re.compile(r"dinosaur-run-(\d+)-.+")
# The path of a unix socket has at most 107 characters, and some are two folders below.
LONGEST_PARENT = 40
# Open file by folder: each has a lock as long as this process lives.
LOCKS = {}


@contextlib.contextmanager
def use_temporary_folder():
    """Create the temporary files of this process in a new folder, and remove it at the end.

    Folders that killed runs left are removed first.

    Yields
    ------
    Path
    """
    for path in {*Path("/tmp").glob(PATTERN), *Path(tempfile.gettempdir()).glob(PATTERN)}:
        with contextlib.suppress(OSError):
            if is_abandoned(path):
                shutil.rmtree(path, ignore_errors=True)
    folder = create_locked_folder()
    before, tempfile.tempdir = tempfile.tempdir, folder
    try:
        yield Path(folder)
    finally:
        tempfile.tempdir = before
        remove_locked_folder(folder)


def create_locked_folder():
    """Return a new temporary folder whose lock keeps other runs from removing it."""
    parent = tempfile.gettempdir()
    if len(parent) > LONGEST_PARENT:
        parent = "/tmp"
    folder = tempfile.mkdtemp(prefix=f"dinosaur-run-{os.getpid()}-", dir=parent)
    LOCKS[folder] = os.open(folder, os.O_RDONLY)
    fcntl.flock(LOCKS[folder], fcntl.LOCK_SH)
    return folder


def remove_locked_folder(folder):
    """Remove a folder of `create_locked_folder`."""
    shutil.rmtree(folder, ignore_errors=True)
    os.close(LOCKS.pop(folder))


def is_abandoned(folder):
    """Return whether the process that created a folder has ended."""
    match = NAME.fullmatch(folder.name)
    if not match or folder.stat().st_uid != os.geteuid() or is_alive(int(match[1])):
        return False
    # In a container that shares the temporary folder, process ids are different.
    handle = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


def is_alive(pid):
    """Return whether a process with this id runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
