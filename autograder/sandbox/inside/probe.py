"""Try to break out of a sandbox in each way and report what happened.

`autograder.sandbox.doctor` starts it as ``python -P probe.py FILE``; the file contains the limits,
the attempt to make and what the attempt needs, as JSON. It prints a JSON object: for each
protection whether it held, and what was observed.
"""

import contextlib
import ctypes
import errno
import json
import mmap
import os
import resource
import signal
import socket
import sys
import time
from pathlib import Path

MB = 2**20
# x86-64 and arm64; other processors are not tried.
CALLS = {
    "x86_64": {"ptrace": 101, "unshare": 272, "mount": 165, "keyctl": 250, "bpf": 321,
               "io_uring_setup": 425, "memfd_create": 319, "process_vm_readv": 310,
               "userfaultfd": 323, "shmget": 29},
    "aarch64": {"ptrace": 117, "unshare": 97, "mount": 40, "keyctl": 219, "bpf": 280,
                "io_uring_setup": 425, "memfd_create": 279, "process_vm_readv": 270,
                "userfaultfd": 282, "shmget": 194},
}  # fmt: skip
AF_ALG, AF_VSOCK = 38, 40
# Packages of ours that programs in a sandbox are made of.
BELONGING = ("autograder.lazy", "autograder.sandbox", "autograder.grading")


def attempt_start(facts):
    """Only start."""
    yield "start", True, ""


def attempt_walls(facts):
    """Try namespaces, identity, files, network and system calls."""
    yield "identity", *identity()
    yield "privileges", *privileges()
    for name, outside in facts["namespaces"].items():
        inside = os.readlink(f"/proc/self/ns/{name}")  # noqa: PTH115, no path but a name
        yield f"{name} namespace", inside != outside, f"{inside}, outside {outside}"
    others = [pid for pid in os.listdir("/proc") if pid.isdigit() and int(pid) > 50]  # noqa: PTH208
    yield "processes of others", not others, f"{len(others)} other processes to be seen"
    yield "network", *network(facts)
    yield "files of others", *files_of_others(facts)
    yield "read-only system", *read_only()
    yield "environment", *environment(facts)
    yield "system calls", *system_calls()


def identity():
    """Return whose processes these are."""
    user = os.getresuid() + os.getresgid()
    # Supplementary groups of an ordinary user who grades stay: only root can remove them. Inside
    # they have no number and no file.
    held = all(number not in (0, 65534) for number in user) and 0 not in os.getgroups()
    return held, f"users and groups {set(user) | set(os.getgroups())}"


def privileges():
    """Return which capabilities this process has or can gain."""
    lines = Path("/proc/self/status").read_text().splitlines()
    fields = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    held = {name: value for name, value in fields.items() if name.startswith("Cap")}
    held = [f"{name} {value}" for name, value in held.items() if int(value, 16)]
    settled = fields["NoNewPrivs"].strip() == "1" and fields["Seccomp"].strip() == "2"
    seen = f"{', '.join(held) or 'no capabilities'}, and no new ones: {settled}"
    return not held and settled, seen


def network(facts):
    """Return which listeners of the machine can be reached, by TCP, by name and by path."""
    reached = []
    for family, address in (
        (socket.AF_INET, ("127.0.0.1", facts["port"])),
        (socket.AF_UNIX, "\0" + facts["abstract"]),
        (socket.AF_UNIX, facts["socket"]),
    ):
        with socket.socket(family, socket.SOCK_STREAM) as client, contextlib.suppress(OSError):
            client.settimeout(1)
            client.connect(address)
            reached.append(str(address))
    return not reached, f"reached {reached}" if reached else "no listener of this machine reached"


def files_of_others(facts):
    """Return which files outside this process can read."""
    seen = []
    for name in facts["secrets"]:
        with contextlib.suppress(OSError):
            Path(name).read_bytes()
            seen.append(name)
    return not seen, f"read {seen}" if seen else f"{len(facts['secrets'])} files out of reach"


def read_only():
    """Return which read-only places this process can write to."""
    written = []
    places = ["/", "/usr", "/etc", "/dev", "/run", "/proc/sys/kernel", os.__file__, sys.prefix]
    for place in places:
        folder = Path(place) if Path(place).is_dir() else Path(place).parent
        with contextlib.suppress(OSError):
            (folder / "probe").write_text("written")
            written.append(str(folder))
    # The file of a program that was started outside is seen through the mount outside.
    try:
        os.utime("/proc/self/exe")
    except OSError as error:
        if error.errno != errno.EROFS:
            written.append("the program's file, if it were the grader's")
    else:
        written.append("the program's file")
    return not written, f"wrote to {written}" if written else f"{len(places)} folders rejected"


def environment(facts):
    """Return which variables of the grader are in any process's environment."""
    found = [name for name in facts["variables"] if name in os.environ]
    for pid in os.listdir("/proc"):  # noqa: PTH208
        if pid.isdigit():
            with contextlib.suppress(OSError):
                content = Path(f"/proc/{pid}/environ").read_bytes()
                found += [name for name in facts["variables"] if name.encode() in content]
    return not found, f"saw {found}" if found else "no variable of the grader's"


def system_calls():
    """Return which system calls succeed that the filter rejects."""
    libc = ctypes.CDLL(None, use_errno=True)
    allowed = []
    for name, number in CALLS.get(os.uname().machine, {}).items():
        ctypes.set_errno(0)
        # Arguments that no call accepts: the filter answers before the call reads them.
        if libc.syscall(number, -1, -1, -1, -1, -1) != -1 or ctypes.get_errno() != errno.EPERM:
            allowed.append(name)
    for family in (AF_ALG, AF_VSOCK):
        with contextlib.suppress(OSError):
            socket.socket(family, socket.SOCK_STREAM).close()
            allowed.append(f"socket family {family}")
    return not allowed, f"not stopped: {allowed}" if allowed else "all rejected"


