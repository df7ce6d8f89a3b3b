"""Find and read the notebook of a submission, also inside of a zip or tar.

An archive is read in memory and never unpacked. The archive part uses the standard library only,
because it runs in a child process without site-packages.
"""

import bz2
import gzip
import io
import lzma
import os
import re
import stat
import tarfile
import zipfile
from pathlib import Path
from typing import NamedTuple

from autograder.sanitize.invalid_submission import (
    LARGEST,
    STRANGE,
    InvalidSubmissionError,
    printable,
)

MOST_ENTRIES = 1_000
LONGEST_NAME = 1_000
DRIVE = re.compile(r"[A-Za-z]:")
NOTEBOOK_ENTRY = re.compile(r".\.ipynb$", re.IGNORECASE)
# macOS and Jupyter make these beside the files that a student means.
BYWORK = re.compile(r"(^|/)(__MACOSX|\.ipynb_checkpoints)/|(^|/)\._[^/]*$")


class Entries:
    """The entries of an archive, added one by one."""

    def __init__(self):
        self.names = set()
        self.notebooks = []

    def add(self, name, entry, link_or_device):
        """Check one entry and remember it.

        Parameters
        ----------
        name : str
            As the archive has it.
        entry : object
            Kept if this is the notebook.
        link_or_device : bool
            Whether it is neither a plain file nor a folder.

        Returns
        -------
        bool
            Whether this is a notebook that the student means.

        Raises
        ------
        InvalidSubmissionError
            If it is a link or device, its name leads out of the archive, or there are too many.
        """
        shown = printable(name)
        if link_or_device:
            raise InvalidSubmissionError(
                f"The archive holds a link or device, {shown}: submit the notebook."
            )
        path = name.rstrip("/")
        while path.startswith("./"):
            path = path[2:]
        if not path or path == ".":
            return False
        steps = path.split("/")
        if (
            len(name) > LONGEST_NAME
            or STRANGE.search(name)
            or "\\" in name
            or DRIVE.match(name)
            or any(step in ("", ".", "..") for step in steps)
        ):
            raise InvalidSubmissionError(
                f"The archive holds a name that leads elsewhere, {shown}: submit the notebook."
            )
        # Two names that would be one file on Windows or macOS.
        if path.casefold() in self.names:
            raise InvalidSubmissionError(
                f"The archive holds {shown} twice: submit the notebook alone."
            )
        self.names.add(path.casefold())
        if len(self.names) > MOST_ENTRIES:
            raise InvalidSubmissionError(
                f"The archive holds more than {MOST_ENTRIES:,} files: submit the notebook."
            )
        if name.endswith("/") or not NOTEBOOK_ENTRY.search(path) or BYWORK.search(path):
            return False
        self.notebooks.append(entry)
        if len(self.notebooks) > 1:
            raise InvalidSubmissionError(
                "The archive holds more than one notebook: submit the one to be graded."
            )
        return True

    def replace(self, entry):
        """Replace the content of the notebook that was added last."""
        self.notebooks[-1] = entry

    def the_notebook(self):
        """Return the content of the one notebook.

        Raises
        ------
        InvalidSubmissionError
            If there is none.
        """
        if not self.notebooks:
            raise InvalidSubmissionError(
                "The archive holds no notebook: submit the .ipynb file itself."
            )
        return self.notebooks[0]


LARGEST_CONTENT = (
    100_000_000  # bytes of all files in an archive, compressed ones counted uncompressed
)
HIGHEST_RATIO = 200  # a notebook full of repeated output shrinks to a fiftieth
HARMLESS = 1_000_000  # bytes; below this size no ratio counts as a bomb
CHUNK = 65_536
PLAIN_ZIP = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
PACKED = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open))
BOMB = "The archive grows too large when it is unpacked: submit the notebook alone."
BROKEN = "The archive is broken or of an unusual kind: submit the .ipynb file itself."


