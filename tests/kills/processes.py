"""Ways to end a run: a signal to a worker, to the writer, or to all processes at once."""

import contextlib
import os
import signal
from pathlib import Path


def children(pid):
    """Return the ids of the running processes that a process started."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, task.read_text().split())
    return found


def descendants(pid):
    """Return the ids of the running processes that a process started, directly or indirectly."""
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
    """Kill a worker, which a fork server of the run has started."""
    workers = [worker for server in children(pid) for worker in children(server)]
    send([draw.choice(workers)] if workers else [], signal.SIGKILL)
    return bool(workers)


def kill_writer(pid, draw):
    send([pid], signal.SIGKILL)
    return True


def kill_machine(pid, draw):
    """Stop all processes, then kill them, as if the machine crashed."""
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


# By name, with the exit statuses that the run may have.
WAYS = {
    "worker": (kill_worker, {0}),
    "writer": (kill_writer, {-signal.SIGKILL}),
    "machine": (kill_machine, {-signal.SIGKILL}),
    "Ctrl-C": (interrupt, {130}),
}
