"""Names that a platform gave to the files of its download, and that it must find again.

* Moodle (``mod/assign/feedback/file/importziplib.php`` of its source; MoodleDocs, "Using
  Assignment", on uploading several feedback files in a zip): a folder
  ``<full name>_<participant>_assignsubmission_file``, with one more ``_`` at its end before Moodle
  4.1; the participant's number alone decides. Older downloads have no folders, and files whose
  names begin so.
* Canvas (``lib/content_zipper.rb`` and ``infer_comment_context_from_filename`` of its source; the
  Canvas Instructor Guide on uploading all submissions again): a file
  ``<name>_[LATE_]<user>_<attachment>_<file's own name>``; the two numbers decide, and the guide
  asks to keep names as they are.

Names come from students, too. Only the zip's table of contents is read, never a file in it, and a
name that is not exactly of the form counts for nothing.
"""

import re
import zipfile
from pathlib import Path

from autograder.errors import UserError

# Text that a student typed into Moodle has a folder of its own; a page goes beside the file.
MOODLE = re.compile(r"[^_/\\]+_([0-9]{1,18})_assignsubmission_file_?")
CANVAS = re.compile(r"[^/\\]+?_(?:LATE_)?([0-9]{1,18})_([0-9]{1,18})_([^/\\]+)")


def names_in(path):
    """Names of the files in a zip, or in the folder that a browser unpacked it to.

    Raises
    ------
    UserError
        If it is neither.
    """
    path = Path(path)
    if path.is_dir():
        return sorted(entry.name for entry in path.iterdir())
    if not path.is_file():
        raise UserError(f"There is no file {path}: give the zip that the platform gave.")
    try:
        with zipfile.ZipFile(path) as archive:
            # As written: zipfile would cut a name at a NUL.
            names = [entry.orig_filename for entry in archive.infolist()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        raise UserError(f"{path} is no zip: give the one that the platform gave.") from None
    return names


def is_plain(part):
    """Whether one part of a path can be written anywhere without harm."""
    return (
        part.isprintable()
        and not part.startswith((".", "~"))
        and not set(part) & set('/\\:*?"<>|')
        and len(part.encode("utf-8", "surrogatepass")) <= 255
    )


def moodle_folders(names):
    """Folders of a Moodle download by the participant's number.

    Returns
    -------
    dict of str to set of str
        More than one only in a download that was tampered with.
    """
    folders = {}
    for name in names:
        match = MOODLE.match(name.split("/")[0])
        if match and is_plain(match.group()):
            folders.setdefault(match[1], set()).add(match.group())
    return folders


def canvas_files(names):
    """For each user of a Canvas download the name of the notebook, the latest one if several.

    Returns
    -------
    dict of str to str
    """
    files = {}
    for name in names:
        match = CANVAS.fullmatch(name)
        if not (match and is_plain(name)) or match[3].startswith("link"):
            continue
        # Canvas takes the first two numbers between underscores, whatever we should make of it.
        numbers = [part for part in name.split("_") if re.fullmatch("[0-9]+", part)][:2]
        if numbers != [match[1], match[2]]:
            continue
        rank = (name.endswith(".ipynb"), int(match[2]), name)
        files[match[1]] = max(files.get(match[1], (False, -1, "")), rank)
    return {user: rank[2] for user, rank in files.items()}
