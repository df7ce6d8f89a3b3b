"""What safety costs: the sandbox and the test runner beside a bare kernel and stock nbgrader.

    python benchmarks/sandbox.py [--repeats 5] [--submissions 4]

All contestants take turns, so that a busy moment hits each of them: compare ratios, not seconds.
"""

import argparse
import os
import shutil
import socket
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from courses import command, make_course, make_stock, submit
from meter import Group
from rich.console import Console
from rich.progress import track
from rich.table import Table
from traitlets.config import Config

from autograder.config import ASSIGNMENT
from autograder.grading.remote.student_process import StudentProcess
from autograder.sandbox.fork_server import ForkServers
from autograder.sandbox.kernel import SandboxKernel
from autograder.sandbox.limits import Limits

AGENT = "__import__('sys').modules['autograder.sandbox.inside.agent']"
CALLS = 300
FUNCTION = f"""
class Thing:
    x = 1
f, thing = lambda x: x, Thing()
def call_back(g):
    for _ in range({CALLS}): g(1)
"""
AGAIN = ("--create", "--force")


def start_cost(group, limits, fork_servers=None):
    """Seconds until a kernel answers, and of the processor until it is gone, in all processes."""
    before = group.seconds()
    kernel = SandboxKernel(limits, None, Config(), fork_servers)
    began = time.perf_counter()
    kernel.start()
    seconds = time.perf_counter() - began
    kernel.close()
    after = group.seconds()
    return seconds, float("nan") if before is None else after - before


def starts(repeats):
    """Costs of kernels that are forked into a sandbox, start in one, and start without one."""
    group = Group()
    group.add()
    with ForkServers() as fork_servers:
        if not fork_servers.usable(Limits()):
            sys.exit("No process can join a sandbox here: run `autograder doctor`.")
        ways = ((Limits(), fork_servers), (Limits(), None), (Limits(unsafe=True), None))
        start_cost(group, *ways[0])
        costs = [[start_cost(group, *way) for way in ways] for _ in track(range(repeats), "start")]
    if group.path:
        (group.path.parent / "cgroup.procs").write_text(str(os.getpid()))
    group.remove()
    return costs


def call_seconds(argument):
    """Seconds for a call by the test runner, a call by message, and one inside the kernel."""
    kernel = SandboxKernel(Limits(), None, Config())
    kernel.start()
    try:
        kernel.run(FUNCTION, 10)
        kernel.run(f"import numpy as np, time\nx = {argument}", 10)
        began = time.perf_counter()
        for _ in range(50):
            kernel.run("f(x)", 10, silent=True)
        by_message = (time.perf_counter() - began) / 50
        timed = (
            f"began = time.perf_counter()\nfor _ in range({CALLS}): f(x)\n"
            f"print((time.perf_counter() - began) / {CALLS})"
        )
        inside = float(kernel.run(timed, 30)[0][0]["text"])
        kernel.run(f"{AGENT}.snapshot('test')", 5, silent=True)
        kernel.send(f"{AGENT}.serve()")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(kernel.sandbox.agent_path)
            process = StudentProcess(connection, 30, time.monotonic() + 300, None)
            process.begin("test", {})
            process.bind(["f"])
            f, x = process.namespace["f"], eval(argument, {"np": np})
            f(x)
            began = time.perf_counter()
            for _ in range(CALLS):
                f(x)
            by_test_runner = (time.perf_counter() - began) / CALLS
    finally:
        kernel.close()
    return by_test_runner, by_message, inside


def reference_seconds():
    """Seconds to read an attribute by reference, and for a call of a test's function."""
    kernel = SandboxKernel(Limits(), None, Config())
    kernel.start()
    try:
        kernel.run(FUNCTION, 10)
        kernel.run(f"{AGENT}.snapshot('test')", 5, silent=True)
        kernel.send(f"{AGENT}.serve()")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(kernel.sandbox.agent_path)
            process = StudentProcess(connection, 30, time.monotonic() + 300, None)
            process.begin("test", {})
            process.bind(["thing", "call_back"])
            thing, call_back = process.namespace["thing"], process.namespace["call_back"]
            began = time.perf_counter()
            for _ in range(CALLS):
                _ = thing.x
            by_reference = (time.perf_counter() - began) / CALLS
            began = time.perf_counter()
            call_back(lambda x: x)
            return by_reference, (time.perf_counter() - began) / CALLS
    finally:
        kernel.close()


def class_seconds(submissions, repeats):
    """Wall seconds of autograding a class: ours, then stock."""
    with tempfile.TemporaryDirectory() as folder:
        courses = [Path(folder) / name for name in ("ours", "stock")]
        make_course(courses[0])
        submit(courses[0], submissions, mixed=False)
        shutil.copytree(*courses)
        make_stock(courses[1])
        found = [[], []]
        for _ in track(range(repeats), "autograding"):
            for course, results in zip(courses, found, strict=True):
                results.append(command(course, "nbgrader", "autograde", ASSIGNMENT, *AGAIN))
    return found


def ratio(ours, theirs):
    """Median and range of ours over theirs, pair by pair."""
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    return f"{statistics.median(ratios):.2f}x ({min(ratios):.2f} to {max(ratios):.2f})"


def main():
    """Measure, and print three tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--submissions", type=int, default=4)
    options = parser.parse_args()
    if min(options.repeats, options.submissions) < 1:
        parser.error("repeats and submissions are at least 1")
    console = Console(width=100)

    contestants = [list(zip(*costs, strict=True))
                   for costs in zip(*starts(options.repeats), strict=True)]  # fmt: skip
    columns = ("kernel", "seconds to ready", "times bare", "processor seconds", "times bare")
    table = Table(*columns, title="Start of a kernel (medians)")
    bare = contestants[-1]
    names = ("forked into a sandbox", "sandbox", "bare")
    for name, (wall, cpu) in zip(names, contestants, strict=True):
        table.add_row(
            name,
            f"{statistics.median(wall):.3f}",
            ratio(wall, bare[0]),
            f"{statistics.median(cpu):.3f}",
            ratio(cpu, bare[1]),
        )
    console.print(table)

    columns = ("argument and result", "test runner", "a Jupyter message", "inside the kernel")
    title = "One call of a function that returns its argument, in milliseconds"
    table = Table(*columns, title=title)
    for name, argument in (
        ("a number", "1.5"),
        ("27 x 100 floats", "np.ones((27, 100))"),
        ("1 MB of floats", "np.ones(131072)"),
        ("10,000 numbers in a list", "list(range(10000))"),
    ):
        table.add_row(name, *(f"{1000 * seconds:.4f}" for seconds in call_seconds(argument)))
    console.print(table)

    table = Table("operation", "milliseconds", title="Operations on objects by reference")
    names = ("read an attribute of a student's object", "call a test's function")
    for name, seconds in zip(names, reference_seconds(), strict=True):
        table.add_row(name, f"{1000 * seconds:.4f}")
    console.print(table)

    ours, stock = class_seconds(options.submissions, options.repeats)
    title = f"{options.submissions} solved submissions, the whole command"
    table = Table("nbgrader autograde", "seconds (median)", "times stock", title=title)
    table.add_row("ours", f"{statistics.median(ours):.1f}", ratio(ours, stock))
    table.add_row("stock", f"{statistics.median(stock):.1f}", "1")
    console.print(table)


if __name__ == "__main__":
    main()
