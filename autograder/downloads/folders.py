"""A folder or single files, walked without following a link."""

import os
import stat

from autograder.downloads.deliveries import (
    MOST_FILES,
    Delivery,
    Found,
    check_name,
    check_size,
    is_bywork,
)
from autograder.downloads.stamps import plausible
from autograder.intake.reader import SAFELY, read_file
from autograder.intake.refused import Refused, printable

DEEPEST = 12  # folders inside each other
FOLDER = SAFELY | os.O_DIRECTORY


class FolderDelivery(Delivery):
    """All files of a folder, or those of its files that are named; see `Delivery`.

    Parameters
    ----------
    path : Path
        The folder, which may be a link: it is the instructor's.
    names : list of str, optional
        Only these of its entries.

    Raises
    ------
    Refused
        If there are more files than any class hands in.
    """

    def __init__(self, path, names=None):
        super().__init__(path)
        waiting = [("", 0)]
        while waiting:
            step, depth = waiting.pop()
            try:
                entries = sorted(os.scandir(self.path / step), key=lambda entry: entry.name)
            except OSError:
                self.refused.append((printable(step), "a folder that cannot be read"))
                continue
            for entry in entries:
                name = f"{step}/{entry.name}" if step else entry.name
                if not step and names is not None and entry.name not in names:
                    continue
                if entry.is_dir(follow_symlinks=False) and not is_bywork(f"{name}/"):
                    if depth < DEEPEST:
                        waiting.append((name, depth + 1))
                    else:
                        self.refused.append((printable(name), "a folder too deep inside others"))
                elif not is_bywork(name):
                    self.add(name, entry)

    def add(self, name, entry):
        """Sort one entry into files and refused ones."""
        if len(self.files) >= MOST_FILES:
            raise Refused(f"a folder with more than {MOST_FILES:,} files")
        status = entry.stat(follow_symlinks=False)
        try:
            check_name(name)
            if not stat.S_ISREG(status.st_mode):
                raise Refused("a link, pipe, socket or device")
            check_size(status.st_size)
        except Refused as reason:
            self.refused.append((printable(name), str(reason)))
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
            raise Refused("it has gone, or turned into a link") from None
        finally:
            for handle in opened:
                os.close(handle)
