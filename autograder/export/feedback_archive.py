"""Feedback pages as one zip that a platform collects, or that an instructor unpacks.

Three namings, see `autograder.export.feedback_archive` for where they are written down:

* plain: ``<student>.html``;
* Moodle's: ``<full name>_<participant>_assignsubmission_file_/<assignment>.html``, for "Upload
  multiple feedback files in a zip";
* Canvas's: the name of the file submitted, for its upload of submissions. Canvas shows each page
  as a comment's attachment, by its own record of the file's name; with ``canvas_suffix`` set to
  ``.html`` the name in the zip, not that one, ends so and Canvas serves it as a page.

Every page is a plain file at its student's own place in ``course/feedback``; links are left out.

A zip of pages, written as a stream: sorted, with fixed dates, whole or not at all.

Names that a platform gave to the files of its download, and that it must find again.

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

import os
import re
import stat
import tempfile
import zipfile
from pathlib import Path

from traitlets import Enum, Unicode

from autograder.collect import match_rows
from autograder.config import format_command
from autograder.errors import UserError
from autograder.export.plugin import PlatformExportPlugin
from autograder.gradebook import by_account

CHUNK = 1 << 20


def pack_files(target, files, track=iter):
    """Write a zip.

    The same pages give the same bytes, as long as zlib stays the same.

    Parameters
    ----------
    target : Path
    files : dict of str to (Path, tuple of str)
        By name in the zip: a folder, and the way from there to the file.
    track : callable
        Wraps the sorted names, to show progress.

    Returns
    -------
    left_out : list of str
        Names whose file is no plain file of its own: a link, or something else.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    left_out = []
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w") as archive:
            for name in track(sorted(files)):
                descriptor = open_plain(*files[name])
                if descriptor is None:
                    left_out.append(name)
                    continue
                with os.fdopen(descriptor, "rb") as page:
                    add(archive, name, page)
        Path(temporary).chmod(0o644)  # mkstemp makes it private
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return left_out


def add(archive, name, page):
    """Copy an open file into the zip in chunks."""
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o100644 << 16
    entry.create_system = 3  # Unix, also when zipped on Windows
    entry.file_size = os.fstat(page.fileno()).st_size
    with archive.open(entry, "w") as out:
        while chunk := page.read(CHUNK):
            out.write(chunk)


def open_plain(folder, way):
    """Open a file below a folder without following any link.

    Returns
    -------
    int or None
        A descriptor; None if there is no such file, or if it is not a plain one of its own.
    """
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for number, part in enumerate(way):
            last = number + 1 == len(way)
            # Opening a pipe without a writer would block forever.
            kind = os.O_NONBLOCK if last else os.O_DIRECTORY
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | kind
            try:
                deeper = os.open(part, flags, dir_fd=opened)
            except OSError:
                return None
            os.close(opened)
            opened = deeper
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
            return None
        result, opened = opened, None
        return result
    finally:
        if opened is not None:
            os.close(opened)


# Text that a student typed into Moodle has a folder of its own; a page goes beside the file.
MOODLE = re.compile(r"[^_/\\]+_([0-9]{1,18})_assignsubmission_file_?")
CANVAS = re.compile(r"[^/\\]+?_(?:LATE_)?([0-9]{1,18})_([0-9]{1,18})_([^/\\]+)")


def names_in(path):
    """Return the names of the files in a zip, or in the folder that a browser unpacked it to.

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
    """Return whether one part of a path can be written anywhere without harm."""
    return (
        part.isprintable()
        and not part.startswith((".", "~"))
        and not set(part) & set('/\\:*?"<>|')
        and len(part.encode("utf-8", "surrogatepass")) <= 255
    )


def moodle_folders(names):
    """Return the folders of a Moodle download by the participant's number.

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
    """Return for each user of a Canvas download the name of the latest notebook.

    Returns
    -------
    dict of str to str
    """
    files = {}
    for name in names:
        match = CANVAS.fullmatch(name)
        if not (match and is_plain(name)) or match[3].startswith("link"):
            continue
        # Canvas reads the first two numbers between underscores.
        numbers = [part for part in name.split("_") if re.fullmatch("[0-9]+", part)][:2]
        if numbers != [match[1], match[2]]:
            continue
        rank = (name.endswith(".ipynb"), int(match[2]), name)
        files[match[1]] = max(files.get(match[1], (False, -1, "")), rank)
    return {user: rank[2] for user, rank in files.items()}


