"""Enforce the limits of one sandbox: a control group where possible, else a watchdog thread.

The control group limits memory and processes. Its files are described in the kernel's
documentation, admin-guide/cgroup-v1/memory and admin-guide/cgroup-v2. The watchdog ends a sandbox
that exceeds its time, memory or number of files.
"""

import contextlib
import os
import signal
import threading
import time
import uuid
from pathlib import Path

from autograder.sandbox.limits import MB

PREFIX = "dinosaur-land-"
CONTROLLERS = ("memory", "pids")
FILES = {
    1: {"memory": "memory.limit_in_bytes", "pids": "pids.max", "oom": "memory.oom_control"},
    2: {"memory": "memory.max", "pids": "pids.max", "oom": "memory.events"},
}


class ControlGroup:
    """The control groups of one sandbox: one in version 2, one for each controller in version 1.

    Parameters
    ----------
    limits : Limits
    places : iterable of tuple of (int, tuple of str, Path), optional
        Where groups may be made, see `own_places`.

    Attributes
    ----------
    folders : list of tuple of (int, tuple of str, Path)
        Version, controllers and folder; empty where no group can be made.
    """

    def __init__(self, limits, places=None):
        self.folders = []
        name = f"{PREFIX}{os.getpid()}-{uuid.uuid4().hex[:12]}"
        values = {"memory": limits.memory_mb * MB, "pids": limits.processes + 8}
        for version, controllers, parent in own_places() if places is None else places:
            taken = {one for _, some, _ in self.folders for one in some}
            if taken & set(controllers):
                continue  # a nearer place was found already
            remove_abandoned(parent)
            folder = parent / name
            try:
                folder.mkdir()
                for controller in controllers:
                    (folder / FILES[version][controller]).write_text(str(values[controller]))
            except OSError:
                remove(folder)
                continue
            self.folders.append((version, controllers, folder))

    @property
    def caps_memory(self):
        """Whether the control group limits the total memory."""
        return any("memory" in controllers for _, controllers, _ in self.folders)

    def add(self, pid):
        """Move a process, and thereby its later children, into the groups.

        A group that does not take it is given up: an ordinary user may make groups where they may
        not move processes to.
        """
        for entry in list(self.folders):
            try:
                (entry[2] / "cgroup.procs").write_text(str(pid))
            except OSError:
                remove(entry[2])
                self.folders.remove(entry)

    def ran_out_of_memory(self):
        """Return whether the kernel has ended a process for the memory limit."""
        for version, controllers, folder in self.folders:
            if "memory" in controllers:
                with contextlib.suppress(OSError):
                    text = (folder / FILES[version]["oom"]).read_text()
                    counts = dict(line.split() for line in text.splitlines())
                    return int(counts.get("oom_kill", 0)) > 0
        return False

    def remove(self):
        """Remove the groups; their last process may take a moment to end."""
        deadline = time.monotonic() + 2
        for _, _, folder in self.folders:
            while not remove(folder) and time.monotonic() < deadline:
                time.sleep(0.005)


def remove(folder):
    """Remove a group and return whether it is gone."""
    with contextlib.suppress(OSError):
        folder.rmdir()
    return not folder.exists()


def remove_abandoned(parent):
    """Remove the groups of graders that were killed, with the processes left in them."""
    for folder in parent.glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        if not Path(f"/proc/{owner}").exists():
            # A sandbox that lost its grader while it was being made waits for it without end.
            with contextlib.suppress(OSError):
                for pid in (folder / "cgroup.procs").read_text().split():
                    os.kill(int(pid), signal.SIGKILL)
            remove(folder)


def own_places(membership=Path("/proc/self/cgroup"), mounts=Path("/proc/self/mountinfo")):
    """Yield where groups can be made: this process's own groups, then those above.

    Parameters
    ----------
    membership, mounts : Path
        The kernel's files.

    Yields
    ------
    tuple of (int, tuple of str, Path)
        Version, controllers, folder.
    """
    try:
        lines = [line.split(":", 2) for line in membership.read_text().splitlines()]
        mounted = [line.split() for line in mounts.read_text().splitlines()]
    except OSError:
        return
    for fields in mounted:
        separator = fields.index("-")
        kind, root, point = fields[separator + 1], fields[3], Path(fields[4])
        options = fields[separator + 3].split(",")
        for _, controllers, path in lines:
            inside = path if root == "/" else path.removeprefix(root)
            folder = point / inside.lstrip("/")
            if kind == "cgroup":
                for controller in CONTROLLERS:
                    if controller in controllers.split(",") and controller in options:
                        yield 1, (controller,), folder
            elif kind == "cgroup2" and controllers == "":
                # A group with processes of its own cannot have groups with limits below it; one
                # above may.
                for place in (folder, *folder.parents):
                    if not place.is_relative_to(point):
                        break
                    with contextlib.suppress(OSError):
                        enabled = (place / "cgroup.subtree_control").read_text().split()
                        found = tuple(name for name in CONTROLLERS if name in enabled)
                        if "memory" in found:
                            yield 2, found, place


PERIOD = 0.2  # seconds


class Watch(threading.Thread):
    """Check all processes of a sandbox five times a second and end it when a limit is exceeded.

    Parameters
    ----------
    process : subprocess.Popen or Joined
        The outer bubblewrap; with it everything in the sandbox ends.
    members : list of int
        Process ids, as seen from outside, of the sandbox's first process, and of the one that has
        joined it: all others descend from these.
    limits : Limits
    group : ControlGroup
        Its control group, whose limit the kernel holds.
    seconds : float
        Wall time.
    scratch : tuple of str
        Folders inside the sandbox that the student can write to.

    Attributes
    ----------
    reason : str
        Why the sandbox was ended: "time", "memory", "files", or nothing.
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
        """Return the name of the limit that the sandbox has exceeded, or nothing."""
        # The kernel ends one process; the others would continue without it.
        if self.group.ran_out_of_memory():
            return "memory"
        memory, files = 0, 0
        if not self.group.caps_memory:  # otherwise the control group limits the total
            memory = sum(memory_of(pid) for member in self.members for pid in family(member))
        for folder in self.scratch if self.is_inside() else ():
            with contextlib.suppress(OSError):
                # The folder is a mount point in a read-only root: student code cannot put a link
                # there.
                status = os.statvfs(f"/proc/{self.first}/root{folder}")
                memory += (status.f_blocks - status.f_bfree) * status.f_frsize
                files += status.f_files - status.f_ffree
        if memory > self.limits.memory_mb * MB:
            return "memory"
        return "files" if files > self.limits.files else ""

    def is_inside(self):
        """Return whether the sandbox's first process has entered its own root folder."""
        try:
            ours, its = os.stat("/"), os.stat(f"/proc/{self.first}/root/")  # noqa: PTH116
        except OSError:
            return False
        return (ours.st_dev, ours.st_ino) != (its.st_dev, its.st_ino)


def family(pid):
    """Return a process and all its descendants.

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
        # A process can end at any moment, also while it is read.
        with contextlib.suppress(OSError):
            for thread in os.listdir(f"/proc/{parent}/task"):  # noqa: PTH208
                children = Path(f"/proc/{parent}/task/{thread}/children")
                with contextlib.suppress(OSError):
                    waiting.extend(map(int, children.read_text().split()))
    return found


def memory_of(pid):
    """Return the proportional set size of a process in bytes, else its resident size.

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
