"""Store the results of grading by digest, and the grading records by student."""

import gzip
import json
import os

from autograder.course import sha256
from autograder.files import remove_unfinished, sync_folder, write_atomically

LONGEST_FILE_NAME = 255  # bytes


def compute_digest(content, repairs, version, grader_version):
    """Return the digest of everything that a grade depends on.

    Parameters
    ----------
    content : bytes
        The submission.
    repairs : list of str
        What was done to find the notebook in the submission; part of the feedback.
    version : str
        Version of the assignment.
    grader_version : str
        Version of the grading code.

    Returns
    -------
    str
    """
    lines = "\n".join(repairs).encode("utf-8", "replace")
    return sha256(content, lines, version.encode(), grader_version.encode())


class ResultStore:
    """The files of results and grading records of an assignment.

    Parameters
    ----------
    course : Course
    assignment : str

    Notes
    -----
    Each file is replaced atomically. A file that a crashed machine left incomplete counts as
    missing: the submission is graded, or its grade is written, once more.
    """

    def __init__(self, course, assignment):
        self.results = course.work / "results" / assignment
        self.records = course.work / "grading_records" / assignment

    def remove_unfinished_files(self):
        """Remove the temporary files of runs that were killed."""
        for folder in (self.records, *self.results.glob("*")):
            remove_unfinished(folder)

    def result_path(self, digest):
        return self.results / digest[:2] / f"{digest}.json.gz"

    def read_result(self, digest):
        """Return the stored result of grading, or None.

        Parameters
        ----------
        digest : str
            From `compute_digest`.

        Returns
        -------
        dict or None
            See `autograder.grading.grader.grade_notebook`.
        """
        try:
            return json.loads(gzip.decompress(self.result_path(digest).read_bytes()))
        except (OSError, EOFError, ValueError, gzip.zlib.error):
            return None

    def write_result(self, digest, answer):
        """Store the bytes that `autograder.grading.grader.grade_notebook` returned."""
        write_atomically(self.result_path(digest), gzip.compress(answer, 3, mtime=0))

    def record_path(self, student):
        name = f"{student}.json"
        if len(os.fsencode(name)) > LONGEST_FILE_NAME:
            name = f"{sha256(os.fsencode(student))}.json"
        return self.records / name

    def record(self, student):
        """Return the grading record of a student, or an empty dict.

        Parameters
        ----------
        student : str

        Returns
        -------
        dict
            ``digest``; ``submission``, the digest of the submission alone; ``notes``;
            ``rejected``, a reason or None; and how the submission was graded.
        """
        try:
            record = json.loads(self.record_path(student).read_bytes())
            return record if isinstance(record, dict) else {}
        except (OSError, ValueError):
            return {}

    def write_record(self, student, record):
        """Write a grading record: the last step of writing a grade."""
        text = json.dumps(record, indent=1, sort_keys=True)
        write_atomically(self.record_path(student), text)

    def remove_record(self, student):
        """Remove a grading record: the first step of writing a grade."""
        path = self.record_path(student)
        if path.exists():
            path.unlink()
            # The removal reaches the disk before the gradebook or the other files change.
            sync_folder(self.records)
