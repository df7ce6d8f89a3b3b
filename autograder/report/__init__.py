"""Write one page about a whole class: scores, frequent mistakes, submissions that need review.

The input is the gradebook, the grading records and the roster. The output is an HTML page in
``course/report``, with charts, that loads nothing and runs no script.
"""

from autograder.lazy import export_lazily

__all__, __getattr__ = export_lazily(
    __name__,
    {
        "command": ("report",),
        "report_page": ("write_report",),
    },
)
