"""The one notebook in a zip or tar, read in memory and never unpacked.

Standard library only, since it runs in a child process without site-packages.
"""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

from autograder.intake.entries import MOST_ENTRIES, Entries
from autograder.intake.refused import LARGEST, Refused

LARGEST_CONTENT = 100_000_000  # bytes of all files in an archive, packed ones counted unpacked
HIGHEST_RATIO = 200  # a notebook full of repeated output shrinks to a fiftieth
HARMLESS = 1_000_000  # bytes; below this no ratio is a bomb
CHUNK = 65_536
PLAIN_ZIP = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
PACKED = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open))
BOMB = "The archive grows too large when it is unpacked: hand in the notebook alone."
BROKEN = "The archive is broken or of an unusual kind: hand in the .ipynb file itself."


def notebook_from(content):
    """Find the one notebook in an archive.

    Parameters
    ----------
    content : bytes
        A zip, or a tar that may be packed with gzip, bzip2 or xz; anything else is refused.

    Returns
    -------
    content : bytes
        The notebook's, not looked at.
    repairs : list of str
        That it was taken out of an archive.

    Raises
    ------
    Refused
        If there is not exactly one notebook, if any entry is no honest one (links, devices,
        paths that lead elsewhere, names that collide, encryption), or if limits are passed.
    """
    try:
        found = from_zip(content) if content.startswith(b"PK") else from_tar(content)
    except Refused:
        raise
    except MemoryError:
        raise Refused(BOMB) from None
    except Exception:  # zipfile, tarfile and the packers raise whatever they stumble over
        raise Refused(BROKEN) from None
    return found, ["The notebook was taken out of the archive that was handed in."]


def read_limited(file):
    """All bytes of a file that is not larger than a notebook may be."""
    parts, size = [], 0
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > LARGEST:
            raise Refused(BOMB)
        parts.append(chunk)
    return b"".join(parts)


def from_zip(content):
    """The one notebook in a zip."""
    # Counted before zipfile makes an object of each.
    if content.count(b"PK\x01\x02") > MOST_ENTRIES:
        raise Refused(f"The archive holds more than {MOST_ENTRIES:,} files: hand in the notebook.")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries, declared = Entries(), 0
        for entry in archive.infolist():
            kind = entry.external_attr >> 28  # the upper bits of Unix's mode
            entries.add(entry.orig_filename, entry, link_or_device=kind not in (0, 0o4, 0o10))
            if entry.flag_bits & 1:
                raise Refused("The archive asks for a password: hand in the notebook without one.")
            if entry.compress_type not in PLAIN_ZIP:
                raise Refused(BROKEN)
            declared += entry.file_size
        if declared > LARGEST_CONTENT or is_bomb(declared, len(content)):
            raise Refused(BOMB)
        refuse_overlaps(content, archive)
        with archive.open(entries.the_notebook()) as file:
            return read_limited(file)


def is_bomb(unpacked, packed):
    """Whether data shrinks better than any honest file."""
    return unpacked > HARMLESS and unpacked > HIGHEST_RATIO * packed


def refuse_overlaps(content, archive):
    """Refuse a zip in which two entries share bytes, as the densest bombs do."""
    end = 0
    for entry in sorted(archive.infolist(), key=lambda entry: entry.header_offset):
        start = entry.header_offset
        header = content[start : start + 30]
        if start < end or len(header) < 30:
            raise Refused(BROKEN)
        name, extra = (int.from_bytes(header[i : i + 2], "little") for i in (26, 28))
        end = start + 30 + name + extra + entry.compress_size


class Metered:
    """A stream that may not grow beyond all measure.

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
            raise Refused(BOMB)
        return data


def from_tar(content):
    """The one notebook in a tar; the archive is read from front to back, once."""
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
