"""Open the files named at the command line, and recognise which platform they come from."""

import re
from collections import Counter
from pathlib import Path

from autograder.collect.downloads import FolderDownload, ZipDownload
from autograder.collect.path_readers import (
    ENDINGS,
    PASSED_OVER,
    read_canvas_path,
    read_inbound,
    read_moodle_path,
    read_plain_path,
    read_submitted,
)
from autograder.errors import UserError
from autograder.sanitize import ARCHIVE, NOTEBOOK, InvalidSubmissionError, printable

# In this order, because a student chooses names only inside what the platform has named.
READERS = {
    "exchange": read_inbound,
    "moodle": read_moodle_path,
    "canvas": read_canvas_path,
    "nbgrader": read_submitted,
    "plain": read_plain_path,
}
TITLES = {
    "canvas": "Canvas's download",
    "moodle": "Moodle's download",
    "nbgrader": "nbgrader's submitted folder",
    "exchange": "nbgrader's exchange",
    "plain": "notebooks named after students",
}
NO_NAME = "a name that {} does not give"


def recognise(download, assignment, kind=None):
    """Read the names of a download as those of one platform.

    A platform is recognised when more than half of the names can only be its own; the folder that
    some people pack a download into is passed over.

    Parameters
    ----------
    download : Delivery
    assignment : str
    kind : str, optional
        The platform, when it is known.

    Returns
    -------
    kind : str
    pieces : list of (Found, Piece)
    others : list of Found
        Files that say nothing of a student.
    """
    steps = [tuple(found.path.split("/")) for found in download.files]
    inside = unwrapped(steps)
    for name in [kind] if kind else READERS:
        for view in [steps] if inside is steps else [steps, inside]:
            read = [READERS[name](path, assignment) for path in view]
            if name == "plain" and view is steps and inside is not steps and is_class(inside):
                continue
            good = [piece for piece in read if piece is not None]
            enough = kind or name == "plain" or 2 * len(good) > len(read)
            # Another assignment's folder looks like a folder of students with folders.
            if (enough and any(piece is not PASSED_OVER for piece in good)) or name == "plain":
                return name, *sorted_out(download.files, read)
    # Only when the kind was given, and nothing fits it.
    return kind, [], list(download.files)


def unwrapped(steps):
    """Return paths without the one folder that contains all of them, if there is one."""
    tops = {path[0] for path in steps}
    if len(tops) == 1 and all(len(path) > 1 for path in steps):
        return [path[1:] for path in steps]
    return steps


def is_class(steps):
    """Return whether paths inside a single folder belong to several students."""
    if any(len(path) > 1 for path in steps):
        return all(len(path) > 1 for path in steps)
    return sum(path[0].lower().endswith(ENDINGS) for path in steps) > 1


def sorted_out(files, read):
    """Pair each file with what its path says, and list the files whose path says nothing."""
    pairs = list(zip(files, read, strict=True))
    pieces = [pair for pair in pairs if pair[1] is not None and pair[1] is not PASSED_OVER]
    return pieces, [found for found, piece in pairs if piece is None]


def of_another(pieces, assignment, others):
    """Return which other assignment's notebooks a download contains.

    Parameters
    ----------
    pieces : list of tuple of (Found, Piece)
    assignment : str
    others : list of str
        Assignments that it could be.

    Returns
    -------
    str or None
        None unless most notebooks bear that name and none bears the assignment's own: then one
        student who has submitted the wrong file stops nobody.
    """
    counts, notebooks = Counter(), 0
    for found, piece in pieces:
        stems = {
            path.rpartition("/")[2].removesuffix(".ipynb")
            for path in (found.path, piece.inner)
            if path.endswith(".ipynb")
        }
        # Canvas adds a number to a file that is submitted again.
        counts.update(stems | {re.sub(r"-\d+$", "", stem) for stem in stems})
        notebooks += bool(stems)
    if counts[assignment]:
        return None
    return next((other for other in others if 2 * counts[other] > notebooks), None)


