"""What grading has found, kept by what was graded; and the record of what is in the gradebook."""

import gzip
import json
import os

from autograder.course import sha256
from autograder.files import remove_unfinished, sync_folder, write_atomically

LONGEST_NAME = 255  # of a file, in bytes


def digest_of(content, repairs, version, test_runner):
    """What a grade depends on.

    Parameters
    ----------
    content : bytes
        What was submitted.
    repairs : list of str
        What was done to find it; told in the feedback.
    version : str
        Of the assignment.
    test runner : str
        Of the grading code.

    Returns
    -------
    str
    """
    told = "\n".join(repairs).encode("utf-8", "replace")
    return sha256(content, told, version.encode(), test_runner.encode())


class Store:
    """Files of a course that say what was graded and what was recorded.

    Parameters
    ----------
    course : Course
    assignment : str

    Notes
    -----
    Every file is written in one move. One that a dying machine has left broken counts as missing:
    the submission is then graded, or recorded, once more.
    """

    def __init__(self, course, assignment):
        self.results = course.work / "results" / assignment
        self.records = course.work / "grading_records" / assignment

    def tidy(self):
        """Remove what runs that were killed have left half written."""
        for folder in (self.records, *self.results.glob("*")):
            remove_unfinished(folder)

    def result_path(self, digest):
        return self.results / digest[:2] / f"{digest}.json.gz"

    def result(self, digest):
        """What grading has found, or None.

        Parameters
        ----------
        digest : str
            From `digest_of`.

        Returns
        -------
        dict or None
            See `autograder.grading.grader.grade_notebook`.
        """
        try:
            return json.loads(gzip.decompress(self.result_path(digest).read_bytes()))
        except (OSError, EOFError, ValueError, gzip.zlib.error):
            return None

    def keep_result(self, digest, answer):
        """Keep the bytes that `autograder.grading.grader.grade_notebook` has returned."""
        write_atomically(self.result_path(digest), gzip.compress(answer, 3, mtime=0))

    def record_path(self, student):
        name = f"{student}.json"
        if len(os.fsencode(name)) > LONGEST_NAME:
            name = f"{sha256(os.fsencode(student))}.json"
        return self.records / name

    def record(self, student):
        """What the gradebook holds for a student, or an empty dict.

        Parameters
        ----------
        student : str

        Returns
        -------
        dict
            ``digest``; ``submission``, the digest of what was submitted alone; ``notes``;
            ``rejected``, a reason or None; and how the grade came about.
        """
        try:
            found = json.loads(self.record_path(student).read_bytes())
            return found if isinstance(found, dict) else {}
        except (OSError, ValueError):
            return {}

    def keep_record(self, student, record):
        """Say that all of a student's grade is in its place: the last step of recording it."""
        text = json.dumps(record, indent=1, sort_keys=True)
        write_atomically(self.record_path(student), text)

    def forget_record(self, student):
        """Say that a student's grade is about to change: the first step of recording it."""
        path = self.record_path(student)
        if path.exists():
            path.unlink()
            # Before anything that it vouches for changes, here or in a database elsewhere.
            sync_folder(self.records)
