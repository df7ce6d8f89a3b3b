"""Read a platform's download: a zip, a folder or single files.

A zip is read entry by entry; an invalid entry affects no other. A folder is walked without
following a link. Names of files are untrusted.
"""

import contextlib
import os
import re
import stat
import zipfile
from pathlib import Path
from typing import NamedTuple

from autograder.collect.roster import same_id
from autograder.collect.timestamps import member_time, plausible
from autograder.sanitize import (
    BYWORK,
    DRIVE,
    LARGEST,
    LONGEST_NAME,
    PLAIN_ZIP,
    SAFELY,
    InvalidSubmissionError,
    is_bomb,
    printable,
    read_file,
    read_limited,
)

MOST_FILES = 400_000  # in one download: a class of 100,000 with some files each
# Surrogates, and what ends a line or a text; what turns text around is removed later.
NOT_PRINTED = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
# Operating systems make these beside the files that people mean.
SYSTEM = re.compile(r"(^|/)(\.DS_Store|Thumbs\.db|desktop\.ini|\.~lock\.[^/]*#)$", re.IGNORECASE)


class Found(NamedTuple):
    """A file in a download.

    Attributes
    ----------
    path : str
        Its steps, joined by ``/``.
    size : int
        As the download states it.
    when : float
        Its time in seconds since 1970, 0 if it has none.
    key : object
        What the download finds it by.
    """

    path: str
    size: int
    when: float
    key: object


class Download:
    """A zip, a folder or a file that was named at the command line, or lay in a folder.

    Parameters
    ----------
    path : Path
        Where it lies.

    Attributes
    ----------
    files : list of Found
        All that can be somebody's submission.
    rejected : list of tuple of str
        Entry and reason of what cannot.
    timed : bool
        Whether its times are more than those of the last copy.
    """

    timed = False

    def __init__(self, path):
        self.path, self.files, self.rejected = Path(path), [], []

    def read(self, found):
        """Return all bytes of one of the files.

        Raises
        ------
        InvalidSubmissionError
            If it is not what it stated to be, or too large.
        """
        raise NotImplementedError

    def close(self):
        """Close open files."""


def is_bywork(path):
    """Return whether an operating system, not a person, made this file."""
    return bool(BYWORK.search(path) or SYSTEM.search(path))


def check_name(path):
    """Raise an error for a name that leads out of the download, or that no valid program writes.

    Raises
    ------
    InvalidSubmissionError
    """
    if len(path) > LONGEST_NAME:
        raise InvalidSubmissionError(f"a name of more than {LONGEST_NAME:,} characters")
    if NOT_PRINTED.search(path):
        raise InvalidSubmissionError("a name with control characters")
    steps = path.split("/")
    if "\\" in path or DRIVE.match(path) or any(step in ("", ".", "..") for step in steps):
        raise InvalidSubmissionError("a name that leads elsewhere")


def check_size(size):
    """Raise an error for a file that is larger than any notebook.

    Raises
    ------
    InvalidSubmissionError
    """
    if size > LARGEST:
        raise InvalidSubmissionError(f"more than {LARGEST:,} bytes")


DEEPEST = 12  # folders inside each other
FOLDER = SAFELY | os.O_DIRECTORY


