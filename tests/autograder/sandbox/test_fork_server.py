"""Processes that join a sandbox: as tight and as fresh as those that were born in it."""

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from traitlets.config import Config

from autograder.sandbox import doctor, fork_server, forked_process
from autograder.sandbox.enforcement import PREFIX, own_places
from autograder.sandbox.fork_server import ForkServers
from autograder.sandbox.kernel import KernelEnded, SandboxKernel
from autograder.sandbox.limits import Limits


@pytest.fixture(scope="module")
def fork_servers():
    with ForkServers() as made:
        assert made.usable(Limits())
        yield made


@contextlib.contextmanager
def started(fork_servers):
    """A kernel that answers."""
    kernel = SandboxKernel(Limits(), None, Config())
    kernel.manager.fork_servers = fork_servers
    kernel.start()
    try:
        yield kernel
    finally:
        kernel.close()


@pytest.fixture(scope="module")
def warm(fork_servers):
    with started(fork_servers) as kernel:
        yield kernel


@pytest.fixture(scope="module")
def other(fork_servers):
    with started(fork_servers) as kernel:
        yield kernel


@pytest.fixture(scope="module")
def cold():
    with started(None) as kernel:
        yield kernel


def said(kernel, code):
    """What some code prints, as JSON."""
    outputs, _ = kernel.run(f"import json\n{code}", 20)
    return json.loads("".join(output["text"] for output in outputs))


STATE = """
import os, resource, signal, sys, time, warnings
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(json.dumps({
    "environment": dict(os.environ), "path": sys.path, "arguments": [sys.argv, sys.orig_argv],
    "program": [sys.executable, sys.prefix, sys.version, list(sys.flags)],
    "folders": [os.getcwd(), os.path.expanduser("~"), os.umask(0o22)],
    "users": [os.getresuid(), os.getresgid(), os.getgroups()],
    "filters": list(map(repr, warnings.filters)), "zone": time.tzname,
    "signals": [str(signal.getsignal(number)) for number in signal.Signals],
    "limits": [resource.getrlimit(number) for number in range(16)],
    "privileges": [status[name] for name in status if name[:3] in ("Cap", "Sec", "NoN", "Sig")],
    "name": status["Name"], "threads": status["Threads"],
    "finders": [getattr(one, "__name__", type(one).__name__) for one in sys.meta_path],
    "main": str(sys.modules["__main__"]), "streams": [sys.__stdin__.name, sys.__stdout__.encoding],
    "module": [sys.modules["autograder.sandbox.inside.agent"].__file__,
               sys.modules["autograder"].__path__[:],
               sys.modules["autograder.sandbox.inside.agent"].serve.__code__.co_filename,
               str(type(sys.modules["autograder.sandbox.inside.agent"].__loader__))],
    "mounts": sorted({line.split()[4] for line in open("/proc/self/mountinfo")} - {"/run/cat"}),
    "scratch": os.statvfs("/tmp").f_blocks,
}))
"""  # fmt: skip


def test_a_student_finds_what_they_find_in_a_sandbox_without_a_fork_server(warm, cold):
    assert said(warm, STATE) == said(cold, STATE)


FILES = """
import os
kinds = []
for number in os.listdir("/proc/self/fd"):
    try: kinds.append(os.readlink(f"/proc/self/fd/{number}").partition(":[")[0])
    except OSError: pass
print(json.dumps(kinds))
"""


def test_no_other_files_are_open(warm, cold):
    with_fork_server, without = Counter(said(warm, FILES)), Counter(said(cold, FILES))
    assert with_fork_server - without == Counter()
    assert (without - with_fork_server).total() <= 1  # bubblewrap forgets to close one for root


FIGURES = """
import matplotlib, matplotlib.pyplot as plt, matplotlib.style as style
from matplotlib import font_manager as fonts
kept = dict(matplotlib.rcParams)
print(json.dumps([matplotlib.get_backend(), matplotlib.get_configdir(), matplotlib.get_cachedir(),
                  style.USER_LIBRARY_PATHS, str(sorted(kept.items(), key=str)),
                  sorted({font.fname for font in fonts.fontManager.ttflist})]))
"""


def test_figures_are_drawn_as_without(warm, cold):
    assert said(warm, FIGURES) == said(cold, FIGURES)
    kinds = []
    for kernel in (warm, cold):
        outputs, _ = kernel.run("plt.plot([1, 2])", 20)
        kinds.append([sorted(output["data"]) for output in outputs])
    assert kinds[0] == kinds[1] == [["text/plain"], ["image/png", "text/plain"]]


def test_no_more_of_ours_can_be_imported(warm):
    for code in ("import autograder.batch", "from autograder.sandbox import Limits"):
        outputs, _ = warm.run(code, 20)
        assert outputs[0]["ename"] == "ModuleNotFoundError"


