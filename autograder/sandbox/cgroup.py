"""A control group that caps the memory and the processes of one jail, where one can be had.

Files as in the kernel's documentation, admin-guide/cgroup-v1/memory and admin-guide/cgroup-v2.
"""

import contextlib
import os
import time
import uuid
from pathlib import Path

from autograder.sandbox.limits import MB

PREFIX = "dinosaur-land-"
NAMES = {
    1: {"memory": "memory.limit_in_bytes", "pids": "pids.max", "oom": "memory.oom_control"},
    2: {"memory": "memory.max", "pids": "pids.max", "oom": "memory.events"},
}


class ControlGroup:
    """Groups below this process's own, one for each hierarchy that lets us make one.

    Parameters
    ----------
    limits : Limits

    Attributes
    ----------
    folders : list of tuple of (int, str, Path)
        Version, controller and folder; empty where no group can be made.
    """

    def __init__(self, limits):
        self.folders = []
        name = f"{PREFIX}{os.getpid()}-{uuid.uuid4().hex[:12]}"
        values = {"memory": limits.memory_mb * MB, "pids": limits.processes + 8}
        for version, controller, parent in own_groups():
            remove_abandoned(parent)
            folder = parent / name
            try:
                folder.mkdir(exist_ok=True)
                (folder / NAMES[version][controller]).write_text(str(values[controller]))
            except OSError:
                with contextlib.suppress(OSError):
                    folder.rmdir()
                continue
            self.folders.append((version, controller, folder))

    @property
    def caps_memory(self):
        """Whether the kernel itself holds the total."""
        return any(controller == "memory" for _, controller, _ in self.folders)

    def add(self, pid):
        """Move a process, and so all its later children, into the groups."""
        for _, _, folder in list(self.folders):
            (folder / "cgroup.procs").write_text(str(pid))

    def ran_out_of_memory(self):
        """Whether the kernel has ended a process for the memory limit."""
        for version, controller, folder in self.folders:
            if controller == "memory":
                with contextlib.suppress(OSError):
                    text = (folder / NAMES[version]["oom"]).read_text()
                    counts = dict(line.split() for line in text.splitlines())
                    return int(counts.get("oom_kill", 0)) > 0
        return False

    def remove(self):
        """Remove the groups; their last process may take a moment to be gone."""
        deadline = time.monotonic() + 2
        for _, _, folder in self.folders:
            while folder.exists() and time.monotonic() < deadline:
                with contextlib.suppress(OSError):
                    folder.rmdir()
                    break
                time.sleep(0.005)


def remove_abandoned(parent):
    """Remove groups of graders that were killed."""
    for folder in parent.glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        if not Path(f"/proc/{owner}").exists():
            with contextlib.suppress(OSError):
                folder.rmdir()


def own_groups(membership=Path("/proc/self/cgroup"), mounts=Path("/proc/self/mountinfo")):
    """Yield version, controller and folder of each group that this process is in.

    Parameters
    ----------
    membership, mounts : Path
        The kernel's files.

    Yields
    ------
    tuple of (int, str, Path)
    """
    try:
        lines = [line.split(":", 2) for line in membership.read_text().splitlines()]
        mounted = [line.split() for line in mounts.read_text().splitlines()]
    except OSError:
        return
    for fields in mounted:
        separator = fields.index("-")
        kind, root, point = fields[separator + 1], fields[3], fields[4]
        options = fields[separator + 3].split(",")
        for _, controllers, path in lines:
            inside = path if root == "/" else path.removeprefix(root)
            folder = Path(point) / inside.lstrip("/")
            if kind == "cgroup":
                for controller in ("memory", "pids"):
                    if controller in controllers.split(",") and controller in options:
                        yield 1, controller, folder
            elif kind == "cgroup2" and controllers == "":
                with contextlib.suppress(OSError):
                    enabled = (folder / "cgroup.subtree_control").read_text().split()
                    for controller in ("memory", "pids"):
                        if controller in enabled:
                            yield 2, controller, folder
