"""Moodle's "Download all submissions" of an assignment.

Documents: "Using Assignment" of the Moodle documentation, docs.moodle.org, and for the names
``mod/assign/classes/downloader.php`` of Moodle, its own source. Since 3.1 there is a folder for
each person, ``<Full name>_<participant>_assignsubmission_file`` (up to 4.1 with another ``_`` at
its end), with the files and folders that were handed in; before, and when "Download submissions
in folders" is off, flat files ``..._assignsubmission_file_<original name>``. Text typed in is
``..._assignsubmission_onlinetext``. A ``_`` in a name becomes a space. For groups a group's name
and number stand there, ``Default group`` has none; with blind marking ``Participant``. The
participant is a number of this one assignment, which the grading worksheet calls ``Identifier``.
"""

import re

from autograder.downloads.pieces import Owner, Piece

# No "_" in the name: what follows it can then be nobody's but Moodle's.
FOLDER = re.compile(r"([^_]+)(?:_(\d{1,18}))?_assignsubmission_[a-z]+_?")
FILE = re.compile(r"([^_]+)(?:_(\d{1,18}))?_assignsubmission_[a-z]+_(.+)")


def read_path(steps, assignment):
    """What a path tells, or None if Moodle gives no such name.

    Parameters
    ----------
    steps : tuple of str
    assignment : str
        Not needed: a download is of one assignment.

    Returns
    -------
    Piece or None
    """
    found = (FOLDER if len(steps) > 1 else FILE).fullmatch(steps[0])
    if not found:
        return None
    inner = "/".join(steps[1:]) or found[3]
    return Piece(Owner("moodle", found[2] or "", found[1].strip()), inner)
