"""Write files atomically, copy source folders, and zip folders reproducibly."""

import contextlib
import os
import shutil
import tempfile
import zipfile
from pathlib import Path

# Files beside a source notebook that are neither released nor copied: hidden files, caches, logs,
# the weights that training saves, and the wrong solutions from which the visible checks are made.
LEFTOVERS = [".*", "__pycache__", "*.pyc", "*~", "*.log", "*.weights.h5", "feedback", "mistakes"]
UNFINISHED = ".unfinished"


def write_atomically(path, content):
    """Write a file so that readers see either the old or the complete new content.

    Parameters
    ----------
    path : str or Path
        File to write. Missing parent folders are created.
    content : str or bytes
        A str is written as UTF-8 with LF line endings.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        content = content.encode("utf-8")
    # In the same folder, because a rename is atomic only within one file system. The prefix is cut,
    # so that a long file name and the random suffix fit into the limit of the file system.
    handle, temporary = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.name[:40]}.", suffix=UNFINISHED
    )
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            # Without it, a machine that crashes may keep the new name and lose the content.
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)  # mkstemp creates it with 0600
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def remove_unfinished(folder):
    """Remove the temporary files of writers that were killed. No process may write to the folder.

    Parameters
    ----------
    folder : Path
        It may be missing.
    """
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") and entry.name.endswith(UNFINISHED):
                Path(entry.path).unlink(missing_ok=True)


def copy_sources(origin, target, **options):
    """Copy a folder without the files that `LEFTOVERS` names.

    Parameters
    ----------
    origin, target : Path
    **options
        Passed to ``shutil.copytree``.
    """
    shutil.copytree(origin, target, ignore=shutil.ignore_patterns(*LEFTOVERS), **options)


def sync_folder(folder):
    """Write the entries of a folder to disk.

    Parameters
    ----------
    folder : Path
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_zip(folder, path, top):
    """Write a zip of a folder whose bytes depend on the files only.

    Parameters
    ----------
    folder : Path
        All of its files are included.
    path : Path
        Zip file to write.
    top : str
        Name of the only folder at the top of the zip.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}")
    # Stored, not compressed: the output of zlib differs between its versions.
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            name = f"{top}/{file.relative_to(folder).as_posix()}"
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3  # Unix on every system
            archive.writestr(entry, file.read_bytes())
    temporary.replace(path)
