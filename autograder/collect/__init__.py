"""Import submissions downloaded from a learning platform into ``submitted/``.

In go downloads (a zip, folders or single files) and a roster; out come ``course/submitted`` with
the newest attempt of each student, ``course/attempts`` with the others, and a summary. Nothing here
executes, imports or renders a submission: notebooks stay bytes.
"""

from autograder.lazy import export_lazily

__all__, __getattr__ = export_lazily(
    __name__,
    {
        "attempt_store": ("recorded",),
        "command": ("collect",),
        "matching": ("listed", "match_rows"),
        "roster": ("read_roster",),
    },
)
