"""Export grades and feedback in the formats that learning platforms and spreadsheets import.

In go the scores of a class and, for most formats, a file that the platform exported; out come the
same file with one column filled in, a CSV of all scores, or a zip of feedback pages. The exporters
are nbgrader's export plugins.
"""

from autograder.lazy import export_lazily

__all__, __getattr__ = export_lazily(
    __name__,
    {
        "command": ("export",),
        "wide": ("WideExportPlugin",),
    },
)
