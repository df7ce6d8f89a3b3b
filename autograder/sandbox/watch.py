"""A thread that ends a jail which outlives its time or outgrows its memory."""

import contextlib
import os
import threading
import time
from pathlib import Path

from autograder.sandbox.limits import MB

PERIOD = 0.2  # seconds


class Watch(threading.Thread):
    """Looks at all processes of a jail five times a second.

    Parameters
    ----------
    process : subprocess.Popen or Joined
        The outer bubblewrap; with it everything in the jail ends.
    members : list of int
        Process ids, as seen from outside, of the jail's first process, and of the one that has
        joined it: all others descend from these.
    limits : Limits
    group : ControlGroup
        Its control group, whose limit the kernel holds.
    seconds : float
        Wall time.
    scratch : tuple of str
        Folders inside the jail that the student can write to.

    Attributes
    ----------
    reason : str
        Why the jail was ended: "time", "memory", "files", or nothing.
    """

    def __init__(self, process, members, limits, group, seconds, scratch):
        super().__init__(name="sandbox-watch", daemon=True)
        self.process, self.limits, self.group = process, limits, group
        self.members, self.first = members, members[0]
        self.deadline = time.monotonic() + seconds
        self.scratch = scratch
        self.reason = ""
        self.stopped = threading.Event()

    def run(self):
        while not self.stopped.wait(PERIOD) and self.process.poll() is None:
            if time.monotonic() > self.deadline:
                self.reason = "time"
            else:
                self.reason = self.what_is_exceeded()
            if self.reason:
                with contextlib.suppress(OSError):
                    self.process.kill()
                return

    def what_is_exceeded(self):
        """Name of the limit that the jail has exceeded, or nothing."""
        # The kernel ends one process, and others would go on without it.
        if self.group.ran_out_of_memory():
            return "memory"
        memory, files = 0, 0
        if not self.group.caps_memory:  # else the kernel itself holds the total
            memory = sum(memory_of(pid) for member in self.members for pid in family(member))
        for folder in self.scratch if self.is_inside() else ():
            with contextlib.suppress(OSError):
                # The folder is a mount point in a read-only root: no student can put a link there.
                status = os.statvfs(f"/proc/{self.first}/root{folder}")
                memory += (status.f_blocks - status.f_bfree) * status.f_frsize
                files += status.f_files - status.f_ffree
        if memory > self.limits.memory_mb * MB:
            return "memory"
        return "files" if files > self.limits.files else ""

    def is_inside(self):
        """Whether the jail's first process has left our files: in its first moments it has not."""
        try:
            ours, its = os.stat("/"), os.stat(f"/proc/{self.first}/root/")  # noqa: PTH116
        except OSError:
            return False
        return (ours.st_dev, ours.st_ino) != (its.st_dev, its.st_ino)


def family(pid):
    """A process and all its descendants.

    Parameters
    ----------
    pid : int

    Returns
    -------
    list of int
    """
    found, waiting = [], [pid]
    while waiting:
        parent = waiting.pop()
        found.append(parent)
        # Any of them can end at any moment, also while it is looked at.
        with contextlib.suppress(OSError):
            for thread in os.listdir(f"/proc/{parent}/task"):  # noqa: PTH208
                children = Path(f"/proc/{parent}/task/{thread}/children")
                with contextlib.suppress(OSError):
                    waiting.extend(map(int, children.read_text().split()))
    return found


def memory_of(pid):
    """Proportional set size of a process in bytes; its resident size where that cannot be read.

    Parameters
    ----------
    pid : int

    Returns
    -------
    int
    """
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        with contextlib.suppress(OSError, ValueError, IndexError):
            resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            return resident * os.sysconf("SC_PAGE_SIZE")
    return 0
