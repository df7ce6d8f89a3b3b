"""Make nbgrader's exchange safe on a machine that students share.

Every account may write into the exchange. The three commands that an instructor runs therefore read
it as they would read any submission: ``nbgrader collect``, ``release_assignment`` and
``release_feedback``. In go nbgrader's configuration and the exchange's folders; out come copies of
regular files only. The commands that students run are nbgrader's own.
"""

from autograder.lazy import export_lazily

__all__, __getattr__ = export_lazily(
    __name__,
    {
        "collecting": ("Collect",),
        "releasing": ("ReleaseAssignment", "ReleaseFeedback"),
    },
)
