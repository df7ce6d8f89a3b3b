"""Check the instructor's notebook and make the package that students get.

In goes a source notebook with solutions and hidden tests; out come nbgrader's ``release/`` and a
zip, byte for byte the same for the same sources. The release is verified: the instructor's own
solution has to get all points from the test runner.
"""

from autograder.lazy import export_lazily

__all__, __getattr__ = export_lazily(
    __name__,
    {
        "builder": ("build_release",),
        "requirements": ("require_libraries",),
        "source_notebook": ("SANITIZER", "execute", "solution_cells"),
    },
)
