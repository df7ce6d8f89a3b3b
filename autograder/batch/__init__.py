"""Grade the submissions of a class.

In go a course and an assignment; out come scores in the gradebook, graded notebooks, feedback
pages, grading records, a table of grades and the report. Workers on this machine or on a Dask
cluster grade; this process alone writes. A run can be interrupted and continues where it stopped.
"""

from autograder.lazy import export_lazily

__all__, __getattr__ = export_lazily(
    __name__,
    {
        "command": ("grade", "grade_and_report"),
    },
)
