"""Writing files so that nobody ever sees half of one."""

import contextlib
import os
import shutil
import tempfile
import zipfile
from pathlib import Path

# What lies beside a notebook once somebody has worked there, and nobody gets: what programs hide,
# caches, logs, and the weights that a training saves on its way.
LEFTOVERS = [".*", "__pycache__", "*.pyc", "*~", "*.log", "*.weights.h5", "feedback"]
UNFINISHED = ".unfinished"


def write_atomically(path, content):
    """Put `content` in place of `path` in one move.

    Parameters
    ----------
    path : str or Path
        The file to write; missing folders are made.
    content : str or bytes
        Text is written as UTF-8 with LF line ends.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        content = content.encode("utf-8")
    # In the same folder, since a rename is atomic only within one file system.
    # Its name is shorter than the file's may be.
    handle, temporary = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.name[:40]}.", suffix=UNFINISHED
    )
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            # Or a machine that dies may keep the new name and lose what the file held.
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)  # mkstemp makes it private
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def remove_unfinished(folder):
    """Remove what processes were killed at while they wrote, from a folder that nobody writes to.

    Parameters
    ----------
    folder : Path
        It need not exist.
    """
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") and entry.name.endswith(UNFINISHED):
                Path(entry.path).unlink(missing_ok=True)


def copy_sources(origin, target, **options):
    """Copy a folder of sources without what work there has left behind.

    Parameters
    ----------
    origin, target : Path
    **options
        For ``shutil.copytree``.
    """
    shutil.copytree(origin, target, ignore=shutil.ignore_patterns(*LEFTOVERS), **options)


def sync_folder(folder):
    """Have the disk know which names a folder holds.

    Parameters
    ----------
    folder : Path
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def pack(folder, path, top):
    """Zip a folder, byte for byte the same for the same files.

    Parameters
    ----------
    folder : Path
        What goes in, all of it.
    path : Path
        The zip to write.
    top : str
        Name of the one folder inside the zip.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}")
    # Stored, not compressed: zlib's output differs between versions.
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            name = f"{top}/{file.relative_to(folder).as_posix()}"
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3  # Unix, also when zipped on Windows
            archive.writestr(entry, file.read_bytes())
    temporary.replace(path)