def notebook_from(content):
    """Return the one notebook in an archive.

    Parameters
    ----------
    content : bytes
        A zip, or a tar that may be packed with gzip, bzip2 or xz; anything else is rejected.

    Returns
    -------
    content : bytes
        The notebook's, not looked at.
    repairs : list of str
        That it was taken out of an archive.

    Raises
    ------
    InvalidSubmissionError
        If there is not exactly one notebook, if any entry is suspicious (links, devices,
        paths that lead elsewhere, names that collide, encryption), or if limits are passed.
    """
    try:
        found = from_zip(content) if content.startswith(b"PK") else from_tar(content)
    except InvalidSubmissionError:
        raise
    except MemoryError:
        raise InvalidSubmissionError(BOMB) from None
    except Exception:  # zipfile, tarfile and the decompressors raise many kinds of errors
        raise InvalidSubmissionError(BROKEN) from None
    return found, ["The notebook was taken out of the archive that was submitted."]


def read_limited(file):
    """Return all bytes of a file that is not larger than a notebook may be."""
    parts, size = [], 0
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > LARGEST:
            raise InvalidSubmissionError(BOMB)
        parts.append(chunk)
    return b"".join(parts)


def from_zip(content):
    """Return the one notebook in a zip."""
    # Counted before zipfile makes an object of each.
    if content.count(b"PK\x01\x02") > MOST_ENTRIES:
        raise InvalidSubmissionError(
            f"The archive holds more than {MOST_ENTRIES:,} files: submit the notebook."
        )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries, declared = Entries(), 0
        for entry in archive.infolist():
            kind = entry.external_attr >> 28  # the upper bits of Unix's mode
            entries.add(entry.orig_filename, entry, link_or_device=kind not in (0, 0o4, 0o10))
            if entry.flag_bits & 1:
                raise InvalidSubmissionError(
                    "The archive asks for a password: submit the notebook without one."
                )
            if entry.compress_type not in PLAIN_ZIP:
                raise InvalidSubmissionError(BROKEN)
            declared += entry.file_size
        if declared > LARGEST_CONTENT or is_bomb(declared, len(content)):
            raise InvalidSubmissionError(BOMB)
        reject_overlaps(content, archive)
        with archive.open(entries.the_notebook()) as file:
            return read_limited(file)


def is_bomb(unpacked, packed):
    """Return whether data is compressed more than any valid file."""
    return unpacked > HARMLESS and unpacked > HIGHEST_RATIO * packed


def reject_overlaps(content, archive):
    """Raise an error for a zip in which two entries share bytes, as the densest bombs do."""
    end = 0
    for entry in sorted(archive.infolist(), key=lambda entry: entry.header_offset):
        start = entry.header_offset
        header = content[start : start + 30]
        if start < end or len(header) < 30:
            raise InvalidSubmissionError(BROKEN)
        name, extra = (int.from_bytes(header[i : i + 2], "little") for i in (26, 28))
        end = start + 30 + name + extra + entry.compress_size


class Metered:
    """A stream that raises an error beyond a limit.

    Parameters
    ----------
    file : file object
        Gives unpacked bytes.
    packed : int
        Number of bytes before unpacking.
    """

    def __init__(self, file, packed):
        self.file, self.packed, self.size = file, packed, 0

    def read(self, size):
        """Read like a file, up to the limit."""
        data = self.file.read(size)
        self.size += len(data)
        if self.size > LARGEST_CONTENT or is_bomb(self.size, self.packed):
            raise InvalidSubmissionError(BOMB)
        return data


def from_tar(content):
    """Return the one notebook in a tar; the archive is read from front to back, once."""
    stream = io.BytesIO(content)
    for start, opener in PACKED:
        if content.startswith(start):
            stream = opener(stream)
    entries = Entries()
    # "r|" never seeks, so no header can send it back to where it was.
    with tarfile.open(fileobj=Metered(stream, len(content)), mode="r|") as archive:
        for member in archive:
            archive.members.clear()  # it would keep them all
            plain = member.isdir() or (member.isreg() and not member.issparse())
            # Symbolic and hard links, devices, pipes, files with holes.
            if entries.add(member.name, None, link_or_device=not plain) and member.isreg():
                entries.replace(read_limited(archive.extractfile(member)))
    return entries.the_notebook()


