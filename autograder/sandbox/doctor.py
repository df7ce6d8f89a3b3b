"""Try each protection of the sandbox on this machine and report whether it holds."""

import contextlib
import functools
import json
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.errors import UserError
from autograder.sandbox import programs
from autograder.sandbox.bubblewrap import HOME, SCRATCH, basic_environment, find_bwrap
from autograder.sandbox.fork_server import KINDS, ForkServers
from autograder.sandbox.limits import Limits, resource_limits
from autograder.sandbox.provisioner import PACKAGE

NAMESPACES = ("user", "pid", "net", "ipc", "uts", "mnt", "cgroup")
# Seconds for an operation that takes one second on a machine that is not busy.
PATIENCE = 60
PROBED = "kernel"  # the kind of fork server that is tried
WARM = ", joined"  # appended to protections of a sandbox that a forked process has joined
VARIABLE = "DINOSAUR_LAND_PROBE"
REPORT_BUG = "this is a mistake of the autograder on your system: please report it with this table."


@dataclass(frozen=True)
class Check:
    """The result of trying one protection.

    Attributes
    ----------
    name : str
    holds : bool
    seen : str
        What the attempt met.
    mend : str
        What to do where it does not hold.
    """

    name: str
    holds: bool
    seen: str
    mend: str = REPORT_BUG


def check_machine():
    """Try every protection and return the results.

    Returns
    -------
    list of Check
        In the order of the table; a single failed one where no sandbox can be made at all.
    """
    try:
        first = run_probe("start", {}, Limits(), 20)
    except UserError as error:
        return [Check("a sandbox can be made", False, str(error), reason_for_no_sandbox())]
    if "start" not in first:
        return [
            Check(
                "a sandbox can be made", False, "bubblewrap ends at once", reason_for_no_sandbox()
            )
        ]
    attempts = (walls, sizes, memory, files, cpu, wall_time, survivors, killed_grader)
    with ForkServers() as fork_servers:
        warm = fork_servers.usable(Limits())
        tries = [(attempt, None) for attempt in attempts]
        if warm:
            tries += [(attempt, fork_servers) for attempt in (inherited, *attempts)]
        # Most checks wait. A sandbox ends with the thread that started it, so no thread ends early.
        with ThreadPoolExecutor(len(tries)) as pool:
            found = list(pool.map(lambda one: list(one[0](one[1])), tries))
    names = [WARM if fork_servers else "" for _, fork_servers in tries]
    return [
        Check("a sandbox can be made", True, f"bubblewrap as {whose()}"),
        Check("a sandbox can be joined", True, "by a fork" if warm else "no: kernels start slower"),
        *(
            replace(check, name=check.name + name)
            for name, checks in zip(names, found, strict=True)
            for check in checks
        ),
    ]


def whose():
    """Return which user starts the sandboxes."""
    return "root" if os.geteuid() == 0 else f"user {os.geteuid()}"


@functools.cache
def find_failed_protections():
    """Return the protections that do not hold; each process tries them once."""
    return tuple(check for check in check_machine() if not check.holds)


def require_protections(limits):
    """Raise an error if a protection does not hold.

    Parameters
    ----------
    limits : Limits
        With `unsafe` set, nothing is tried.

    Raises
    ------
    UserError
        Naming the protection and what mends it.
    """
    if limits.unsafe:
        return
    for check in find_failed_protections():
        raise UserError(
            f"The sandbox does not hold on this machine ({check.name}: {check.seen}): {check.mend} "
            "`autograder doctor` shows all. Nothing was graded; --unsafe would grade without a "
            "sandbox."
        )


def run_probe(attempt, facts, limits, seconds, fork_servers=None):
    """Run one attempt in a sandbox.

    Parameters
    ----------
    attempt : str
        A function of `autograder.sandbox.inside.probe`, without ``attempt_``.
    facts : dict
        What the attempt needs.
    limits : Limits
    seconds : float
        Wall time.
    fork_servers : ForkServers, optional
        For a process that joins the sandbox.

    Returns
    -------
    dict
        By protection whether it held and what was seen; also ``ended``, why the sandbox was ended,
        and ``status``, how it ended.
    """
    sandboxed = start_probe(attempt, facts, limits, seconds, fork_servers)
    with contextlib.closing(sandboxed), sandboxed.process.stdout as stdout:
        text = read(stdout.fileno(), time.monotonic() + seconds + 5)
    found = {"ended": sandboxed.reason, "status": sandboxed.process.returncode}
    with contextlib.suppress(ValueError):
        found = json.loads(text) | found
    return found


