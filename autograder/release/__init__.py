"""Build the release of an assignment from its source notebook.

The source notebook contains solutions and hidden tests. The package writes nbgrader's ``release/``
folder and a zip for students, which are byte for byte the same for the same sources. It verifies
that the instructor's solution gets all points from the test runner. It also makes the data of
the visible checks from wrong solutions.
"""

from autograder.lazy import export_lazily

__all__, __getattr__ = export_lazily(
    __name__,
    {
        "builder": ("build_release",),
        "mistakes": ("find_mistakes", "read_mistake", "require_current_outcomes", "store_outcomes"),
        "requirements": ("require_libraries",),
        "source_notebook": ("SANITIZER", "execute_notebook", "read_solutions"),
    },
)