def attempt_inherited(facts):
    """Try what a process that joined this sandbox has brought along."""
    yield "nothing inherited", *inherited(facts)


def inherited(facts):
    """Return files, environment, folders, memory and modules that come from outside."""
    brought = [f"file {number}" for number in os.listdir("/proc/self/fd") if int(number) > 3]  # noqa: PTH208
    brought += [name for name in {*os.environ, *facts["environment"]}
                if os.environ.get(name) != facts["environment"].get(name)]  # fmt: skip
    folders = {os.readlink(f"/proc/self/{name}") for name in ("cwd", "root")}  # noqa: PTH115
    brought += sorted(folders - {facts["home"], "/"})
    for line in Path("/proc/self/maps").read_text().splitlines():
        if line.split()[1][1::2] == "ws":
            brought.append(line)
    if len(os.listdir("/proc/self/task")) != 1 or os.getppid() > 1:  # noqa: PTH208
        brought.append("threads or a parent")
    brought += [name for name in sys.modules if name.startswith("autograder.")
                and not name.startswith(BELONGING)]  # fmt: skip
    known = [getattr(module, "__file__", None) or "" for module in list(sys.modules.values())]
    known += [*sys.path, *sys.argv, *sys.orig_argv, *map(str, sys.path_importer_cache)]
    known += [Path(f"/proc/self/{name}").read_text() for name in ("environ", "cmdline")]
    own = [text for text in known if "site-packages" not in text]
    brought += [name for name in facts["names"] if any(name in text for text in own)]
    return not brought, f"brought along: {brought}" if brought else "a process like a new one"


def attempt_sizes(facts):
    """Try the limits on files, processes and memory of one process."""
    for folder in facts["scratch"]:
        yield f"size of {folder}", *fill(Path(folder), facts["scratch_mb"])
    yield "size of a file", *large_file(facts["file_mb"])
    yield "open files", *open_files(facts["open_files"])
    yield "number of processes", *processes(facts["processes"])
    yield "memory of a process", *memory(facts["process_memory_mb"])


def fill(folder, most):
    """Write until a folder is full."""
    written, number = 0, 0
    try:
        while written <= 2 * most:
            with (folder / f"probe{number}").open("wb") as file:
                file.write(b"x" * MB)
            written, number = written + 1, number + 1
    except OSError as error:
        held = error.errno == errno.ENOSPC and written <= most
    else:
        held = False
    for index in range(number + 1):
        (folder / f"probe{index}").unlink(missing_ok=True)
    return held, f"full after {written} MB"


def large_file(most):
    """Write one file that is too large."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    path = Path.home() / "probe"
    try:
        with path.open("wb") as file:
            os.ftruncate(file.fileno(), most * MB + 1)
        return False, f"made one of more than {most} MB"
    except OSError as error:
        return error.errno == errno.EFBIG, os.strerror(error.errno)
    finally:
        path.unlink(missing_ok=True)


def open_files(most):
    """Open files until the limit is reached."""
    handles = []
    try:
        for _ in range(most + 10):
            handles.append(os.open("/dev/null", os.O_RDONLY))
    except OSError as error:
        return error.errno == errno.EMFILE, f"rejected after {len(handles)}"
    finally:
        for handle in handles:
            os.close(handle)
    return False, f"opened {len(handles)}"


def processes(most):
    """Start children until the limit is reached."""
    children = []
    try:
        for _ in range(most + 10):
            child = os.fork()
            if child == 0:
                time.sleep(30)
                os._exit(0)
            children.append(child)
        return False, f"started {len(children)}"
    except OSError as error:
        return error.errno == errno.EAGAIN, f"rejected after {len(children)}"
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def memory(most):
    """Ask for all address space at once."""
    try:
        mmap.mmap(-1, most * MB).close()
    except OSError as error:
        return error.errno == errno.ENOMEM, "rejected"
    return False, f"got {most} MB"


def attempt_memory(facts):
    """Start several processes that together exceed the memory limit; ended from outside."""
    for _ in range(3):
        if os.fork() == 0:
            break
    block = bytearray(facts["each_mb"] * MB)
    for place in range(0, len(block), 4096):
        block[place] = 1
    time.sleep(90)
    yield "memory of all", False, f"{4 * facts['each_mb']} MB taken by four processes"


def attempt_files(facts):
    """Make more files than allowed; ended from outside."""
    for number in range(facts["files"]):
        (Path.home() / str(number)).touch()
    time.sleep(90)
    yield "number of files", False, f"made {facts['files']}"


def attempt_cpu(facts):
    """Use more processor time than allowed; ended by the Linux kernel."""
    resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
    while True:
        pass
    yield


def attempt_survive(facts):
    """Start children in sessions of their own, which wait to outlive the sandbox."""
    for _ in range(3):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
                    signal.signal(number, signal.SIG_IGN)
                time.sleep(20)
            os._exit(0)
    print(json.dumps({"ready": [True, ""]}), flush=True)
    time.sleep(20)
    yield


def main():
    """Make the attempt that the settings name."""
    settings = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    sys.path.insert(0, str(Path(__file__).parents[3]))  # of a package that may be imported already
    from autograder.sandbox.inside.launch import set_limits

    set_limits(settings["limits"])
    attempt = globals()[f"attempt_{settings['attempt']}"]
    found = {name: [held, seen] for name, held, seen in attempt(settings["facts"])}
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
