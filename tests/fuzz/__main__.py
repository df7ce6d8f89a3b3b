"""Feed mutated bytes to everything that reads a student's bytes.

    python -m tests.fuzz [--seconds 600] [--seed 0] [target ...]

Each target works in a process of its own with little memory. An exception that it should not raise,
five seconds without an answer, or more memory than it may have end it, with the bytes that did it.
"""

import argparse
import sys

from rich.console import Console
from rich.table import Table

from tests.fuzz.engine import fuzz
from tests.fuzz.targets import TARGETS


def main():
    """Fuzz, print a table, and fail if something went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("targets", nargs="*", default=list(TARGETS))
    options = parser.parse_args()
    results = fuzz(options.targets, options.seconds, options.seed)
    title = f"{options.seconds:g} seconds each"
    table = Table("target", "inputs", "accepted", "slowest", "peak memory", title=title)
    for found in results:
        if "failure" not in found:
            counts = f"{found['inputs']:,}", f"{found['accepted']:,}"
            table.add_row(
                found["target"], *counts, f"{found['slowest']:.3f} s", f"{found['peak']:,} MB"
            )
    Console(width=100).print(table)
    failures = [found for found in results if "failure" in found]
    for found in failures:
        print(
            f"{found['target']} failed on {found['data'][:2000]}\n{found['failure']}",
            file=sys.stderr,
        )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
