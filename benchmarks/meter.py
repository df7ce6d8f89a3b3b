"""Wall time, processor time and memory of a command with all the processes that it starts."""

import contextlib
import os
import resource
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox.enforcement import family, memory_of

CGROUPS = Path("/sys/fs/cgroup")
PERIOD = 0.5


@dataclass
class Cost:
    """What a command has cost.

    Attributes
    ----------
    wall, cpu : float
        Seconds; of the processor in all processes, also of those that were killed. Without a
        control group the time of killed processes is missing.
    peak_mb : float
        Largest sum of the proportional set sizes, looked at twice a second.
    """

    wall: float
    cpu: float
    peak_mb: float


class Group:
    """A control group that counts processor time; what a rusage misses are killed sandboxes."""

    def __init__(self):
        v1 = CGROUPS / "cpuacct"
        self.path = (v1 if v1.is_dir() else CGROUPS) / f"benchmark-{uuid.uuid4().hex}"
        try:
            self.path.mkdir()
        except OSError:
            self.path = None

    def add(self):
        """Put the calling process in."""
        if self.path:
            (self.path / "cgroup.procs").write_text(str(os.getpid()))

    def seconds(self):
        """Processor time of all that ever was in it, or None."""
        if self.path is None:
            return None
        usage = self.path / "cpuacct.usage"
        if usage.exists():
            return int(usage.read_text()) / 1e9
        return int((self.path / "cpu.stat").read_text().split()[1]) / 1e6

    def remove(self):
        """Take it away, once its last processes are gone."""
        if self.path:
            for _ in range(50):
                with contextlib.suppress(OSError):
                    self.path.rmdir()
                    return
                time.sleep(0.1)


def measure(folder, *arguments):
    """Run a module of Python as a command.

    Parameters
    ----------
    folder : Path
        Where it runs.
    *arguments : str
        The module and its arguments.

    Returns
    -------
    Cost
    """
    group, peak, ended = Group(), [0], threading.Event()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=group.add,
    )

    def look():
        while not ended.wait(PERIOD):
            peak[0] = max(peak[0], sum(map(memory_of, family(process.pid))))

    watcher = threading.Thread(target=look)
    watcher.start()
    _, errors = process.communicate()
    wall = time.perf_counter() - began
    ended.set()
    watcher.join()
    cpu = group.seconds()
    group.remove()
    if process.returncode:
        sys.exit(f"{' '.join(map(str, arguments))} failed:\n{errors[-3000:]}")
    if cpu is None:
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, peak[0] / 2**20)
