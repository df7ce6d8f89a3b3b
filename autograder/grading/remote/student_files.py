"""Files that a student's code wrote, as a test sees them.

The test runs in a folder of its own with links to the released files. Modules are imported from the
released files only, so no file of a student's is ever imported.
"""

import contextlib
import sys
import tempfile
from pathlib import Path, PurePosixPath

MOST_BYTES = 64 * 2**20  # of all files of one test
LONGEST_PATH = 200


def prepare_folder():
    """Change to a new folder with links to all that is in the current folder."""
    released = Path.cwd()
    sys.path.insert(0, str(released))
    folder = Path(tempfile.mkdtemp(prefix="test-"))
    for path in released.iterdir():
        (folder / path.name).symlink_to(path)
    # For `open("data.csv")`.
    contextlib.chdir(folder).__enter__()


def write_files(files):
    """Write files of a student's into the current folder; released files stay as they are.

    Parameters
    ----------
    files : dict of str to bytes or None
        Content by relative path; None for a file that the student's code removed.

    Raises
    ------
    ValueError, TypeError
        If a path leads out of the folder, or the files are too large.
    """
    if sum(len(content) for content in files.values() if content) > MOST_BYTES:
        raise ValueError
    for name, content in files.items():
        parts = PurePosixPath(name).parts
        if (
            not parts
            or ".." in parts
            or parts[0] == "/"
            or "\0" in name
            or len(name) > LONGEST_PATH
        ):
            raise ValueError
        path = Path(*parts)
        if any(place.is_symlink() for place in (path, *path.parents)):
            continue
        with contextlib.suppress(OSError):
            if content is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