def read(handle, deadline):
    """Return what is read until the other end is closed, or until a moment of `time.monotonic`."""
    text = b""
    while select.select([handle], [], [], max(deadline - time.monotonic(), 0))[0]:
        part = os.read(handle, 65536)
        if not part:
            break
        text += part
    return text


def start_probe(attempt, facts, limits, seconds, fork_servers=None, kind=None):
    """Start a sandbox in which an attempt is made; see `run_probe` for the parameters."""
    settings = {"attempt": attempt, "facts": facts, "limits": resource_limits(limits)}
    kind = kind or PROBED
    inside = f"{KINDS[kind][0]}/autograder"
    program = programs.Sandbox(
        argv=[sys.executable, "-P", f"{inside}/sandbox/inside/probe.py", "/run/settings.json"],
        readonly=programs.own_code(inside, "sandbox/inside"),
        files={"/run/settings.json": json.dumps(settings).encode()},
        kind=kind,
        module="autograder.sandbox.inside.probe",
    )
    return programs.start_sandboxed(
        program, limits, seconds, fork_servers=fork_servers, stdout=subprocess.PIPE
    )


def inherited(fork_servers):
    """Yield checks of what a process could bring into the sandbox that it joins."""
    facts = {
        "environment": basic_environment(sys.executable) | {"PWD": HOME},
        "home": HOME,
        "names": [str(PACKAGE), VARIABLE],
    }
    found = run_probe("inherited", facts, Limits(), 30, fork_servers)
    yield from checks_of(found, 1)


def walls(fork_servers=None):
    """Yield checks of namespaces, identity, files, network, environment and system calls."""
    name = secrets.token_hex(8)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dinosaur-")))
        secret = folder / "secret"
        secret.write_text(name)
        secret.chmod(0o644)
        listeners = []
        for family, address in (
            (socket.AF_INET, ("127.0.0.1", 0)),
            (socket.AF_UNIX, "\0" + name),
            (socket.AF_UNIX, str(folder / "socket")),
        ):
            listener = stack.enter_context(socket.socket(family, socket.SOCK_STREAM))
            listener.bind(address)
            listener.listen()
            listeners.append(listener)
        os.environ[VARIABLE] = name
        stack.callback(os.environ.pop, VARIABLE, None)
        facts = {
            "namespaces": {n: os.readlink(f"/proc/self/ns/{n}") for n in NAMESPACES},  # noqa: PTH115
            "port": listeners[0].getsockname()[1],
            "abstract": name,
            "socket": str(folder / "socket"),
            "secrets": [str(secret), str(Path.home() / ".bashrc"),
                        "/etc/shadow", str(Path(__file__).resolve())],
            "variables": [VARIABLE],
        }  # fmt: skip
        yield from checks_of(
            run_probe("walls", facts, Limits(), 30, fork_servers), 9 + len(NAMESPACES) - 1
        )


def sizes(fork_servers=None):
    """Yield checks of limits that the Linux kernel enforces, with small numbers."""
    limits = Limits(scratch_mb=20, file_mb=10, processes=20, open_files=100, process_memory_mb=500)
    facts = {
        "scratch": SCRATCH,
        "scratch_mb": limits.scratch_mb,
        "file_mb": limits.file_mb,
        "processes": limits.processes,
        "open_files": limits.open_files,
        "process_memory_mb": limits.process_memory_mb,
    }
    yield from checks_of(run_probe("sizes", facts, limits, 30, fork_servers), len(SCRATCH) + 4)


def checks_of(found, expected):
    """Return checks from the output of a probe; one failed check if the output is incomplete."""
    checks = [Check(name, *value) for name, value in found.items() if isinstance(value, list)]
    yield from checks
    if len(checks) != expected:
        seen = f"the probe ended early, {found}"
        yield Check("all attempts made", False, seen)


def memory(fork_servers=None):
    """Yield the check of the total memory of several processes."""
    limits = Limits(memory_mb=200)
    found = run_probe("memory", {"each_mb": 100}, limits, PATIENCE, fork_servers)
    yield Check("memory of all", found["ended"] == "memory", f"ended for {found['ended'] or found}")


