"""Copy a folder that another account can still write to, without following anything in it."""

import os
import stat
from pathlib import Path

from autograder.sanitize import (
    DEEPEST,
    LARGEST,
    LARGEST_FOLDER,
    MOST_NAMES,
    SAFELY,
    STRANGE,
    printable,
)

FOLDER = SAFELY | os.O_DIRECTORY


def copy_regular_files(source, target, owner):
    """Copy the regular files of a folder that belong to its owner.

    Somebody else's file, a link and whatever is too large stay behind: as a submission they would
    come back as the student's own work, and be shown as their feedback.

    Parameters
    ----------
    source : Path
    target : Path
        Made here, with permissions of its own.
    owner : int
        Number of the account that the folder and everything in it belongs to.

    Returns
    -------
    list of str
        A sentence for each entry that stayed behind.

    Raises
    ------
    OSError
        If the folder cannot be read, or is not the owner's.
    """
    handle = os.open(source, FOLDER)
    try:
        if os.fstat(handle).st_uid != owner:
            raise PermissionError(f"{printable(source.name)} has changed hands")
        left_behind = []
        copy_folder(
            handle, target, owner, {"bytes": LARGEST_FOLDER, "names": MOST_NAMES}, left_behind
        )
        return left_behind
    finally:
        os.close(handle)


def copy_folder(handle, target, owner, left, left_behind, depth=0):
    """Copy the content of an open folder; see `copy_regular_files`."""
    target.mkdir()
    names = []
    with os.scandir(handle) as entries:
        for entry in entries:
            left["names"] -= 1
            if left["names"] < 0:
                left_behind.append(f"it holds more than {MOST_NAMES:,} files.")
                break
            names.append(entry.name)
    # The notebook first: it is copied, whatever else is too much.
    for name in sorted(names, key=lambda name: (not name.endswith(".ipynb"), name)):
        try:
            if STRANGE.search(name):
                raise InvalidFileError("it has a name with control characters or invalid Unicode")
            status = os.stat(name, dir_fd=handle, follow_symlinks=False)
            if not stat.S_ISDIR(status.st_mode):
                copy_file(handle, name, target / name, owner, left)
                continue
            if depth >= DEEPEST:
                raise InvalidFileError("it is a folder too deep inside others")
            inner = os.open(name, FOLDER, dir_fd=handle)
            try:
                copy_folder(inner, target / name, owner, left, left_behind, depth + 1)
            finally:
                os.close(inner)
        except InvalidFileError as reason:
            left_behind.append(f"{printable(name)} was left behind: {reason}.")
        except OSError as error:
            left_behind.append(f"{printable(name)} was left behind: {error.strerror}.")


class InvalidFileError(Exception):
    """A file that is not copied; the text says why."""


def copy_file(handle, name, target, owner, left):
    """Copy one file of an open folder.

    Raises
    ------
    InvalidFileError
        If it is a link or no file, belongs to somebody else, or is too large.
    """
    try:
        file = os.open(name, SAFELY, dir_fd=handle)
    except OSError as error:
        raise InvalidFileError("it is a link or cannot be read") from error
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            raise InvalidFileError("it is a pipe, socket or device")
        if status.st_uid != owner or status.st_nlink > 1:
            raise InvalidFileError("it belongs to somebody else")
        with os.fdopen(file, "rb", closefd=False) as opened:
            content = opened.read(min(LARGEST, left["bytes"]) + 1)
        if len(content) > min(LARGEST, left["bytes"]):
            raise InvalidFileError("it is too large")
    finally:
        os.close(file)
    left["bytes"] -= len(content)
    Path(target).write_bytes(content)
