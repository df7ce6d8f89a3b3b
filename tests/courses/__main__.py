"""Print the scores of stock nbgrader and of ours: ``python -m tests.courses [COURSE...]``.

A row shows the scores of the solved, the untouched and the wrong submission. With ``--messages``,
print what our test runner says of each score that differs. The exit status is 1 if any differs.
"""

import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.courses.catalog import SUBMISSIONS, read_courses
from tests.courses.grading import grade_courses


def format_scores(scores, cell):
    """Return the three scores of a cell as text; a dash where there is none."""
    values = [one.get(cell, [None])[0] for one in scores]
    return " / ".join("-" if value is None else f"{value:g}" for value in values)


def print_table(console, courses, graded):
    """Print a row for each graded cell.

    Returns
    -------
    equal, lower, higher, missing : int
        Numbers of scores: of ours that equal stock's, that are below them, that are above them, and
        that do not exist.
    """
    table = Table(title=f"{len(courses)} courses: solved / untouched / wrong")
    for column in ("course", "cell", "protected", "points", "stock", "ours", "equal"):
        table.add_column(column, overflow="fold")
    counts = dict.fromkeys(("equal", "lower", "higher", "missing"), 0)
    for course in courses.values():
        both = [graded[course.name, submission] for submission in SUBMISSIONS]
        for cell in course.cells:
            if cell.points is None:
                continue
            found = [compare(one, cell.name) for one in both]
            for one in found:
                counts[one] += 1
            table.add_row(
                course.name,
                cell.name,
                ("yes" if cell.protected else "no") if cell.role == "test" else cell.role,
                f"{cell.points:g}",
                format_scores([one.stock for one in both], cell.name),
                format_scores([one.ours for one in both], cell.name),
                "yes" if set(found) == {"equal"} else ", ".join(dict.fromkeys(found)),
            )
    console.print(table)
    return counts.values()


def compare(graded, cell):
    """Return how our score of a cell compares with stock nbgrader's, in one word."""
    if cell not in graded.ours:
        return "missing"
    if graded.stock[cell] == graded.ours[cell]:
        return "equal"
    stock, ours = (scores[cell][0] for scores in (graded.stock, graded.ours))
    return "lower" if (ours or 0) < (stock or 0) else "higher"


def print_messages(console, graded):
    """Print the test result of each score that differs."""
    for (course, submission), one in graded.items():
        for cell in one.ours:
            difference = compare(one, cell)
            if difference != "equal":
                result = one.test_results.get(cell, {})
                message = f"{result.get('kind')}: {result.get('message')}"
                console.print(
                    f"{course}, {cell}, {submission}, {difference}: {message}", markup=False
                )


def main(arguments):
    """Grade the courses, all by default, and return the exit status."""
    known, names = read_courses(), [name for name in arguments if name != "--messages"]
    unknown = set(names) - known.keys()
    if unknown:
        raise SystemExit(f"no such courses: {', '.join(sorted(unknown))}")
    courses = {name: known[name] for name in names or known}
    console = Console(width=None if sys.stdout.isatty() else 160)
    with tempfile.TemporaryDirectory() as folder:
        graded = grade_courses(Path(folder), courses)
    for (course, submission), one in graded.items():
        if one.problem:
            console.print(f"{course}, {submission}: {one.problem}", markup=False)
    if "--messages" in arguments:
        print_messages(console, graded)
    equal, lower, higher, missing = print_table(console, courses, graded)
    console.print(
        f"{equal} scores equal stock nbgrader's, {lower} are lower, {higher} are higher, and "
        f"{missing} are missing."
    )
    return int(lower + higher + missing > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