RANDOM = """
import random, secrets, uuid, numpy as np
print(json.dumps([random.random(), np.random.rand(), np.random.default_rng().random(),
                  secrets.token_hex(8), str(uuid.uuid4())]))
"""


def test_random_numbers_are_no_siblings(warm, other):
    pairs = zip(said(warm, RANDOM), said(other, RANDOM), strict=True)
    assert all(one != two for one, two in pairs)


def test_two_sandboxes_do_not_reach_each_other(warm, other, fork_servers):
    warm.run("import socket\ns = socket.socket(socket.AF_UNIX)\ns.bind('\\0here')\ns.listen()", 20)
    found = said(
        other,
        "import os, socket, signal\n"
        "names = [open(f'/proc/{p}/comm').read() for p in os.listdir('/proc') if p.isdigit()]\n"
        "answer = socket.socket(socket.AF_UNIX).connect_ex('\\0here')\n"
        "reached = []\n"
        f"for number in (os.getppid(), {os.getpid()}, {fork_servers.running['kernel'].process.pid},"
        f" {warm.sandbox.sandboxed.process.inner}):\n"
        "    try: number and os.kill(number, 0); reached += [number] if number else []\n"
        "    except OSError: pass\n"
        "for number in set(filter(str.isdigit, os.listdir('/proc'))) - {str(os.getpid())}:\n"
        "    try: reached.append(open(f'/proc/{number}/mem', 'r+b').name)\n"
        "    except OSError: pass\n"
        "print(json.dumps([sorted(names), answer, reached]))",
    )
    assert found == [["bwrap\n", "cat\n", "python\n"], 111, []]
    # And a signal to everybody stays inside.
    with started(fork_servers) as third, pytest.raises(KernelEnded):
        third.run("import os, time\nos.kill(-1, 9)\ntime.sleep(9)", 20)
    assert said(warm, "print(1)") == said(other, "print(1)") == 1


@pytest.mark.parametrize("end", ["os._exit(0)", "os.kill(2, 9)", "os.kill(os.getpid(), 11)"])
def test_an_end_is_noticed_at_once(fork_servers, end):
    with started(fork_servers) as kernel:
        began = time.monotonic()
        with pytest.raises(KernelEnded, match=r"^$"):
            kernel.run(f"import os\n{end}\nimport time\ntime.sleep(9)", 20)
        assert time.monotonic() - began < 3


# What is left out of joining, and whether the doctor notices.
LEFT_OUT = {
    "user": ("os.setresuid(user, user, user)", "pass", ""),
    "bounding set": ("prctl(libc, PR_CAPBSET_DROP, number)", "True", "privileges"),
    "new privileges": ("PR_SET_NO_NEW_PRIVS, 1", "PR_SET_DUMPABLE, 1", ""),
    "filter": ("check(prctl(libc, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, pointer))", "pass",
               "system calls"),
    "files": ("os.close(number)", "pass", "nothing inherited"),
    "environment": ("os.environ.clear()", "os.environ['LEFT'] = ''", "nothing inherited"),
    "folder": ('os.chdir(request["folder"])', "os.chdir('/usr')", "nothing inherited"),
}  # fmt: skip


@pytest.mark.parametrize("name", LEFT_OUT)
def test_a_step_that_is_left_out_is_noticed(monkeypatch, name):
    step, instead, check = LEFT_OUT[name]
    complete = fork_server.texts

    def without(*arguments):
        found = complete(*arguments)
        place, text = found["autograder.sandbox.inside.enter_sandbox"]
        assert text.count(step) == 1
        found["autograder.sandbox.inside.enter_sandbox"] = (place, text.replace(step, instead))
        return found

    monkeypatch.setattr(fork_server, "texts", without)
    monkeypatch.setattr(doctor, "PROBED", "runner")  # the fork server that comes up sooner
    with ForkServers() as fork_servers:
        if not check:  # nothing runs at all
            assert not fork_servers.usable(Limits())
            return
        checks = [*doctor.walls(fork_servers), *doctor.inherited(fork_servers)]
    assert check in {found.name for found in checks if not found.holds}


@pytest.mark.parametrize("kind", ["mnt", "pid", "net", "ipc", "uts", "cgroup"])
def test_no_process_stays_in_a_namespace_of_ours(monkeypatch, fork_servers, kind):
    fewer = {name: flag for name, flag in forked_process.NAMESPACES.items() if name != kind}
    monkeypatch.setattr(forked_process, "NAMESPACES", fewer)
    if kind == "mnt":  # the child sees by itself that it has other files before its eyes
        assert "start" not in doctor.run_probe("start", {}, Limits(), 20, fork_servers)
        return
    checks = list(doctor.walls(fork_servers))
    failed = {check.name for check in checks if not check.holds}
    assert f"{kind} namespace" in failed or "all attempts made" in failed


