"""Release a notebook assignment and mark what comes back, with nbgrader as system of record."""
