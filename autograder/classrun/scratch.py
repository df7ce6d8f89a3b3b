"""One folder for all that a run and its workers write and nobody needs afterwards."""

import contextlib
import os
import re
import shutil
import tempfile
from pathlib import Path

NAME = re.compile(r"dinosaur-run-(\d+)-.+")


@contextlib.contextmanager
def scratch():
    """Have temporary files made in a folder of this run.

    Folders that runs have left which were killed are removed on the way.

    Yields
    ------
    Path
    """
    base = Path(tempfile.gettempdir())
    for left in base.glob("dinosaur-run-*"):
        match = NAME.fullmatch(left.name)
        with contextlib.suppress(OSError):
            if match and left.stat().st_uid == os.geteuid() and not is_alive(int(match[1])):
                shutil.rmtree(left, ignore_errors=True)
    folder = tempfile.mkdtemp(prefix=f"dinosaur-run-{os.getpid()}-", dir=base)
    before, tempfile.tempdir = tempfile.tempdir, folder
    try:
        yield Path(folder)
    finally:
        tempfile.tempdir = before
        shutil.rmtree(folder, ignore_errors=True)


def is_alive(pid):
    """Whether a process of this number runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
