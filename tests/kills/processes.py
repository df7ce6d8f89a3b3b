"""Ways to end a run: a signal for a worker, for the writer, or for everything at one moment."""

import contextlib
import os
import signal
from pathlib import Path


def children(pid):
    """Process ids of what a process has started itself and what is alive."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, task.read_text().split())
    return found


def descendants(pid):
    """Process ids of all that a process has started, those have started, and so on."""
    found, waiting = [], [pid]
    while waiting:
        new = children(waiting.pop())
        found += new
        waiting += new
    return found


def send(pids, signum):
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signum)


def kill_worker(pid, draw):
    """End one process that grades, forked by a server that the run has started."""
    workers = [worker for server in children(pid) for worker in children(server)]
    send([draw.choice(workers)] if workers else [], signal.SIGKILL)
    return bool(workers)


def kill_writer(pid, draw):
    send([pid], signal.SIGKILL)
    return True


def kill_machine(pid, draw):
    """End all processes at one moment: first none moves any more."""
    stopped = {pid}
    send(stopped, signal.SIGSTOP)
    while new := set(descendants(pid)) - stopped:
        send(new, signal.SIGSTOP)
        stopped |= new
    send(stopped, signal.SIGKILL)
    return True


def interrupt(pid, draw):
    send([pid], signal.SIGINT)
    return True


# By name, with the exit statuses that a run may then have.
WAYS = {
    "worker": (kill_worker, {0}),
    "writer": (kill_writer, {-signal.SIGKILL}),
    "machine": (kill_machine, {-signal.SIGKILL}),
    "Ctrl-C": (interrupt, {130}),
}
