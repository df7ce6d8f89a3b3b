"""Kill runs at random moments and in each phase: ``python -m tests.kills``.

    python -m tests.kills [--times 50] [--seed 0]

A complete run follows each kill. Its gradebook, files and temporary files are compared with those
of an undisturbed run. The program ends at the first difference and prints it.
"""

import argparse
import collections
import random
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.autograder.conftest import make_course
from tests.autograder.tiny import add_tiny
from tests.kills import cases
from tests.kills.plan import GRADING, MOVING, RECORDING, carry_out
from tests.kills.runs import Server

CASE_NAMES = ("grade all", "record all", "record all again")


def main():
    """Kill runs and print how often each phase was hit."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    draw, counts, began = random.Random(options.seed), collections.Counter(), time.monotonic()
    with tempfile.TemporaryDirectory() as temporary, Server() as server:
        folder = Path(temporary)
        (folder / "released").mkdir()
        released = add_tiny(make_course(folder / "released"))
        recording = cases.recording(server, released, folder)
        moving = cases.moving(server, folder)
        grading = cases.grading(server, released, folder / "again")
        plans = [(grading, GRADING), (recording, RECORDING), (moving, MOVING)]
        names = dict(zip(map(id, (grading, recording, moving)), CASE_NAMES, strict=True))
        for number in range(options.times):
            case, plan = plans[number % len(plans)]
            way, when, wanted = draw.choice(plan)
            seed = f"{options.seed} {number}"
            for phase in carry_out(server, case, folder, way, when, wanted, seed):
                counts[names[id(case)], way, phase] += 1
    table = Table("run", "killed", "phase", "kills")
    for (name, way, phase), count in sorted(counts.items()):
        table.add_row(name, way, phase, str(count))
    console = Console(width=None if sys.stdout.isatty() else 100)
    console.print(table)
    seconds = time.monotonic() - began
    console.print(f"{counts.total()} kills without a difference in {seconds:.0f} s.")


if __name__ == "__main__":
    main()
