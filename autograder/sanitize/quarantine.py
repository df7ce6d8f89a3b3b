"""Move files out of a submission that nbgrader must not copy.

nbgrader copies every other file of a submission beside the graded notebook and from there beside
the feedback. It follows links, so a link to a secret comes back to the student as a file, and it
waits forever at a pipe. A time stamp that it cannot read ends the whole batch run.
"""

import os
import stat
from pathlib import Path

from nbgrader.utils import parse_utc

from autograder.files import write_atomically
from autograder.sanitize.invalid_submission import LARGEST, STRANGE, printable

MOST_FILES = 200
LARGEST_FOLDER = 100_000_000
DEEPEST = 8  # folders inside each other; os.walk of old Python versions fails at a thousand
LONGEST_TIMESTAMP = 100
TIMESTAMP = "timestamp.txt"
# nbgrader returns such files to the class with the feedback, and formgrader serves them.
LIVE = {".html", ".htm", ".xhtml", ".shtml", ".mht", ".svg", ".xml", ".xsl", ".js", ".mjs"}


def quarantine(assignment, student, notebooks):
    """Make submissions safe to copy; nbgrader's ``Autograde.pre_convert_hook``.

    Parameters
    ----------
    assignment, student : str
        As nbgrader was called: patterns perhaps, so nothing is derived from them.
    notebooks : list of str
        ``<submitted>/<student>/<assignment>/<name>.ipynb``. This is the list that nbgrader goes on
        with: a notebook of another name takes the assignment's name in it, when only that can be
        meant, and sanitizing then finds the file.
    """
    for folder in sorted({Path(notebook).absolute().parent for notebook in notebooks}):
        quarantine_folder(folder)
        released = release_names(folder)
        mine = [i for i, path in enumerate(notebooks) if Path(path).absolute().parent == folder]
        if len(mine) == len(released) == 1 and Path(notebooks[mine[0]]).name not in released:
            notebooks[mine[0]] = str(Path(notebooks[mine[0]]).with_name(released[0]))


def release_names(folder):
    """Return the names of the released notebooks, from the release beside ``submitted``."""
    release = folder.parents[2] / "release" / folder.name
    return sorted(path.name for path in release.glob("*.ipynb"))


def quarantine_folder(folder):
    """Move everything that is not a regular file out of one submission.

    Links, pipes, sockets and devices go, files and folders that cannot be read, are too large, too
    many or too deep, names with control characters, and a time stamp that is none. They go to
    ``<parent of submitted>/quarantine/<student>/<assignment>/``, where ``why.txt`` tells what they
    were. Nothing is followed or opened on the way, except a small time stamp.

    Parameters
    ----------
    folder : Path
        ``<submitted>/<student>/<assignment>``.

    Returns
    -------
    list of str
        A sentence for each thing that was moved.

    Raises
    ------
    SystemExit
        If something can be neither moved nor removed: nbgrader passes over every other error of a
        hook, and would then copy what it must not.
    """
    folder = Path(folder).absolute()
    # A link in place of the whole submission, or of all submissions of one student.
    links = [path for path in (folder.parent, folder) if path.is_symlink()][:1]
    if not links and not folder.is_dir():
        return []
    target = folder.parents[2] / "quarantine" / folder.parent.name / folder.name
    moved, lines = [], []
    for path, reason in [(link, "a link") for link in links] or find_suspicious_files(folder):
        shown = printable(str(path.relative_to(folder if folder in path.parents else path.parent)))
        try:
            place = put_away(path, target)
        except OSError as error:
            raise SystemExit(
                f"{shown} of {folder.parent.name} can be neither moved to {target} nor removed "
                f"({error.strerror}): remove it and grade again."
            ) from error
        moved.append(f"{shown} was taken out: {reason}.")
        lines.append(f"{place}: {shown}, {reason}\n")
    if lines:
        record = target / "why.txt"
        before = record.read_text(encoding="utf-8") if record.is_file() else ""
        write_atomically(record, before + "".join(lines))
    return moved


def put_away(path, target):
    """Rename an entry to a free name in `target`, or remove it if it cannot be moved."""
    target.mkdir(parents=True, exist_ok=True)
    # Numbers, because the name itself may be invalid.
    number = 1 + len(os.listdir(target))  # noqa: PTH208, links to nowhere count
    while os.path.lexists(target / f"{number:04}"):
        number += 1
    try:
        path.rename(target / f"{number:04}")
    except OSError:
        path.unlink()
        return "removed"
    return f"{number:04}"


def find_suspicious_files(folder):
    """Yield what has to be moved out of a folder, and why.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    list of tuple
        Path and reason; nothing in it lies inside another.
    """
    found, files, waiting = [], [], [(folder, 0)]
    while waiting:
        here, depth = waiting.pop()
        try:
            # Listed completely before anything is moved.
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError:
            found.append((here, "a folder that cannot be read"))
            continue
        for entry in entries:
            path = Path(entry.path)
            status = entry.stat(follow_symlinks=False)
            reason = what_is_wrong(path, status, depth)
            if reason:
                found.append((path, reason))
            elif stat.S_ISDIR(status.st_mode):
                waiting.append((path, depth + 1))
            else:
                files.append((depth > 0, path.suffix != ".ipynb", path, status.st_size))
    # The notebook first: it stays, whatever else is too much.
    total = 0
    for count, (_, _, path, size) in enumerate(sorted(files), 1):
        total += size
        if count > MOST_FILES:
            found.append((path, f"one of more than {MOST_FILES} files"))
        elif total > LARGEST_FOLDER:
            found.append((path, f"files of more than {LARGEST_FOLDER:,} bytes in all"))
            total -= size
    return found


def what_is_wrong(path, status, depth):
    """Return why an entry has to be moved, or an empty text.

    Parameters
    ----------
    path : Path
    status : os.stat_result
        Of the entry itself.
    depth : int
        Number of folders between the submission's and the entry.

    Returns
    -------
    str
    """
    kind = status.st_mode
    stamp = depth == 0 and path.name == TIMESTAMP
    if STRANGE.search(path.name):
        return "a name with control characters or invalid Unicode"
    if stat.S_ISLNK(kind):
        return "a link"
    if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
        return "a pipe, socket or device"
    if stat.S_ISDIR(kind):
        if depth >= DEEPEST:
            return "a folder too deep inside others"
        return "a folder in place of a file" if stamp or path.suffix == ".ipynb" else ""
    # A notebook stays, and the reader rejects it: it may be the valid one of the two names.
    if status.st_nlink > 1 and path.suffix != ".ipynb":
        return "a hard link, perhaps to somebody else's file"
    if path.suffix.lower() in LIVE:
        return "a file that a browser would run"
    if status.st_size > LARGEST:
        return f"a file of more than {LARGEST:,} bytes"
    if not os.access(path, os.R_OK, follow_symlinks=False):
        return "a file that cannot be read"
    if stamp and not is_timestamp(path, status.st_size):
        return "a time stamp that cannot be read"
    return ""


def is_timestamp(path, size):
    """Return whether nbgrader can read the time in a file; nbgrader skips an empty one."""
    try:
        text = path.read_text(encoding="ascii").strip() if size <= LONGEST_TIMESTAMP else None
        return text == "" or (text is not None and bool(parse_utc(text)))
    except Exception:  # dateutil raises many kinds of errors
        return False
