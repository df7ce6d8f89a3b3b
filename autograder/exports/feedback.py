"""Feedback pages as one zip that a platform takes in, or that an instructor unpacks.

Three namings, see `autograder.exports.names` for where they are written down:

* plain: ``<student>.html``;
* Moodle's: ``<full name>_<participant>_assignsubmission_file_/<assignment>.html``, for "Upload
  multiple feedback files in a zip";
* Canvas's: the name of the file handed in, for its upload of submissions. Canvas shows each page
  as a comment's attachment, by its own record of the file's name; with ``canvas_suffix`` set to
  ``.html`` the name in the zip, not that one, ends so and Canvas serves it as a page.

Every page is a plain file at its student's own place in ``course/feedback``; links are left out.
"""

import os
import re

from traitlets import Enum, Unicode

from autograder.config import as_typed
from autograder.errors import UserError
from autograder.exports.accounts import by_account
from autograder.exports.archive import pack_files
from autograder.exports.match import match
from autograder.exports.names import canvas_files, is_plain, moodle_folders, names_in
from autograder.exports.plugin import PlatformExportPlugin


class FeedbackExportPlugin(PlatformExportPlugin):
    """Feedback pages into a zip, see the module."""

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

    def make(self, marks):
        folder = self.work / "feedback"
        pages = self.pages(folder, marks)
        if not pages:
            raise UserError(
                f"There is no feedback on {marks.assignment}: run "
                f"{as_typed('mark', marks.assignment)}."
            )
        named = self.names(pages, marks.assignment)
        way = (marks.assignment, f"{marks.assignment}.html")
        files = {name: (folder, (student.id, *way)) for name, student in named.items()}
        left_out = pack_files(self.target, files, self.track)
        self.sentences.insert(0, f"Pages written: {len(files) - len(left_out)}.")
        self.tell("Left out, since it is a link or no file", left_out)

    def pages(self, folder, marks):
        """Students with a page, whatever sort of file it is."""
        if not folder.is_dir():
            return []
        with os.scandir(folder) as entries:
            there = {entry.name for entry in entries if entry.is_dir(follow_symlinks=False)}
        page = f"{marks.assignment}/{marks.assignment}.html"
        return [student for student in marks.students
                if student.id in there and os.path.lexists(folder / student.id / page)]  # fmt: skip

    def names(self, students, assignment):
        """Each page's name in the zip.

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
        """Names as Moodle's import finds them, by the download or else by the roster."""
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
        """The names of the files handed in."""
        if not self.download:
            raise UserError(
                "Canvas finds a page's student by the name of the file handed in: give the zip of "
                "submissions with --download."
            )
        owners = self.owners(files, students)
        return {files[number] + self.canvas_suffix: s for number, s in owners.items()}

    def owners(self, names, students):
        """Whose number each name has; a page goes to nobody where that is not clear."""
        numbers = sorted(names)
        rows = [(names[number], [("platform", number)]) for number in numbers]
        matched = match(rows, students)
        self.tell("Left out, since it is not clear whose name it is", matched.doubts)
        self.tell("In the download, and nobody with a page here", matched.nobodys(rows))
        self.tell("No page in the zip, since no number of the platform's is known: put it into "
                  "roster.csv", matched.without_row(students))  # fmt: skip
        pairs = zip(numbers, matched.students, strict=True)
        return {number: student for number, student in pairs if student}


def full_name(student):
    """A name without what Moodle's naming gives a meaning to."""
    name = re.sub(r'[_/\\:*?"<>|]+', " ", student.name or student.id)
    name = "".join(sign for sign in name if sign.isprintable()).strip(" .~")
    return name[:60] or "student"
