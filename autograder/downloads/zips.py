"""A platform's zip, read entry by entry; an entry that is not honest spoils no other."""

import contextlib
import os
import stat
import zipfile

from autograder.downloads.deliveries import (
    MOST_FILES,
    Delivery,
    Found,
    check_name,
    check_size,
    is_bywork,
)
from autograder.downloads.names import same_id
from autograder.downloads.stamps import member_time
from autograder.intake.archives import PLAIN_ZIP, is_bomb, read_limited
from autograder.intake.refused import Refused, printable

MOST_DIRECTORY = 150_000_000  # bytes of the list of entries, which zipfile reads at once
HEADER = 30
BROKEN = "a broken zip, or none: download it again"


class GuardedFile:
    """A file from which nobody can read a list of entries beyond all measure.

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
            raise Refused(f"a zip with more than {MOST_FILES:,} files")
        return data


class ZipDelivery(Delivery):
    """A zip; see `Delivery`.

    Parameters
    ----------
    path : Path

    Raises
    ------
    Refused
        If the zip as a whole cannot be read.
    """

    timed = True

    def __init__(self, path):
        super().__init__(path)
        # A pipe without a writer would make opening it wait for ever.
        handle = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        file = os.fdopen(handle, "rb")
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise Refused("no file, but a pipe or device")
            self.archive = zipfile.ZipFile(GuardedFile(file))
            self.list_files()
        except Refused:
            file.close()
            raise
        except Exception:  # zipfile raises whatever it stumbles over
            file.close()
            raise Refused(BROKEN) from None
        self.file = file

    def list_files(self):
        """Sort all entries into files and refused ones."""
        overlapping = overlaps(self.archive)
        names = set()
        for entry in self.archive.infolist():
            path = name_of(entry)
            if entry.filename.endswith("/") or is_bywork(path):
                continue
            try:
                check_entry(entry, path)
                if entry in overlapping:
                    raise Refused("an entry that shares its bytes with another")
                if same_id(path) in names:
                    raise Refused("a second entry of the same name")
            except Refused as reason:
                self.refused.append((printable(path), str(reason)))
                continue
            names.add(same_id(path))
            self.files.append(Found(path, entry.file_size, member_time(entry), entry))

    def read(self, found):
        try:
            with self.archive.open(found.key) as file:
                return read_limited(file)
        except Refused:
            raise Refused("more bytes than it states") from None
        except MemoryError:
            raise
        except Exception:  # as above
            raise Refused("broken: its bytes do not fit its checksum") from None

    def close(self):
        with contextlib.suppress(OSError):
            self.archive.close()
        self.file.close()


def name_of(entry):
    """An entry's name, also where a packer wrote UTF-8 without saying so.

    Parameters
    ----------
    entry : zipfile.ZipInfo

    Returns
    -------
    str
    """
    # The name before zipfile cuts it at a NUL, which then nobody would see.
    name = entry.orig_filename
    if not entry.flag_bits & 0x800:
        with contextlib.suppress(ValueError):
            name = name.encode("cp437").decode("utf-8")
    while name.startswith("./"):
        name = name[2:]
    return name


def check_entry(entry, path):
    """Refuse an entry that is no honest file.

    Raises
    ------
    Refused
    """
    check_name(path)
    if entry.external_attr >> 28 not in (0, 0o10):  # the upper bits of Unix's mode
        raise Refused("a link or device")
    if entry.flag_bits & 1:
        raise Refused("locked with a password")
    if entry.compress_type not in PLAIN_ZIP:
        raise Refused("packed in an unusual way")
    check_size(entry.file_size)
    if is_bomb(entry.file_size, entry.compress_size):
        raise Refused("it grows too large when it is unpacked")


def overlaps(archive):
    """The entries that share bytes with others, as the densest bombs do.

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
