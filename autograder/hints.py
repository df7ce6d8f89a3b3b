"""A stub for each exercise that says what to write."""

import re

from nbgrader.preprocessors import ClearSolutions


class ClearSolutionsWithHints(ClearSolutions):
    """nbgrader's ClearSolutions, with a hint in the stub.

    The hint is what follows the colon in ``### BEGIN SOLUTION: hint``; it becomes the text of the
    stub's NotImplementedError. Regions without a hint get nbgrader's stub.
    """

    def _replace_solution_region(self, cell, language):
        found = re.search(re.escape(self.begin_solution_delimeter) + r":[ \t]*(.+)", cell.source)
        if cell.cell_type != "code" or not found:
            return super()._replace_solution_region(cell, language)
        stock = self.code_stub
        hint = f"Still to write: {found[1].strip()}."
        self.code_stub = {
            **stock,
            "python": f"# YOUR CODE HERE\nraise NotImplementedError({hint!r})",
        }
        try:
            return super()._replace_solution_region(cell, language)
        finally:
            self.code_stub = stock
