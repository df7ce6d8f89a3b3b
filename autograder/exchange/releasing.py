"""nbgrader's release of assignments and feedback on a machine that students share."""

import json
import os
import re
import stat
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseAssignment, ExchangeReleaseFeedback
from nbgrader.utils import notebook_hash

from autograder.config import COURSE
from autograder.files import write_atomically
from autograder.sanitize import SAFELY

SECRET = "submission_secret.txt"
# nbgrader writes 128 hexadecimal digits. A shorter secret could be guessed.
PROPER_SECRET = re.compile(r"[0-9A-Za-z_-]{32,200}")


class ReleaseAssignment(ExchangeReleaseAssignment):
    """Replace nbgrader's release as ``ExchangeFactory.release_assignment``."""

    def ensure_root(self):
        super().ensure_root()
        root = Path(self.root)
        mode = root.stat().st_mode
        # Otherwise another account could replace a course's folder by one of its own, into which
        # the class would then submit.
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            try:
                root.chmod(stat.S_IMODE(mode) | stat.S_ISVTX)
            except PermissionError:
                self.fail(
                    f"Every account of this machine can move folders in {root}: ask whoever owns "
                    f"it to run `chmod +t {root}`, then release again."
                )

    def init_src(self):
        super().init_src()
        root = Path(self.coursedir.root).resolve()
        if anybody_enters(root):
            self.fail(
                "Every account of this machine can read the solutions, hidden tests and grades in "
                f"{root}, so nothing was released: run `chmod o-rwx {root}` and release again."
            )


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Replace nbgrader's release as ``ExchangeFactory.release_feedback``.

    nbgrader's own stops at the first page whose submission did not come by the exchange.
    """

    def copy_files(self):
        excluded = set(self.coursedir.student_id_exclude.split(","))
        folder = Path(self.src_path)
        # An empty student is nbgrader's pattern for all students.
        for page in sorted(folder.parents[1].glob(f"{folder.parent.name}/{folder.name}/*.html")):
            student = page.parents[1].name
            if student in excluded:
                continue
            secret = secret_of(self.coursedir, student)
            if secret is None:
                self.log.warning(
                    "%s: this submission did not come by the exchange, so its feedback does not "
                    "go there; it lies in %s.", student, page,
                )  # fmt: skip
                continue
            name = notebook_hash(secret=secret, notebook_id=page.stem)
            write_atomically(Path(self.dest_path) / f"{name}.html", page.read_bytes())
            self.log.info("Released the feedback for %s.", student)


def anybody_enters(folder):
    """Return whether other accounts can pass through a folder and all that are above it."""
    return all(path.stat().st_mode & stat.S_IXOTH for path in (folder, *folder.parents))


def secret_of(coursedir, student):
    """Return the secret that nbgrader's submit put into the submission that a page is about.

    Parameters
    ----------
    coursedir : CourseDirectory
    student : str

    Returns
    -------
    str or None
        None if there is none, or none that others could not guess.
    """
    steps = [coursedir.autograded_directory, coursedir.submitted_directory]
    if was_rejected(coursedir, student):
        steps = steps[1:]  # the page is about the newest submission, not about the last one graded
    for step in steps:
        folder = Path(coursedir.format_path(step, student, coursedir.assignment_id))
        if folder.is_dir():
            return read_secret(folder / SECRET)
    return None


def was_rejected(coursedir, student):
    """Return whether the record of the last grading says that the submission was rejected."""
    record = Path(
        coursedir.root, COURSE, "grading_records", coursedir.assignment_id, f"{student}.json"
    )
    try:
        return bool(json.loads(record.read_text(encoding="utf-8")).get("rejected"))
    except (OSError, ValueError, AttributeError):
        return False


def read_secret(path):
    """Return the text of a secret, or None if it is not valid."""
    try:
        with open(path, "rb", opener=lambda name, _: os.open(name, SAFELY)) as file:
            text = file.read(1000).decode("ascii", "replace").strip()
    except OSError:
        return None
    return text if PROPER_SECRET.fullmatch(text) else None
