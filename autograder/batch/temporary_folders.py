"""Temporary folders of a run, and the removal of those that killed runs left."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from pathlib import Path

PREFIX = "dinosaur-run-"
# The path of a unix socket has at most 107 characters, and some are two folders below.
LONGEST_PARENT = 40
# Open file by folder: each has a lock as long as this process lives.
LOCKS = {}


@contextlib.contextmanager
def use_temporary_folder():
    """Create the temporary files of this process in a new folder, and remove it at the end.

    Yields
    ------
    Path
    """
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
    while True:
        folder = tempfile.mkdtemp(prefix=PREFIX, dir=parent)
        # Another run removes a folder that it finds before it is locked.
        with contextlib.suppress(FileNotFoundError):
            lock = os.open(folder, os.O_RDONLY)
            fcntl.flock(lock, fcntl.LOCK_SH)
            if Path(folder).exists():
                LOCKS[folder] = lock
                return folder
            os.close(lock)


def remove_locked_folder(folder):
    """Remove a folder of `create_locked_folder`."""
    shutil.rmtree(folder, ignore_errors=True)
    os.close(LOCKS.pop(folder))


def remove_abandoned_folders():
    """Remove the folders that killed runs left."""
    for parent in {"/tmp", tempfile.gettempdir()}:
        for folder in Path(parent).glob(f"{PREFIX}*"):
            # BlockingIOError: its run has the lock. A link or another user's folder stays.
            with contextlib.suppress(OSError):
                remove_abandoned_folder(folder)


def remove_abandoned_folder(folder):
    """Remove a folder of this user that no process has locked.

    Raises
    ------
    OSError
        If it is not such a folder.
    """
    if folder.lstat().st_uid != os.geteuid():
        return
    lock = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)
