"""An outer sandbox around a whole grading run, in case the sandbox under test has a hole.

Namespaces, so that no signal gets out and nothing outlives the run, and cgroups for memory and
processes where they can be had. ``python -m tests.attacks.sandbox`` is its first process.
"""

import contextlib
import json
import os
import resource
import secrets
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

MEMORY = 4 << 30
PROCESSES = 400
CGROUPS = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Report:
    """What came of a command; `code` is None when it had to be stopped."""

    code: int | None
    left_over: tuple
    log: str
    seconds: float


def run(command, cwd, environment, seconds):
    """Run a command in the sandbox.

    Parameters
    ----------
    command : list of str
    cwd : Path
    environment : dict of str to str
    seconds : float
        It is killed after that.

    Returns
    -------
    Report
    """
    groups = make_groups()
    inner = [sys.executable, "-m", "tests.attacks.sandbox", *map(str, groups), "--", str(seconds)]
    user = [] if os.geteuid() == 0 else ["--user", "--map-current-user"]
    # Each end takes the next one with it, should this process be killed.
    outer = [
        "setpriv",
        "--pdeathsig",
        "KILL",
        "unshare",
        *user,
        "--pid",
        "--ipc",
        "--uts",
        "--fork",
        "--mount-proc",
        "--kill-child",
    ]
    started = time.monotonic()
    root = str(Path(__file__).parents[2])
    try:
        done = subprocess.run(
            [*outer, *inner, str(cwd), *map(str, command)],
            cwd=root,
            env=environment,
            capture_output=True,
            timeout=seconds + 60,
        )
    finally:
        for group in groups:
            remove(group)
    log, _, last = done.stdout.decode("utf-8", "replace").rstrip("\n").rpartition("\n")
    if done.returncode:
        raise RuntimeError(f"The sandbox failed: {log}{last}{done.stderr.decode()[-2000:]}")
    told = json.loads(last)
    took = time.monotonic() - started
    return Report(told["code"], tuple(told["left_over"]), log, took)


def make_groups():
    """New cgroups with the sandbox's limits; none where this user may not make any."""
    name, made = f"attacks-{secrets.token_hex(4)}", []
    limits = {"memory.limit_in_bytes": MEMORY, "pids.max": PROCESSES, "memory.max": MEMORY}
    own = [line.split(":", 2) for line in Path("/proc/self/cgroup").read_text().splitlines()]
    for _, controllers, path in own:
        if controllers in ("memory", "pids", ""):
            group = CGROUPS / controllers / path.lstrip("/") / name
            with contextlib.suppress(OSError):
                group.mkdir()
                made.append(group)
                files = [file for file in limits if (group / file).exists()]
                for file in files:
                    (group / file).write_text(str(limits[file]))
    return made


def remove(group):
    """Remove a cgroup and those that a run has made below it."""
    for _ in range(50):
        inner = sorted(group.rglob("*/"), reverse=True)
        with contextlib.suppress(OSError):
            for folder in [*(path for path in inner if path.is_dir()), group]:
                folder.rmdir()
            return
        time.sleep(0.1)


def others():
    """Processes in this namespace besides its first, by command line."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        if entry.name != "1":
            with contextlib.suppress(OSError):
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ")
                found[int(entry.name)] = line.decode("utf-8", "replace")[:200]
    return found


def first_process(groups, seconds, cwd, command):
    """Join the cgroups, run the command, say what it leaves behind."""
    for group in groups:
        (Path(group) / "cgroup.procs").write_text("0")
    if not groups:
        resource.setrlimit(resource.RLIMIT_AS, (4 * MEMORY, 4 * MEMORY))
    child = subprocess.Popen(command, cwd=cwd, stderr=subprocess.STDOUT, start_new_session=True)
    deadline, code = time.monotonic() + seconds, None
    while time.monotonic() < deadline:
        # The first process of a namespace inherits all orphans.
        with contextlib.suppress(ChildProcessError):
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == child.pid:
                code = os.waitstatus_to_exitcode(status)
                break
            if pid:
                continue
        time.sleep(0.05)
    until = time.monotonic() + 5
    while others() and time.monotonic() < until:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
        time.sleep(0.05)
    left_over = sorted(others().values())
    segments = len(Path("/proc/sysvipc/shm").read_text().splitlines()) - 1
    left_over += ["a shared segment"] * segments
    if others():
        os.kill(-1, signal.SIGKILL)
    print("\n" + json.dumps({"code": code, "left_over": left_over}), flush=True)


if __name__ == "__main__":
    split = sys.argv.index("--")
    limit, folder, *rest = sys.argv[split + 1 :]
    first_process(sys.argv[1:split], float(limit), folder, rest)
