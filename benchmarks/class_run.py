"""How long a class takes: stock nbgrader and ours on the same submissions, side by side.

    python benchmarks/class_run.py [--sizes 10 100] [--stock 10] [--workers 1 2] [--mixed]

Each contestant grades the same class in a course of its own; then come a second run over the
unchanged class and what the time goes into. Ours also makes feedback, the report and a table of
grades, which stock's `nbgrader autograde` does not. Nothing else should run on the machine.
"""

import argparse
import json
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from courses import make_course, make_stock, submit
from meter import measure
from rich.console import Console
from rich.table import Table

from autograder.config import ASSIGNMENT

# For a start-up time that is part of each command: a class this small is taken off.
SMALL = 2


def classes(folder, released, sizes, mixed):
    """A course with a class, for each size."""
    made = {}
    for size in sorted(sizes):
        made[size] = Path(shutil.copytree(released, folder / f"{size}"))
        submit(made[size], size, mixed)
    return made


def measured(console, name, size, cost):
    """Say what came out, as soon as it is known."""
    seconds = f"{cost.wall:.1f} s, {cost.cpu:.1f} CPU s"
    console.print(f"{name}, {size} submissions: {seconds}, {cost.peak_mb:.0f} MB")
    return cost


def marginal(costs, attribute):
    """Cost of one submission more: the start of the command, which all pay once, taken off."""
    small, large = min(costs), max(costs)
    if small == large:
        return getattr(costs[small], attribute) / small
    return (getattr(costs[large], attribute) - getattr(costs[small], attribute)) / (large - small)


def main():
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100])
    parser.add_argument("--stock", type=int, nargs="+", default=[10])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--mixed", action="store_true", help="not everybody has solved everything")
    options = parser.parse_args()
    if min(options.sizes + options.stock + options.workers) < 1:
        parser.error("sizes and workers are at least 1")
    console, found = Console(width=110), {}
    with tempfile.TemporaryDirectory(prefix="class-run-") as folder:
        folder = Path(folder)
        released = folder / "released"
        make_course(released)
        stock = classes(folder / "stock", released, {SMALL, *options.stock}, options.mixed)
        for course in stock.values():
            make_stock(course)
        found["stock"] = {
            size: measured(
                console, "stock", size, measure(course, "nbgrader", "autograde", ASSIGNMENT)
            )
            for size, course in stock.items()
        }
        for number in options.workers:
            sizes = {SMALL, *options.sizes}
            ours = classes(folder / f"ours{number}", released, sizes, options.mixed)
            name = f"ours, {number} worker{'s' if number > 1 else ''}"
            grade = ("autograder", "grade", "--workers", number)
            found[name] = {
                size: measured(console, name, size, measure(course, *grade))
                for size, course in ours.items()
            }
        second = measure(ours[max(options.sizes)], *grade)
        began = time.perf_counter()
        measure(folder, "nbgrader", "--version")
        imported = time.perf_counter() - began
        parts = parts_of(ours[max(options.sizes)])
    console.print(totals(found))
    console.print(each(found))
    console.print(
        f"A second run over {max(options.sizes)} unchanged submissions: {second.wall:.1f} s; "
        f"`nbgrader --version` alone: {imported:.1f} s."
    )
    console.print(parts)


def totals(found):
    """Wall, CPU and memory of each whole command."""
    table = Table(title="The whole command", title_justify="left")
    for column in ("contestant", "submissions", "wall s", "CPU s", "peak MB"):
        table.add_column(column, justify="left" if column == "contestant" else "right")
    for name, costs in found.items():
        for size, cost in sorted(costs.items()):
            table.add_row(
                name, f"{size}", f"{cost.wall:.1f}", f"{cost.cpu:.1f}", f"{cost.peak_mb:.0f}"
            )
    return table


def each(found):
    """Cost of one submission more, and how many times faster than stock."""
    stock = marginal(found["stock"], "wall")
    alone = next(
        (marginal(costs, "wall") for name, costs in found.items() if "1 worker" in name), 0
    )
    title = "One submission more (the command's start taken off)"
    table = Table(title=title, title_justify="left")
    for column in ("contestant", "wall s", "CPU s", "times faster than stock", "efficiency"):
        table.add_column(column, justify="left" if column == "contestant" else "right")
    for name, costs in found.items():
        wall = marginal(costs, "wall")
        workers = int(name.split()[1]) if name != "stock" else 0
        efficiency = f"{alone / wall / workers:.0%}" if workers and alone else ""
        table.add_row(
            name, f"{wall:.3f}", f"{marginal(costs, 'cpu'):.3f}", f"{stock / wall:.1f}", efficiency
        )
    return table


def parts_of(course):
    """Where the time of a submission goes, from the records of the grades."""
    records = [
        json.loads(path.read_text())
        for path in (course / "course" / "grading_records" / ASSIGNMENT).glob("*.json")
    ]
    table = Table(title="Inside one submission: median wall seconds", title_justify="left")
    table.add_column("part")
    table.add_column("seconds", justify="right")
    for part in sorted({name for record in records for name in record.get("seconds", {})}):
        seconds = [record["seconds"][part] for record in records if part in record["seconds"]]
        table.add_row(part, f"{statistics.median(seconds):.3f}")
    return table


if __name__ == "__main__":
    main()
