"""Store attempts on disk: the newest in ``submitted``, the others in ``attempts``, with a record.

Each attempt is first written aside, then moved to ``attempts/<student>/<assignment>/<n>`` in one
rename, and the newest from there to its place. What lies where is told by its content and never
by the record alone, so that a run which stops between two moves is continued by the next one.
"""

import contextlib
import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path

from autograder.collect.attempts import LONGEST_STAMP, TIMESTAMP
from autograder.collect.timestamps import seconds
from autograder.files import remove_unfinished, write_atomically
from autograder.sanitize import ARCHIVE, NOTEBOOK, SAFELY, InvalidSubmissionError

RECORD = "index.json"
ASIDE = ".incoming"
CHUNK = 1_048_576


@dataclass
class Entry:
    """What the record says about one attempt.

    Attributes
    ----------
    n : int
        Its folder's name in ``attempts``, in the order in which they were collected.
    digest, core : str
        Of all its files, and of notebooks and archives alone: grading moves some others away.
    kind : str
        The platform; ``found`` for what somebody else has put there.
    owner : str
        The platform's id or name of the person.
    number : int
    when : float
    stamp : str
    late : bool or None
        See `autograder.collect.attempts.Attempt`.
    """

    n: int
    digest: str
    core: str
    kind: str = "found"
    owner: str = ""
    number: int = 0
    when: float = 0.0
    stamp: str = ""
    late: bool | None = None


@dataclass
class Place:
    """The attempts of one student at one assignment.

    Attributes
    ----------
    current : Path
        ``course/submitted/<student>/<assignment>``.
    kept : Path
        ``course/attempts/<student>/<assignment>``.
    entries : list of Entry
    now : Entry or None
        The one that lies in `current`.
    """

    current: Path
    kept: Path
    entries: list = field(default_factory=list)
    now: Entry | None = None

    def there(self, entry):
        """Return whether an attempt's files are in one of the two places."""
        return self.folder(entry).is_dir()

    def folder(self, entry):
        """Return the folder of an attempt's files."""
        return self.current if entry is self.now else self.kept / str(entry.n)

    def next_number(self):
        """Return a number that no attempt has."""
        numbers = [entry.n for entry in self.entries]
        return 1 + max([*numbers, *numbered(self.kept)], default=0)

    def adopt(self, digest, core, **facts):
        """Add an entry."""
        self.entries.append(Entry(self.next_number(), digest, core, **facts))
        return self.entries[-1]

    def move_in(self, entry):
        """Move the temporary folder to the other attempts."""
        if entry.stamp:
            write_synced(self.kept / ASIDE / TIMESTAMP, entry.stamp.encode())
        (self.kept / ASIDE).rename(self.kept / str(entry.n))

    def save(self, current):
        """Write the record, including the entry that will lie in `current` next."""
        record = {
            "current": current.n,
            "attempts": [asdict(entry) for entry in self.entries],
        }
        text = json.dumps(record, indent=1) + "\n"
        path = self.kept / RECORD
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            write_atomically(path, text)


