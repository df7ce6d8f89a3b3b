"""Print what every attack gets: ``python -m tests.attacks [--ours | --stock] [name ...]``."""

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tests.attacks import corpus, ours, stock

MOST_FAULTS, LONGEST_FAULT = 100, 1000


def main():
    """Grade everything, print the table, exit with 1 when an attack has got through."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ours", action="store_true", help="leave stock nbgrader out")
    parser.add_argument("--stock", action="store_true", help="leave ours out")
    parser.add_argument("--keep", type=Path, help="an empty folder to work in, left for a look")
    parser.add_argument("names", nargs="*", help="some attacks; all by default")
    wanted = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 200)
    found = corpus.attacks(wanted.names)
    with tempfile.TemporaryDirectory() as temporary:
        folder = wanted.keep or Path(temporary)
        run, old = None, {}
        if not wanted.stock:
            (folder / "ours").mkdir(parents=True)
            run = ours.grade(folder / "ours", found)
        if not wanted.ours:
            (folder / "stock").mkdir(parents=True)
            old = stock.grade(folder / "stock", found)
    console.print(table(found, run, old))
    return tell(console, found, run)


def table(found, run, old):
    """The two columns side by side.

    Parameters
    ----------
    found : list of Attack
    run : ours.Run or None
    old : dict of str to tuple
        What stock nbgrader made of the harmless ones.
    """
    result = Table(title=f"{len(found)} hostile submissions")
    result.add_column("attack", no_wrap=True)
    result.add_column("kind")
    result.add_column("tries", overflow="fold", ratio=1)
    result.add_column("stock nbgrader", overflow="fold", max_width=26)
    result.add_column("ours", overflow="fold", max_width=30)
    for attack in found:
        before = "not tried" if old or run is None else "-"
        if attack.name in old:
            before = words(*old[attack.name])
        after = "-"
        if run:
            test_result = run.test_results[attack.name]
            after = words(test_result.points and test_result.total, test_result.leaks)
            after = "\n".join([after, *sorted(test_result.harm | test_result.page)])
        row = (attack.name, attack.kind, attack.tries, before, after)
        result.add_row(*(Text(text) for text in row))
    return result


def words(points, stolen):
    """Points and what was stolen, in a few words."""
    parts = ["not graded" if points is None else f"{points:g} points"]
    return ", ".join(parts + [f"stole: {', '.join(sorted(stolen))}"] * bool(stolen))


def tell(console, found, run):
    """Say what got through; 1 if anything did."""
    if run is None:
        return 0
    faults = list(run.harm)
    for attack in found:
        test_result = run.test_results[attack.name]
        if test_result.total > attack.deserves:
            cells = {cell: points for cell, points in test_result.points.items() if points}
            faults.append(f"{attack.name} got {test_result.total:g}: {cells}")
        seen = test_result.leaks | test_result.harm | test_result.page
        faults += [f"{attack.name}: {what}" for what in sorted(seen)]
    for student, honest in run.honest.items():
        points = run.test_results[student].points
        other = {cell for cell, most in honest.points.items() if (points or {}).get(cell) != most}
        if other:
            faults.append(f"{student} has other points than deserved in {', '.join(sorted(other))}")
    for fault in faults[:MOST_FAULTS]:
        # One line each, of printable characters: some of it is an attacker's words.
        line = "".join(c if c.isprintable() else " " for c in fault)
        console.print(Text(line[:LONGEST_FAULT]))
    console.print(
        f"{len(found)} attacks and {len(run.honest)} honest submissions in "
        f"{run.report.seconds:.0f} s: {len(faults)} faults."
    )
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
