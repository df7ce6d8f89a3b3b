"""Release, collect and grade nbgrader assignments; nbgrader stays the system of record."""
