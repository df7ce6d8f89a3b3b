"""A zip of pages, written as a stream: sorted, with fixed dates, whole or not at all."""

import os
import stat
import tempfile
import zipfile
from pathlib import Path

CHUNK = 1 << 20


def pack_files(target, files, track=iter):
    """Write a zip.

    The same pages give the same bytes, as long as zlib stays the same.

    Parameters
    ----------
    target : Path
    files : dict of str to (Path, tuple of str)
        By name in the zip: a folder, and the way from there to the file.
    track : callable
        Wraps the sorted names, to show progress.

    Returns
    -------
    left_out : list of str
        Names whose file is no plain file of its own: a link, or something else.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    left_out = []
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w") as archive:
            for name in track(sorted(files)):
                descriptor = open_plain(*files[name])
                if descriptor is None:
                    left_out.append(name)
                    continue
                with os.fdopen(descriptor, "rb") as page:
                    add(archive, name, page)
        Path(temporary).chmod(0o644)  # mkstemp makes it private
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return left_out


def add(archive, name, page):
    """Copy an open file into the zip, piece by piece."""
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o100644 << 16
    entry.create_system = 3  # Unix, also when zipped on Windows
    entry.file_size = os.fstat(page.fileno()).st_size
    with archive.open(entry, "w") as out:
        while chunk := page.read(CHUNK):
            out.write(chunk)


def open_plain(folder, way):
    """Open a file below a folder without following any link.

    Returns
    -------
    int or None
        A descriptor; None if there is no such file, or if it is not a plain one of its own.
    """
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for number, part in enumerate(way):
            last = number + 1 == len(way)
            # Not to wait for a pipe that nobody writes to.
            kind = os.O_NONBLOCK if last else os.O_DIRECTORY
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | kind
            try:
                deeper = os.open(part, flags, dir_fd=opened)
            except OSError:
                return None
            os.close(opened)
            opened = deeper
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
            return None
        result, opened = opened, None
        return result
    finally:
        if opened is not None:
            os.close(opened)
