"""A wide CSV: one row a student with all that the gradebook holds for one assignment.

Made for a spreadsheet or a data frame, hence UTF-8 with the byte order mark by which spreadsheets
know it. The same grades give the same bytes. All text is defused, see `autograder.csv_files`.

Columns: who (``student``, ``name``, ``email``, ``platform_id``), ``state`` and ``reason`` (see
`autograder.gradebook.scores.Student`), ``submitted`` (UTC) and ``seconds_late``; for each graded
cell, in the order of the released notebook, the points that count, ``auto`` and ``manual`` as they
were given, ``extra``, and the ``max``imum; the points of each exercise; then ``score``,
``late_penalty``, ``total`` and ``max_total``. An empty cell means that nothing was given: nobody's
missing grade is a 0.
"""

import math

from autograder.console import get_exercise
from autograder.csv_files import line, points
from autograder.export.plugin import PlatformExportPlugin
from autograder.files import write_atomically
from autograder.gradebook import GRADED, MISSING, REJECTED, UNFINISHED, WAITING


class WideExportPlugin(PlatformExportPlugin):
    """Write every score of every student into one table, see the module."""

    kind = "wide"
    cells = True

    def make(self, grades):
        several = len({cell.notebook for cell in grades.cells}) > 1
        names = [f"{c.notebook}/{c.name}" if several else c.name for c in grades.cells]
        exercises = {}
        for place, cell in enumerate(grades.cells):
            exercises.setdefault(get_exercise(cell.name), []).append(place)
        header = ["student", "name", "email", "platform_id", "state", "reason", "submitted",
                  "seconds_late"]  # fmt: skip
        for name in names:
            header += [name, f"{name} auto", f"{name} manual", f"{name} extra", f"{name} max"]
        header += [f"exercise {name}" for name in exercises]
        header += ["score", "late_penalty", "total", "max_total"]
        lines = [line(header)]
        lines += (line(self.row(grades, row, exercises)) for row in range(len(grades.students)))
        write_atomically(self.target, "\ufeff" + "\n".join(lines) + "\n")
        states = [student.state for student in grades.students]
        counts = [f"{states.count(state)} {state}"
                  for state in (GRADED, UNFINISHED, REJECTED, WAITING, MISSING)]  # fmt: skip
        self.sentences.append(f"Students: {len(states)}, of them {', '.join(counts)}.")

    def row(self, grades, row, exercises):
        """Return the cells of one student's row."""
        student = grades.students[row]
        known = student.state in (GRADED, UNFINISHED)
        points(student.total, student.id)  # reports whose grade is not a number
        when = student.timestamp
        cells = [student.id, student.name, student.email, student.platform_id, student.state,
                 student.reason, when.strftime("%Y-%m-%d %H:%M:%S") if when else None,
                 student.seconds_late if when else None]  # fmt: skip
        counted = grades.cell_points(row) if known else [math.nan] * len(grades.cells)
        for cell, given, count in zip(grades.cells, grades.parts[row], counted, strict=True):
            kept = [count, *given] if known else [math.nan] * 4
            cells += [*(None if math.isnan(value) else value for value in kept), cell.max_score]
        for places in exercises.values():
            there = [counted[place] for place in places if not math.isnan(counted[place])]
            cells.append(math.fsum(there) if there else None)
        cells += [student.score, student.penalty] if known else [None, None]
        return [*cells, self.grade(student), grades.max_score]
