"""Opening a submission's file, whatever the folder holds in its place."""

import os
import re
import stat
from pathlib import Path
from typing import NamedTuple

from autograder.intake.refused import LARGEST, Refused, printable

MOST_NAMES = 5_000
# Some browsers add an ending to what they download.
NOTEBOOK = re.compile(r".+\.ipynb(\.json|\.txt)?", re.IGNORECASE)
ARCHIVE = re.compile(r".+\.(zip|tar|tgz|tbz2?|txz|tar\.gz|tar\.bz2|tar\.xz)", re.IGNORECASE)
# A pipe without a writer would make opening it wait for ever.
SAFELY = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Submission(NamedTuple):
    """What was found.

    Attributes
    ----------
    content : bytes
        The notebook, not looked at yet.
    repairs : list of str
        What was done to find it, in sentences.
    """

    content: bytes
    repairs: list


def read_submission(folder, name):
    """Read the notebook of a submission.

    Parameters
    ----------
    folder : Path
        ``.../submitted/<student>/<assignment>``. What is above the last two is the instructor's
        and may be a link; these two and the file may not.
    name : str
        The notebook's name, without ``.ipynb``.

    Returns
    -------
    Submission

    Raises
    ------
    Refused
        If there is no such file, and neither exactly one other notebook nor exactly one archive
        with exactly one notebook in it; or if it is a link, no plain file, or too large.
    """
    wanted = f"{name}.ipynb"
    missing = f"There is no file {printable(wanted)}: hand in the notebook under this very name."
    folder = Path(folder).absolute()
    above, student, assignment = folder.parent.parent, folder.parent.name, folder.name
    opened = []
    try:
        try:
            opened.append(os.open(above, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
            for step in (student, assignment):
                opened.append(os.open(step or ".", SAFELY | os.O_DIRECTORY, dir_fd=opened[-1]))
        except OSError:
            raise Refused(missing) from None
        return choose(opened[-1], wanted, missing)
    finally:
        for handle in opened:
            os.close(handle)


def choose(folder, wanted, missing):
    """The file of the right name, or the one that can only be meant.

    Parameters
    ----------
    folder : int
        Handle of the open folder.
    wanted : str
        The file's name.
    missing : str
        What to tell when there is nothing.

    Returns
    -------
    Submission

    Raises
    ------
    Refused
        If nothing, or more than one thing, can be meant.
    """
    try:
        os.stat(wanted, dir_fd=folder, follow_symlinks=False)
    except OSError:
        pass
    else:
        return Submission(read_file(folder, wanted), [])
    notebooks, archives = others(folder)
    if len(notebooks) == 1:
        content = read_file(folder, notebooks[0])
        return Submission(content, [f"{printable(notebooks[0])} was taken for {wanted}."])
    if notebooks:
        names = " and ".join(printable(name) for name in sorted(notebooks)[:2])
        raise Refused(f"{missing} There are {names}, and nobody can tell which one is meant.")
    if len(archives) == 1:
        # Here, because everything else in this module starts no process.
        from autograder.intake.isolated import unpack_isolated

        content, repairs = unpack_isolated(read_file(folder, archives[0]))
        return Submission(content, repairs)
    raise Refused(missing)


def others(folder):
    """Names of plain files that look like notebooks, and like archives."""
    notebooks, archives = [], []
    with os.scandir(folder) as entries:
        for count, entry in enumerate(entries):
            if count >= MOST_NAMES:
                raise Refused(f"The folder holds more than {MOST_NAMES:,} files.")
            if entry.name.startswith(".") or not entry.is_file(follow_symlinks=False):
                continue
            if NOTEBOOK.fullmatch(entry.name):
                notebooks.append(entry.name)
            elif ARCHIVE.fullmatch(entry.name):
                archives.append(entry.name)
    return notebooks, archives


def read_file(folder, name):
    """All bytes of a plain file.

    Parameters
    ----------
    folder : int
        Handle of the open folder.
    name : str
        A name in it.

    Returns
    -------
    bytes

    Raises
    ------
    Refused
        If it is a link, hard or symbolic, or no plain file, cannot be read, or is too large.
    """
    shown = printable(name)
    try:
        handle = os.open(name, SAFELY, dir_fd=folder)
    except OSError:
        raise Refused(
            f"There is no file {shown} that can be read (a link is none): hand in the file itself."
        ) from None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise Refused(f"There is no file {shown}, only something else of that name.")
        if status.st_nlink > 1:
            raise Refused(
                f"{shown} is a hard link, so it may be somebody else's file: hand in a copy."
            )
        # Asked first, so that nothing large is read; read with a limit, since it may still grow.
        size = status.st_size
        if size <= LARGEST:
            with os.fdopen(handle, "rb", closefd=False) as file:
                content = file.read(LARGEST + 1)
            size = len(content)
        if size > LARGEST:
            raise Refused(
                f"{shown} has {size:,} bytes, more than {LARGEST:,}: clear the outputs, save, and "
                "hand it in again."
            )
        return content
    finally:
        os.close(handle)
