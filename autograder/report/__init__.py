"""Write one page about a whole class: scores, frequent mistakes, and who needs review.

In go the gradebook, the grading records and the roster; out comes ``course/report``, an HTML page
with charts that loads nothing and runs no script.
"""

from autograder.lazy import export_lazily

__all__, __getattr__ = export_lazily(
    __name__,
    {
        "command": ("report",),
        "report_page": ("write_report",),
    },
)
