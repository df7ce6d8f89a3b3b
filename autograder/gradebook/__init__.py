"""Read nbgrader's gradebook and the grading records.

In go a course and an assignment; out come the scores, penalties and states of all students in a
handful of queries, the records that say how each score came about, and the participants with their
platform accounts. Nothing here writes; batch grading has the one writer.
"""

from autograder.lazy import export_lazily

__all__, __getattr__ = export_lazily(
    __name__,
    {
        "participants": ("by_account", "roster_of"),
        "records": ("Record", "read_records"),
        "report_reader": ("Book", "Graded", "read_book"),
        "scores": ("GRADED", "MISSING", "REJECTED", "UNFINISHED", "WAITING", "read_class"),
    },
)