def recorded(kept):
    """Return the record of a student's attempts at an assignment; empty where none can be read.

    Parameters
    ----------
    kept : Path
        See `Place`.

    Returns
    -------
    dict
        As `Place.save` wrote it; what it holds may have been changed by hand.
    """
    try:
        record = json.loads((kept / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def look(current, kept):
    """Read which attempts lie at a place.

    Parameters
    ----------
    current, kept : Path
        See `Place`.

    Returns
    -------
    Place

    Raises
    ------
    InvalidSubmissionError
        If a link or a file lies where a folder should.
    """
    for path in (current.parent, current, kept):
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            raise InvalidSubmissionError(
                f"{path} should be a folder and is a link or a file: remove it"
            )
    place = Place(current, kept)
    record = recorded(kept)
    with contextlib.suppress(TypeError, AttributeError):
        place.entries = [Entry(**entry) for entry in record.get("attempts", [])]
    known = {entry.n for entry in place.entries}
    for n in numbered(kept):
        if n not in known:  # stopped between the move and the record
            digest, core = digests(kept / str(n))
            stamp = stamp_of(kept / str(n))
            place.entries.append(Entry(n, digest, core, stamp=stamp, when=seconds(stamp)))
    if current.is_dir():
        digest, core = digests(current)
        same = [entry for entry in place.entries if entry.digest == digest]
        last = [
            entry
            for entry in place.entries
            if entry.n == record.get("current") and entry.core == core
        ]
        here = [entry for entry in same + last if not (kept / str(entry.n)).is_dir()]
        if here:
            place.now = here[0]
        else:
            stamp = stamp_of(current)
            place.now = place.adopt(digest, core, stamp=stamp, when=seconds(stamp))
    return place


def numbered(folder):
    """Return the numbers that are names of folders in a folder."""
    if not folder.is_dir():
        return []
    names = (entry.name for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False))
    return sorted(int(name) for name in names if name.isascii() and name.isdigit())


def digests(folder):
    """Return two digests of a folder: of all files, and of what is graded; no link is followed."""
    lines = []
    for here, folders, files in os.walk(folder):
        folders.sort()
        for name in files:
            path = Path(here) / name
            inner = path.relative_to(folder).as_posix()
            if inner != TIMESTAMP:
                lines.append((inner, file_digest(path)))
    return digests_of(lines)


def digests_of(lines):
    """Return the same two digests from pairs of a path and its file's digest."""
    core = [line for line in lines if NOTEBOOK.fullmatch(line[0]) or ARCHIVE.fullmatch(line[0])]
    return tuple(
        hashlib.sha256("".join(f"{d} {name}\n" for name, d in sorted(some)).encode(
            "utf-8", "surrogateescape")).hexdigest()
        for some in (lines, core)
    )  # fmt: skip


def file_digest(path):
    """Return the digest of a regular file; anything else gets a digest that no file has."""
    digest = hashlib.sha256()
    try:
        handle = os.open(path, SAFELY)
    except OSError:
        return "unreadable"
    with os.fdopen(handle, "rb") as file:
        if not os.path.isfile(handle):  # noqa: PTH113, a handle has no path
            return "special"
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def stamp_of(folder):
    """Return the text of a submission's ``timestamp.txt`` if nbgrader can read it."""
    try:
        handle = os.open(folder / TIMESTAMP, SAFELY)
        with os.fdopen(handle, "rb") as file:
            text = file.read(LONGEST_STAMP).decode("ascii").strip()
    except (OSError, ValueError):
        return ""
    return text if seconds(text) else ""


def newest(entries):
    """Return the attempt that counts.

    Of one platform's attempts the highest number, then the latest time wins; of those that somebody
    has put there, the latest too, and without a time the one that was found last. Between
    platforms times decide, and where one has none, the attempt that was collected last.

    Parameters
    ----------
    entries : list of Entry
        At least one.

    Returns
    -------
    Entry
    """
    best = {}
    for entry in entries:
        last = entry.n if entry.kind == "found" else entry.digest
        key = (entry.number, entry.when, last)
        if entry.kind not in best or key > best[entry.kind][0]:
            best[entry.kind] = (key, entry)
    winners = sorted((entry for _, entry in best.values()), key=lambda entry: entry.n)
    winner = winners[0]
    for entry in winners[1:]:
        if not (entry.when and winner.when and entry.when < winner.when):
            winner = entry
    return winner


def promote(place, winner):
    """Move the attempt that counts to its place, and what lay there to the others."""
    if winner is place.now:
        return
    place.current.parent.mkdir(parents=True, exist_ok=True)
    if place.now:
        place.current.rename(place.kept / str(place.now.n))
    (place.kept / str(winner.n)).rename(place.current)
    place.now = winner


def write_stamp(folder, stamp):
    """Write or remove ``timestamp.txt``, unless its content is right already."""
    path = folder / TIMESTAMP
    remove_unfinished(folder)
    if stamp_of(folder) == stamp and path.exists() == bool(stamp):
        return
    if stamp:
        write_atomically(path, stamp)
    else:
        path.unlink(missing_ok=True)


def clear_aside(kept):
    """Return an empty temporary folder to write an attempt into before it is moved."""
    remove_aside(kept)
    (kept / ASIDE).mkdir(parents=True)
    return kept / ASIDE


def remove_aside(kept):
    """Remove temporary folders, also those of a run that was killed."""
    remove_unfinished(kept)
    if (kept / ASIDE).exists():
        shutil.rmtree(kept / ASIDE)


def write_synced(path, content):
    """Write a new file so that a power failure later cannot lose its content."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