def is_several(download, assignment):
    """Return whether a zip is a platform's download of a class, not one student's archive."""
    kind, pieces, _ = recognise(download, assignment)
    return kind != "plain" and len(Counter(piece.owner for _, piece in pieces)) > 1


MOST_ZIPS = 200  # each stays open until its files are read


def check_paths(paths, target):
    """Raise an error for paths that cannot be meant.

    Parameters
    ----------
    paths : iterable of Path
    target : Path
        ``course``, into which everything is sorted.

    Raises
    ------
    UserError
    """
    target = target.resolve()
    for path in paths:
        if not path.exists():
            raise UserError(f"There is no {path}: name the zip or folder that was downloaded.")
        if not path.is_dir() and not path.is_file():
            raise UserError(f"{path} is neither a file nor a folder.")
        real = path.resolve()
        ours = [target / step for step in ("submitted", "attempts", "unknown")]
        if real == target or any(step in (real, *real.parents) for step in ours):
            raise UserError(
                f"{path} is where `autograder collect` stores submissions: name a download of the "
                "platform."
            )


def gather(paths, assignment, kind=None):
    """Open everything that was named.

    Parameters
    ----------
    paths : iterable of Path
        Zips, folders, folders of zips, single notebooks.
    assignment : str
    kind : str, optional
        The platform, when it is known.

    Returns
    -------
    downloads : list of Delivery
        To be closed by the caller.
    rejected : list of tuple of str
        Path, entry and reason of what could not be opened.
    """
    made, rejected = [], []
    singles = {}
    for path in paths:
        shown = printable(str(path), 200)
        try:
            if path.is_dir():
                made += from_folder(path, assignment, kind)
            elif is_zip(path) and not is_one_students(path, assignment, kind):
                made.append(ZipDownload(path))
            elif NOTEBOOK.fullmatch(path.name) or ARCHIVE.fullmatch(path.name):
                singles.setdefault(path.parent, set()).add(path.name)
            else:
                rejected.append((shown, "", "neither a zip, nor a notebook, nor a folder"))
        except (InvalidSubmissionError, OSError) as reason:
            rejected.append((shown, "", str(reason)))
    made += [FolderDownload(folder, names) for folder, names in singles.items()]
    if sum(isinstance(download, ZipDownload) for download in made) > MOST_ZIPS:
        close_all(made)
        raise UserError(f"These are more than {MOST_ZIPS} zips: collect them in several runs.")
    return made, rejected


def is_zip(path):
    """Return whether a file's name is that of a zip."""
    return path.suffix.lower() == ".zip"


def is_one_students(path, assignment, kind):
    """Return whether a zip is named after a student and contains one notebook without a name."""
    if kind not in (None, "plain"):
        return False
    try:
        download = ZipDownload(path)
    except InvalidSubmissionError:
        return False
    download.close()
    notebooks = [found for found in download.files if NOTEBOOK.fullmatch(found.path)]
    return len(notebooks) == 1 and Path(notebooks[0].path).stem == assignment


def from_folder(path, assignment, kind):
    """Return a folder as one download, or as one for each platform's zip in it.

    A zip in a folder is a student's own, unless all notebooks and archives there are downloads of
    several people: else one student's archive could speak for others.
    """
    folder = FolderDownload(path)
    submitted = [
        found
        for found in folder.files
        if NOTEBOOK.fullmatch(found.path) or ARCHIVE.fullmatch(found.path)
    ]
    inner = [path / found.path for found in submitted]
    if not inner or kind == "plain" or not all(is_zip(file) for file in inner):
        return [folder]
    if len(inner) > MOST_ZIPS:
        return [folder]
    made = []
    try:
        for file in inner:
            made.append(ZipDownload(file))
            if not is_several(made[-1], assignment):
                raise InvalidSubmissionError("somebody's own")
    except (InvalidSubmissionError, OSError):
        close_all(made)
        return [folder]
    folder.files = [found for found in folder.files if found not in submitted]
    if folder.files or folder.rejected:
        made[0].rejected += folder.rejected
        made[0].rejected += [(printable(f.path), "beside the zips") for f in folder.files]
    return made


def close_all(downloads):
    """Close everything that is open."""
    for download in downloads:
        download.close()
