"""From what was named at the command line to deliveries."""

from pathlib import Path

from autograder.downloads.folders import FolderDelivery
from autograder.downloads.recognise import is_several
from autograder.downloads.zips import ZipDelivery
from autograder.errors import UserError
from autograder.intake.reader import ARCHIVE, NOTEBOOK
from autograder.intake.refused import Refused, printable

MOST_ZIPS = 200  # each stays open until its files are read


def check_paths(paths, target):
    """Say at once which of the paths cannot be meant.

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
                f"{path} is where intake puts things: name what the platform delivered."
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
    deliveries : list of Delivery
        To be closed by the caller.
    refused : list of tuple of str
        Path, entry and reason of what could not be opened.
    """
    made, refused = [], []
    singles = {}
    for path in paths:
        shown = printable(str(path), 200)
        try:
            if path.is_dir():
                made += from_folder(path, assignment, kind)
            elif is_zip(path) and not is_one_students(path, assignment, kind):
                made.append(ZipDelivery(path))
            elif NOTEBOOK.fullmatch(path.name) or ARCHIVE.fullmatch(path.name):
                singles.setdefault(path.parent, set()).add(path.name)
            else:
                refused.append((shown, "", "neither a zip, nor a notebook, nor a folder"))
        except (Refused, OSError) as reason:
            refused.append((shown, "", str(reason)))
    made += [FolderDelivery(folder, names) for folder, names in singles.items()]
    if sum(isinstance(delivery, ZipDelivery) for delivery in made) > MOST_ZIPS:
        close_all(made)
        raise UserError(f"These are more than {MOST_ZIPS} zips: take them in by several runs.")
    return made, refused


def is_zip(path):
    """Whether a file calls itself a zip."""
    return path.suffix.lower() == ".zip"


def is_one_students(path, assignment, kind):
    """Whether a zip holds one notebook that names nobody, and is named after the student itself."""
    if kind not in (None, "plain"):
        return False
    try:
        delivery = ZipDelivery(path)
    except Refused:
        return False
    delivery.close()
    notebooks = [found for found in delivery.files if NOTEBOOK.fullmatch(found.path)]
    return len(notebooks) == 1 and Path(notebooks[0].path).stem == assignment


def from_folder(path, assignment, kind):
    """A folder as one delivery, or as many as it holds a platform's zips.

    A zip in a folder is a student's own, unless all notebooks and archives there are downloads of
    several people: else one student's archive could speak for others.
    """
    folder = FolderDelivery(path)
    handed_in = [
        found
        for found in folder.files
        if NOTEBOOK.fullmatch(found.path) or ARCHIVE.fullmatch(found.path)
    ]
    inner = [path / found.path for found in handed_in]
    if not inner or kind == "plain" or not all(is_zip(file) for file in inner):
        return [folder]
    if len(inner) > MOST_ZIPS:
        return [folder]
    made = []
    try:
        for file in inner:
            made.append(ZipDelivery(file))
            if not is_several(made[-1], assignment):
                raise Refused("somebody's own")
    except (Refused, OSError):
        close_all(made)
        return [folder]
    folder.files = [found for found in folder.files if found not in handed_in]
    if folder.files or folder.refused:
        made[0].refused += folder.refused
        made[0].refused += [(printable(f.path), "beside the zips") for f in folder.files]
    return made


def close_all(deliveries):
    """Let go of everything that is open."""
    for delivery in deliveries:
        delivery.close()