class FolderDownload(Download):
    """All files of a folder, or those of its files that are named; see `Download`.

    Parameters
    ----------
    path : Path
        The folder, which may be a link: it is the instructor's.
    names : list of str, optional
        Only these of its entries.

    Raises
    ------
    InvalidSubmissionError
        If there are more files than any class submits.
    """

    def __init__(self, path, names=None):
        super().__init__(path)
        waiting = [("", 0)]
        while waiting:
            step, depth = waiting.pop()
            try:
                entries = sorted(os.scandir(self.path / step), key=lambda entry: entry.name)
            except OSError:
                self.rejected.append((printable(step), "a folder that cannot be read"))
                continue
            for entry in entries:
                name = f"{step}/{entry.name}" if step else entry.name
                if not step and names is not None and entry.name not in names:
                    continue
                if entry.is_dir(follow_symlinks=False) and not is_bywork(f"{name}/"):
                    if depth < DEEPEST:
                        waiting.append((name, depth + 1))
                    else:
                        self.rejected.append((printable(name), "a folder too deep inside others"))
                elif not is_bywork(name):
                    self.add(name, entry)

    def add(self, name, entry):
        """Add one entry to the files or to the rejected ones."""
        if len(self.files) >= MOST_FILES:
            raise InvalidSubmissionError(f"a folder with more than {MOST_FILES:,} files")
        status = entry.stat(follow_symlinks=False)
        try:
            check_name(name)
            if not stat.S_ISREG(status.st_mode):
                raise InvalidSubmissionError("a link, pipe, socket or device")
            check_size(status.st_size)
        except InvalidSubmissionError as reason:
            self.rejected.append((printable(name), str(reason)))
        else:
            self.files.append(Found(name, status.st_size, plausible(status.st_mtime), name))

    def read(self, found):
        *steps, name = found.key.split("/")
        opened = []
        try:
            opened.append(os.open(self.path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
            for step in steps:
                opened.append(os.open(step, FOLDER, dir_fd=opened[-1]))
            return read_file(opened[-1], name)
        except OSError:
            raise InvalidSubmissionError("it has gone, or turned into a link") from None
        finally:
            for handle in opened:
                os.close(handle)


MOST_DIRECTORY = 150_000_000  # bytes of the list of entries, which zipfile reads at once
HEADER = 30
BROKEN = "a broken zip, or none: download it again"


class GuardedFile:
    """A file from which zipfile cannot read an excessive list of entries.

    Parameters
    ----------
    file : binary file
    """

    def __init__(self, file):
        self.file = file
        self.seek, self.tell, self.close, self.seekable = (
            file.seek,
            file.tell,
            file.close,
            file.seekable,
        )

    def read(self, size=-1):
        """Read like the file, and count the entries before zipfile makes objects of them."""
        if size is None or size < 0 or size > MOST_DIRECTORY:
            size = MOST_DIRECTORY + 1
        data = self.file.read(size)
        if len(data) > MOST_DIRECTORY or data.count(b"PK\x01\x02") > MOST_FILES:
            raise InvalidSubmissionError(f"a zip with more than {MOST_FILES:,} files")
        return data


class ZipDownload(Download):
    """A zip; see `Download`.

    Parameters
    ----------
    path : Path

    Raises
    ------
    InvalidSubmissionError
        If the zip as a whole cannot be read.
    """

    timed = True

    def __init__(self, path):
        super().__init__(path)
        # Opening a pipe without a writer would block forever.
        handle = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        file = os.fdopen(handle, "rb")
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise InvalidSubmissionError("a pipe or device")
            self.archive = zipfile.ZipFile(GuardedFile(file))
            self.list_files()
        except InvalidSubmissionError:
            file.close()
            raise
        except Exception:  # zipfile raises many kinds of errors
            file.close()
            raise InvalidSubmissionError(BROKEN) from None
        self.file = file

    def list_files(self):
        """Sort all entries into files and rejected ones."""
        overlapping = overlaps(self.archive)
        names = set()
        for entry in self.archive.infolist():
            path = name_of(entry)
            if entry.filename.endswith("/") or is_bywork(path):
                continue
            try:
                check_entry(entry, path)
                if entry in overlapping:
                    raise InvalidSubmissionError("an entry that shares its bytes with another")
                if same_id(path) in names:
                    raise InvalidSubmissionError("a second entry of the same name")
            except InvalidSubmissionError as reason:
                self.rejected.append((printable(path), str(reason)))
                continue
            names.add(same_id(path))
            self.files.append(Found(path, entry.file_size, member_time(entry), entry))

    def read(self, found):
        try:
            with self.archive.open(found.key) as file:
                return read_limited(file)
        except InvalidSubmissionError:
            raise InvalidSubmissionError("more bytes than it states") from None
        except MemoryError:
            raise
        except Exception:  # as above
            raise InvalidSubmissionError("broken: its bytes do not fit its checksum") from None

    def close(self):
        with contextlib.suppress(OSError):
            self.archive.close()
        self.file.close()


def name_of(entry):
    """Return an entry's name, also where a program wrote UTF-8 without declaring it.

    Parameters
    ----------
    entry : zipfile.ZipInfo

    Returns
    -------
    str
    """
    # The name before zipfile cuts it at a NUL, which would then be invisible.
    name = entry.orig_filename
    if not entry.flag_bits & 0x800:
        with contextlib.suppress(ValueError):
            name = name.encode("cp437").decode("utf-8")
    while name.startswith("./"):
        name = name[2:]
    return name


def check_entry(entry, path):
    """Raise an error for an entry that is not a regular file.

    Raises
    ------
    InvalidSubmissionError
    """
    check_name(path)
    if entry.external_attr >> 28 not in (0, 0o10):  # the upper bits of Unix's mode
        raise InvalidSubmissionError("a link or device")
    if entry.flag_bits & 1:
        raise InvalidSubmissionError("locked with a password")
    if entry.compress_type not in PLAIN_ZIP:
        raise InvalidSubmissionError("packed in an unusual way")
    check_size(entry.file_size)
    if is_bomb(entry.file_size, entry.compress_size):
        raise InvalidSubmissionError("it grows too large when it is unpacked")


def overlaps(archive):
    """Return the entries that share bytes with others, as the densest bombs do.

    Parameters
    ----------
    archive : zipfile.ZipFile

    Returns
    -------
    set of zipfile.ZipInfo
    """
    found, end, last = set(), 0, None
    for entry in sorted(archive.infolist(), key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            found |= {entry, last}
        reach = entry.header_offset + HEADER + entry.compress_size
        if reach > end:
            end, last = reach, entry
    return found
