"""Grade the submissions of a class.

The package reads the submissions of an assignment and writes scores into the gradebook, graded
notebooks, feedback pages, grading records, a table of grades and the report. Workers on this
machine or on a Dask cluster grade; only this process writes. An interrupted run continues where it
stopped.
"""

from autograder.lazy import export_lazily

__all__, __getattr__ = export_lazily(
    __name__,
    {
        "command": ("grade", "grade_and_report"),
    },
)
