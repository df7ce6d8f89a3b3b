"""One folder for all that a run and its workers write and nobody needs afterwards."""

import contextlib
import os
import re
import shutil
import tempfile
from pathlib import Path

ALL = "dinosaur-run-*"
NAME = re.compile(r"dinosaur-run-(\d+)-.+")
# The path of a unix socket has at most 107 characters, and some lie two folders below.
LONGEST_BASE = 40


@contextlib.contextmanager
def scratch():
    """Have temporary files made in a folder of this run.

    Folders that runs have left which were killed are removed on the way.

    Yields
    ------
    Path
    """
    for left in {*Path("/tmp").glob(ALL), *Path(tempfile.gettempdir()).glob(ALL)}:
        match = NAME.fullmatch(left.name)
        with contextlib.suppress(OSError):
            if match and left.stat().st_uid == os.geteuid() and not is_alive(int(match[1])):
                shutil.rmtree(left, ignore_errors=True)
    folder = new_folder()
    before, tempfile.tempdir = tempfile.tempdir, folder
    try:
        yield Path(folder)
    finally:
        tempfile.tempdir = before
        shutil.rmtree(folder, ignore_errors=True)


def new_folder():
    """A folder for temporary files whose name tells who has made it."""
    base = tempfile.gettempdir()
    if len(base) > LONGEST_BASE:
        base = "/tmp"
    return tempfile.mkdtemp(prefix=f"dinosaur-run-{os.getpid()}-", dir=base)


def is_alive(pid):
    """Whether a process of this number runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
