"""Grade one submission.

In go an assignment and the bytes of a submission; out come the executed notebook, the score of each
graded cell and the test results, without a gradebook. The student's cells run in the sandbox. The
tests run in the test runner, a process of their own that uses the student's functions and values
over a connection, see `grading.remote`.
"""

from autograder.lazy import export_lazily

__all__, __getattr__ = export_lazily(
    __name__,
    {
        "assignment": (
            "graded_cells",
            "grader_version",
            "list_unprotected_tests",
            "pack",
            "unpack",
            "version_of",
        ),
        "calibration": ("compare_both_ways", "describe"),
        "grader": ("fork_servers", "grade_notebook"),
        "results": ("read_notes",),
        "session": ("is_tested", "run_notebook"),
        "test_cells": ("PAIRS", "PLACEHOLDER", "delimiters", "without_regions"),
        "test_plan": ("plan_tests", "read_cells"),
    },
)