def files(fork_servers=None):
    """Yield the check of the number of files."""
    found = run_probe("files", {"files": 30_000}, Limits(files=5000), PATIENCE, fork_servers)
    yield Check(
        "number of files", found["ended"] == "files", f"ended for {found['ended'] or found}"
    )


def cpu(fork_servers=None):
    """Yield the check of processor time."""
    began = time.monotonic()
    run_probe("cpu", {}, Limits(), 15, fork_servers)
    seconds = time.monotonic() - began
    yield Check("processor time", seconds < 14, f"one second allowed, ended after {seconds:.1f} s")


def wall_time(fork_servers=None):
    """Yield the check of wall time."""
    found = run_probe("survive", {}, Limits(), 1, fork_servers)
    yield Check("wall time", found["ended"] == "time", f"ended for {found['ended'] or found}")


def start_survivors(seconds, fork_servers=None, kind=None):
    """Start a sandbox in which child processes wait to outlive it."""
    sandboxed = start_probe("survive", {}, Limits(), seconds, fork_servers, kind)
    sandboxed.process.stdout.readline()
    return sandboxed


def survivors(fork_servers=None):
    """Yield the check that no process outlives the sandbox."""
    sandboxed = start_survivors(20, fork_servers)
    before = len(processes_of(sandboxed.watch.first))
    first = sandboxed.watch.first
    sandboxed.close()
    sandboxed.process.stdout.close()
    left = wait_until_gone(first)
    seen = f"{before} processes before, {left} after"
    yield Check("nothing outlives its kernel", before >= 4 and left == 0, seen)


def killed_grader(fork_servers=None):
    """Yield the check that no process outlives a grader that is killed with SIGKILL."""
    grader = subprocess.Popen(
        [sys.executable, "-m", "autograder.sandbox.doctor", "joined" if fork_servers else ""],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
    )
    line = grader.stdout.readline().split()
    if not line:
        grader.wait()
        yield Check("nothing outlives the grader", False, "no sandbox was started")
        return
    first = int(line[0])
    before = len(processes_of(first))
    grader.send_signal(signal.SIGKILL)
    grader.wait()
    grader.stdout.close()
    left = wait_until_gone(first)
    seen = f"{before} processes before, {left} after"
    yield Check("nothing outlives the grader", before >= 4 and left == 0, seen)


def processes_of(first):
    """Return all processes of the pid namespace of a first process, seen from outside."""
    with contextlib.suppress(OSError):
        wanted = os.readlink(f"/proc/{first}/ns/pid_for_children")  # noqa: PTH115
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if os.readlink(path / "ns" / "pid") == wanted:  # noqa: PTH115
                    found.append(int(path.name))
        return found
    return []


def wait_until_gone(first, seconds=5):
    """Return how many processes of a sandbox remain after a while; return early at none."""
    left, deadline = 1, time.monotonic() + seconds
    while left and time.monotonic() < deadline:
        left = len(processes_of(first))
        time.sleep(0.05)
    return left


def reason_for_no_sandbox():
    """Return what to change on a machine that cannot make a sandbox."""

    def setting(name):
        with contextlib.suppress(OSError):
            return Path(f"/proc/sys/{name}").read_text().strip()
        return ""

    with contextlib.suppress(UserError):
        find_bwrap()
        if setting("kernel/unprivileged_userns_clone") == "0":
            return "allow user namespaces (sudo sysctl -w kernel.unprivileged_userns_clone=1)."
        if setting("user/max_user_namespaces") == "0":
            return "allow user namespaces (sudo sysctl -w user.max_user_namespaces=10000)."
        if setting("kernel/apparmor_restrict_unprivileged_userns") == "1" and os.geteuid() != 0:
            return (
                "let bubblewrap make user namespaces: install the AppArmor profile bwrap-userns-"
                "restrict of the package apparmor-profiles, or run this command with sudo."
            )
        return (
            "in a container, allow user namespaces and an unmasked /proc for it (podman and "
            "docker: --security-opt seccomp=unconfined --security-opt systempaths=unconfined "
            "--cap-add SYS_ADMIN), or run this on the host."
        )
    return "install what is missing."


def hold_sandbox(joined):
    """Start a sandbox with children that try to survive, print its first process, and wait."""
    # The smaller of the two fork servers starts sooner.
    sandboxed = start_survivors(60, ForkServers() if joined else None, "runner")
    print(sandboxed.watch.first, flush=True)
    time.sleep(60)


if __name__ == "__main__":
    hold_sandbox(sys.argv[1] == "joined")
