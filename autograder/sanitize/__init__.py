"""Turn an untrusted submission into a clean notebook.

In goes whatever a student submitted; out come a notebook of plain cells with the metadata that the
gradebook holds, and a list of repairs, or an `InvalidSubmissionError` that tells the student why.
The bytes are parsed in a child process with limits, which imports nothing but the standard library.
"""

from autograder.lazy import export_lazily

__all__, __getattr__ = export_lazily(
    __name__,
    {
        "assignment_cells": ("Fact", "SKIP", "grade_id", "read_facts", "read_release"),
        "invalid_submission": ("InvalidSubmissionError", "LARGEST", "STRANGE", "printable"),
        "isolation": ("clean_isolated",),
        "quarantine": (
            "DEEPEST",
            "LARGEST_FOLDER",
            "LONGEST_TIMESTAMP",
            "TIMESTAMP",
            "is_timestamp",
            "quarantine_folder",
        ),
        "rebuild": ("rebuild_notebook",),
        "submission_reader": (
            "ARCHIVE",
            "BYWORK",
            "DRIVE",
            "LONGEST_NAME",
            "MOST_NAMES",
            "NOTEBOOK",
            "PLAIN_ZIP",
            "SAFELY",
            "is_bomb",
            "read_file",
            "read_limited",
            "read_submission",
        ),
    },
)


def look_at(path):
    """Raise an error if a submission is not a notebook, before anything else reads it.

    Parameters
    ----------
    path : Path
        Where the file should lie; see `autograder.sanitize.submission_reader.read_submission` for
        what is taken in its place.

    Returns
    -------
    bytes
        What was submitted, as it is.

    Raises
    ------
    InvalidSubmissionError
        If there is nothing that can be graded; the text tells the student why.
    """
    # Here, because the child process imports this package too and has to start fast.
    from autograder.sanitize.isolation import clean_isolated
    from autograder.sanitize.submission_reader import read_submission

    content = read_submission(path.parent, path.stem).content
    clean_isolated(content)
    return content
