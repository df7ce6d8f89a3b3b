"""Print the points that each solution of the corpus loses: ``python -m tests.mutants``.

With ``--messages``, print the messages of the visible checks for the wrong solutions, and whether
each message names the mistake.
"""

import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests import instructor
from tests.mutants.corpus import graded_cells, misses, solutions
from tests.mutants.course import grade
from tests.mutants.messages import named
from tests.mutants.messages import run as run_checks
from tests.mutants.variations import VARIATIONS, run


def print_messages():
    """Print the table of messages; exit with 1 if one does not name the mistake as expected."""
    console = Console(width=None if sys.stdout.isatty() else 200)
    wrong = [solution for solution in solutions() if solution.wrong]
    failures = run_checks()
    table = Table(title=f"{len(wrong)} wrong solutions, and the first message that a student gets")
    table.add_column("solution", no_wrap=True)
    table.add_column("what it does")
    table.add_column("first line of the message")
    table.add_column("named", justify="center")
    count = missed = 0
    for solution in wrong:
        text = failures[solution.name]["text"]
        is_named = named(solution, text)
        count += is_named
        missed += not is_named and not solution.message.startswith("-")
        first = text.partition("\n")[0] if text else "none: all visible checks pass"
        table.add_row(solution.name, solution.about, first, "yes" if is_named else "no")
    console.print(table)
    console.print(
        f"{count} of {len(wrong)} messages name the mistake ({100 * count / len(wrong):.0f} %)."
    )
    return int(missed > 0)


def main():
    """Grade every solution and print a table; exit with 1 if a score is not the expected one."""
    console = Console(width=None if sys.stdout.isatty() else 200)
    cells = {one: graded_cells(instructor.read(one)) for one in instructor.ASSIGNMENTS}
    found = solutions()
    with tempfile.TemporaryDirectory() as folder:
        console.print("Grading the solutions as a class, which takes a minute or two ...")
        lost = grade(Path(folder), found)
    failed = {
        name: run(name)
        for name in track(VARIATIONS, "Variations", console=Console(stderr=True), transient=True)
    }
    table = Table(title=f"{len(found)} solutions, graded as a class and under variations")
    table.add_column("solution", no_wrap=True)
    table.add_column("what it does")
    table.add_column("points lost in its own cells")
    for column in ("class", *VARIATIONS):
        table.add_column(column, justify="center")
    missed = {True: 0, False: 0}
    for solution in found:
        own = cells[solution.assignment]
        test_results = [misses(solution, lost[solution.name], own)]
        test_results += [misses(solution, failed[name][solution.name], own) for name in VARIATIONS]
        missed[solution.wrong] += sum(map(bool, test_results))
        points_lost = [
            f"{points:g} {cell.removeprefix(f'test-{solution.function}-')}"
            for cell, points in lost[solution.name].items()
            if cell.startswith(f"test-{solution.function}-")
        ]
        grades = ["; ".join(test_result) or "ok" for test_result in test_results]
        table.add_row(solution.name, solution.about, ", ".join(points_lost) or "none", *grades)
    console.print(table)
    wrong = sum(solution.wrong for solution in found)
    console.print(
        f"{wrong} wrong solutions: {missed[True]} misses; "
        f"{len(found) - wrong} right ones: {missed[False]} misses."
    )
    return int(any(missed.values()))


sys.exit(print_messages() if "--messages" in sys.argv[1:] else main())