class FeedbackExportPlugin(PlatformExportPlugin):
    """Write feedback pages into a zip, see the module."""

    kind, suffix = "feedback", ".zip"

    platform = Enum(
        ["", "plain", "moodle", "canvas"],
        "",
        help="Whose names; by default those of the download, or plain ones.",
    ).tag(config=True)
    download = Unicode(
        "", help="The zip of submissions that the platform gave; its names are repeated."
    ).tag(config=True)
    canvas_suffix = Unicode("", help="Put behind each name of Canvas's.").tag(config=True)
    track = staticmethod(iter)

    def make(self, grades):
        folder = self.work / "feedback"
        pages = self.pages(folder, grades)
        if not pages:
            raise UserError(
                f"There is no feedback on {grades.assignment}: run "
                f"{format_command('grade', grades.assignment)}."
            )
        named = self.names(pages, grades.assignment)
        way = (grades.assignment, f"{grades.assignment}.html")
        files = {name: (folder, (student.id, *way)) for name, student in named.items()}
        left_out = pack_files(self.target, files, self.track)
        self.sentences.insert(0, f"Pages written: {len(files) - len(left_out)}.")
        self.tell("Left out, since it is a link or no file", left_out)

    def pages(self, folder, grades):
        """Return the students with a page, whatever kind of file it is."""
        if not folder.is_dir():
            return []
        with os.scandir(folder) as entries:
            there = {entry.name for entry in entries if entry.is_dir(follow_symlinks=False)}
        page = f"{grades.assignment}/{grades.assignment}.html"
        return [student for student in grades.students
                if student.id in there and os.path.lexists(folder / student.id / page)]  # fmt: skip

    def names(self, students, assignment):
        """Return each page's name in the zip.

        Returns
        -------
        dict of str to Student
        """
        names = names_in(self.download) if self.download else []
        folders, files = moodle_folders(names), canvas_files(names)
        platform = self.platform
        if not platform and self.download:
            platform = "moodle" if folders else "canvas"
        if self.download and not {"moodle": folders, "canvas": files}.get(platform):
            raise UserError(
                f"{self.download} holds no name as Moodle or Canvas gives them: "
                "give the zip of submissions as it was downloaded."
            )
        if platform in ("moodle", "canvas"):
            students = by_account(students, self.work, assignment, platform)
        if platform == "moodle":
            return self.moodle(students, folders, assignment)
        if platform == "canvas":
            return self.canvas(students, files)
        fitting = {f"{s.id}.html": s for s in students if is_plain(s.id)}
        self.tell("Left out, since no file can be named so",
                  [repr(s.id) for s in students if not is_plain(s.id)])  # fmt: skip
        return fitting

    def moodle(self, students, folders, assignment):
        """Return names as Moodle's import finds them, by the download or else by the roster."""
        if not self.download:
            known = {s.platform_id for s in students if re.fullmatch(r"\d{1,18}", s.platform_id)}
            folders = {
                s.platform_id: {f"{full_name(s)}_{s.platform_id}_assignsubmission_file_"}
                for s in students
                if s.platform_id in known
            }
        clear = {number: min(found) for number, found in folders.items() if len(found) == 1}
        unclear = [" and ".join(sorted(found)) for found in folders.values() if len(found) > 1]
        self.tell("Left out, since the download has two folders for one number", unclear)
        owners = self.owners(clear, students)
        return {f"{clear[number]}/{assignment}.html": s for number, s in owners.items()}

    def canvas(self, students, files):
        """Return the names of the submitted files."""
        if not self.download:
            raise UserError(
                "Canvas finds a page's student by the name of the file submitted: give the zip of "
                "submissions with --download."
            )
        owners = self.owners(files, students)
        return {files[number] + self.canvas_suffix: s for number, s in owners.items()}

    def owners(self, names, students):
        """Return whose number each name has; an ambiguous page goes to nobody."""
        numbers = sorted(names)
        rows = [(names[number], [("platform", number)]) for number in numbers]
        matched = match_rows(rows, students)
        self.tell("Left out, since it is not clear whose name it is", matched.doubts)
        self.tell("In the download, and nobody with a page here", matched.nobodys(rows))
        self.tell("No page in the zip, since no number of the platform's is known: put it into "
                  "roster.csv", matched.without_row(students))  # fmt: skip
        pairs = zip(numbers, matched.students, strict=True)
        return {number: student for number, student in pairs if student}


def full_name(student):
    """Return a name without what has a meaning in Moodle's names."""
    name = re.sub(r'[_/\\:*?"<>|]+', " ", student.name or student.id)
    name = "".join(sign for sign in name if sign.isprintable()).strip(" .~")
    return name[:60] or "student"
