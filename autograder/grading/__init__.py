"""Grade one submission.

In go an assignment and the bytes of a submission; out come the executed notebook, the score of each
graded cell and the test results, without a gradebook. The student's cells run in the sandbox. The
hidden tests run in the test runner, a process of their own that exchanges serializable values with
the student's process, see `grading.remote`.
"""

from autograder.lazy import export_lazily

__all__, __getattr__ = export_lazily(
    __name__,
    {
        "grader": (
            "fork_servers",
            "grade_notebook",
            "graded_cells",
            "grader_version",
            "pack",
            "unpack",
            "version_of",
        ),
        "results": ("read_notes",),
        "session": ("hold", "is_tested"),
        "test_cells": (
            "PAIRS",
            "PLACEHOLDER",
            "UnsupportedTestError",
            "defined_names",
            "delimiters",
            "region",
            "without_regions",
        ),
    },
)