MOST_NAMES = 5_000
# Some browsers add an ending to what they download.
NOTEBOOK = re.compile(r".+\.ipynb(\.json|\.txt)?", re.IGNORECASE)
ARCHIVE = re.compile(r".+\.(zip|tar|tgz|tbz2?|txz|tar\.gz|tar\.bz2|tar\.xz)", re.IGNORECASE)
# Opening a pipe without a writer would block forever.
SAFELY = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Submission(NamedTuple):
    """The content that was found, and what was done to find it.

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
    InvalidSubmissionError
        If there is no such file, and neither exactly one other notebook nor exactly one archive
        with exactly one notebook in it; or if it is a link, no plain file, or too large.
    """
    wanted = f"{name}.ipynb"
    missing = f"There is no file {printable(wanted)}: submit the notebook under this very name."
    folder = Path(folder).absolute()
    above, student, assignment = folder.parent.parent, folder.parent.name, folder.name
    opened = []
    try:
        try:
            opened.append(os.open(above, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
            for step in (student, assignment):
                opened.append(os.open(step or ".", SAFELY | os.O_DIRECTORY, dir_fd=opened[-1]))
        except OSError:
            raise InvalidSubmissionError(missing) from None
        return choose(opened[-1], wanted, missing)
    finally:
        for handle in opened:
            os.close(handle)


def choose(folder, wanted, missing):
    """Return the file of the right name, or the only other one that can be meant.

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
    InvalidSubmissionError
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
        raise InvalidSubmissionError(
            f"{missing} There are {names}, and nobody can tell which one is meant."
        )
    if len(archives) == 1:
        # Here, because everything else in this module starts no process.
        from autograder.sanitize.isolation import unpack_isolated

        content, repairs = unpack_isolated(read_file(folder, archives[0]))
        return Submission(content, repairs)
    raise InvalidSubmissionError(missing)


def others(folder):
    """Return the names of regular files that look like notebooks, and like archives."""
    notebooks, archives = [], []
    with os.scandir(folder) as entries:
        for count, entry in enumerate(entries):
            if count >= MOST_NAMES:
                raise InvalidSubmissionError(f"The folder holds more than {MOST_NAMES:,} files.")
            if entry.name.startswith(".") or not entry.is_file(follow_symlinks=False):
                continue
            if NOTEBOOK.fullmatch(entry.name):
                notebooks.append(entry.name)
            elif ARCHIVE.fullmatch(entry.name):
                archives.append(entry.name)
    return notebooks, archives


def read_file(folder, name):
    """Return all bytes of a regular file.

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
    InvalidSubmissionError
        If it is a link, hard or symbolic, or no plain file, cannot be read, or is too large.
    """
    shown = printable(name)
    try:
        handle = os.open(name, SAFELY, dir_fd=folder)
    except OSError:
        raise InvalidSubmissionError(
            f"There is no file {shown} that can be read; links are not accepted: submit the file "
            "itself."
        ) from None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise InvalidSubmissionError(
                f"There is no file {shown}, only a folder, pipe, socket or device with this name."
            )
        if status.st_nlink > 1:
            raise InvalidSubmissionError(
                f"{shown} is a hard link, so it may be somebody else's file: submit a copy."
            )
        # Size checked first, so that nothing large is read; read with a limit, because it may still
        # grow.
        size = status.st_size
        if size <= LARGEST:
            with os.fdopen(handle, "rb", closefd=False) as file:
                content = file.read(LARGEST + 1)
            size = len(content)
        if size > LARGEST:
            raise InvalidSubmissionError(
                f"{shown} has {size:,} bytes, more than {LARGEST:,}: clear the outputs, save, and "
                "submit it again."
            )
        return content
    finally:
        os.close(handle)