def test_a_fork_server_that_was_killed_is_replaced(fork_servers):
    with started(fork_servers) as kernel:
        before = fork_servers.running["kernel"].process
        before.send_signal(signal.SIGKILL)
        before.wait()
        assert said(kernel, "print(1)") == 1  # who has left it does not need it
        with started(fork_servers) as another:
            assert said(another, "print(2)") == 2
        assert fork_servers.running["kernel"].process.pid != before.pid
    assert doctor.wait_until_gone(kernel.sandbox.sandboxed.watch.first) == 0


def test_where_nothing_can_be_joined_kernels_start_anew(monkeypatch, caplog):
    def rejected(*arguments):
        raise OSError("no namespace can be joined")

    monkeypatch.setattr(forked_process, "namespaces_of", rejected)
    with ForkServers() as none, caplog.at_level(logging.WARNING):
        assert not none.usable(Limits())
        assert not none.usable(Limits())
        with started(none) as kernel:
            assert said(kernel, "print(1)") == 1
    assert [record.message for record in caplog.records if "starts anew" in record.message]
    assert len(caplog.records) == 1


@pytest.mark.parametrize("limits", [{"unsafe": True}, {"python": "/usr/bin/python3"}])
def test_another_python_and_no_sandbox_start_anew(fork_servers, limits):
    assert not fork_servers.usable(Limits(**limits))


# JAX, which tests of the second notebook import, warns about every fork.
@pytest.mark.filterwarnings("ignore:os.fork:RuntimeWarning")
def test_a_fork_does_not_use_the_fork_servers_of_its_parent(fork_servers, monkeypatch):
    ours = fork_servers.running["kernel"].process.pid
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            fork_servers.link("runner").close()
            alone = list(fork_servers.running) == ["runner"]
            fork_servers.close()
            os._exit(0 if alone else 1)
        os._exit(2)
    assert os.waitpid(child, 0)[1] == 0
    assert fork_servers.running["kernel"].process.pid == ours
    fork_servers.link("kernel").close()


def open_files():
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208


def processes():
    """Our children, and their children."""
    lines = subprocess.check_output(["ps", "-e", "-o", "ppid=,pid="], text=True).splitlines()
    parents = {int(pid): int(parent) for parent, pid in (line.split() for line in lines)}
    own = {pid for pid, parent in parents.items() if parent == os.getpid()}
    return len(own | {pid for pid, parent in parents.items() if parent in own})


def test_a_hundred_starts_leave_nothing_behind(monkeypatch, fork_servers):
    monkeypatch.setattr(doctor, "PROBED", "runner")
    groups = [parent for _, _, parent in own_places()]

    def left():
        made = sum(len(list(parent.glob(f"{PREFIX}{os.getpid()}-*"))) for parent in groups)
        return open_files(), threading.active_count(), processes(), made

    assert "start" in doctor.run_probe("start", {}, Limits(), 20, fork_servers)
    time.sleep(0.3)  # a watch may still be at its last look
    before = left()
    memory = Path(f"/proc/{fork_servers.running['runner'].process.pid}/statm")
    size = int(memory.read_text().split()[1])
    for _ in range(100):
        assert doctor.run_probe("start", {}, Limits(), 60, fork_servers)["start"] == [True, ""]
    time.sleep(0.3)
    assert left() == before
    assert int(memory.read_text().split()[1]) < size + 256  # pages


STARTED = """
from traitlets.config import Config
from autograder.sandbox.kernel import SandboxKernel
from autograder.sandbox.limits import Limits
from autograder.sandbox.fork_server import ForkServers
with ForkServers() as fork_servers:
    assert fork_servers.usable(Limits())
    kernel = SandboxKernel(Limits(), None, Config(), fork_servers)
    kernel.start()
    print(kernel.run("import os; print(os.getuid(), os.getppid())", 20)[0][0]["text"])
    kernel.close()
"""


def test_an_ordinary_user_starts_warm(as_user):
    done = as_user("-c", STARTED)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "1000 0\n\n"
    assert done.stderr == ""


def test_a_fork_server_ends_with_its_client():
    """However that ends; and its sandboxes do."""
    program = (
        "import os, time\n"
        "from autograder.sandbox import doctor\n"
        "from autograder.sandbox.fork_server import ForkServers\n"
        "n = ForkServers()\n"
        "sandboxed = doctor.start_survivors(60, n, 'runner')\n"
        "print(n.running['runner'].process.pid, sandboxed.watch.first, flush=True)\n"
        "time.sleep(60)\n"
    )
    client = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    pid, first = map(int, client.stdout.readline().split())
    client.kill()
    client.wait()
    client.stdout.close()
    assert doctor.wait_until_gone(first) == 0
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}/exe").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not Path(f"/proc/{pid}/exe").exists()
