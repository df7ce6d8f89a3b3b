"""The doctor: every protection tried for real, as root and as an ordinary user."""

import os

import pytest

from autograder.errors import UserError
from autograder.sandbox import bubblewrap, doctor, programs, seccomp
from autograder.sandbox.limits import Limits
from tests.autograder.conftest import run
from tests.instructor import ROOT

PROTECTIONS = {
    "identity", "privileges", "processes of others", "network",
    "files of others", "read-only system", "environment", "system calls", "size of a file",
    "open files", "number of processes", "memory of a process", "memory of all", "number of files",
    "processor time", "wall time", "nothing outlives its kernel", "nothing outlives the grader",
    *(f"{name} namespace" for name in doctor.NAMESPACES),
    *(f"size of {folder}" for folder in bubblewrap.SCRATCH),
}  # fmt: skip
EXPECTED = {
    "a sandbox can be made", "a sandbox can be joined", f"nothing inherited{doctor.WARM}",
    *PROTECTIONS, *(f"{name}{doctor.WARM}" for name in PROTECTIONS),
}  # fmt: skip


def test_every_protection_holds_here():
    checks = doctor.check_machine()
    assert [check for check in checks if not check.holds] == []
    assert {check.name for check in checks} == EXPECTED
    assert len(checks) == len(EXPECTED)


def test_every_protection_holds_for_an_ordinary_user(as_user):
    done = as_user("-m", "autograder", "doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(EXPECTED)} of {len(EXPECTED)} protections hold" in done.stdout
    assert "bubblewrap as user" in done.stdout


def test_the_doctors_table_is_a_command():
    done = run(["autograder", "doctor"], ROOT)
    assert done.returncode == 0, done.stderr
    for name in EXPECTED:
        assert name in done.stdout


# What is taken away, and the checks that have to notice.
BROKEN = {
    "net namespace": ("--unshare-net", {"net namespace", "network"}),
    "pid namespace": ("--unshare-pid", {"pid namespace", "processes of others",
                                        "nothing outlives its kernel",
                                        "nothing outlives the grader"}),
    "ipc namespace": ("--unshare-ipc", {"ipc namespace"}),
    "uts namespace": ("--unshare-uts", {"uts namespace"}),
    "cgroup namespace": ("--unshare-cgroup", {"cgroup namespace"}),
    "seccomp": ("--seccomp", {"system calls", "privileges"}),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_the_doctor_notices_what_is_missing(monkeypatch, name):
    """Each protection is taken away from the real bubblewrap, and its check fails."""
    option, noticed = BROKEN[name]
    complete = programs.arguments

    def without(*args):
        found = complete(*args)
        place = found.index(option)
        count = 2 if option == "--seccomp" else 1
        if option == "--unshare-uts":  # which bubblewrap wants for a host name
            host = found.index("--hostname")
            del found[host : host + 2]
            place = found.index(option)
        del found[place : place + count]
        return found

    monkeypatch.setattr(programs, "arguments", without)
    monkeypatch.setattr(doctor, "PATIENCE", 15)
    # What joins is looked at by itself, see test_fork_server.
    monkeypatch.setattr(doctor.ForkServers, "usable", lambda self, limits: False)
    missing = {check.name for check in doctor.check_machine() if not check.holds}
    assert missing & noticed, missing
    assert missing <= noticed | {"all attempts made"}


@pytest.mark.parametrize(
    ("limit", "check"),
    [("processes", "number of processes"), ("open_files", "open files"),
     ("process_memory_mb", "memory of a process"), ("file_mb", "size of a file")],
)  # fmt: skip
def test_the_doctor_notices_a_limit_that_is_not_set(monkeypatch, limit, check):
    complete = doctor.resource_limits
    names = {"processes": "NPROC", "open_files": "NOFILE", "process_memory_mb": "AS",
             "file_mb": "FSIZE"}  # fmt: skip

    def without(limits):
        found = complete(limits)
        del found[names[limit]]
        return found

    monkeypatch.setattr(doctor, "resource_limits", without)
    monkeypatch.setattr(programs, "limit", lambda first, limits: None)
    # The control group holds some of them as well; here the other one is tried.
    monkeypatch.setattr(programs, "ControlGroup", NoGroup)
    assert check in {found.name for found in doctor.sizes() if not found.holds}


class NoGroup:
    """A machine on which no control group can be had."""

    caps_memory = False

    def __init__(self, limits):
        pass

    def add(self, pid):
        pass

    def ran_out_of_memory(self):
        return False

    def remove(self):
        pass


def test_without_a_control_group_the_watch_holds_the_total(monkeypatch):
    monkeypatch.setattr(programs, "ControlGroup", NoGroup)
    (check,) = doctor.memory()
    assert check.holds, check.seen


def test_the_control_group_alone_holds_the_total(monkeypatch):
    if not programs.ControlGroup(Limits()).caps_memory:
        pytest.fail("no control group can be made here; as root on Debian it can")
    monkeypatch.setattr("autograder.sandbox.enforcement.memory_of", lambda pid: 0)
    (check,) = doctor.memory()
    assert check.holds, check.seen


def test_marking_refuses_with_the_sentence_that_mends_it(monkeypatch):
    bad = doctor.Check("network", False, "reached a listener", "mend it so.")
    monkeypatch.setattr(doctor, "find_failed_protections", lambda: (bad,))
    with pytest.raises(UserError, match=r"network: reached a listener.*mend it so.*--unsafe"):
        doctor.require_protections(Limits())
    doctor.require_protections(Limits(unsafe=True))


@pytest.mark.parametrize(
    ("platform", "sentence"), [("darwin", "Linux container"), ("win32", "on your hub")]
)
def test_other_systems_are_reported_what_to_do(monkeypatch, platform, sentence):
    monkeypatch.setattr(bubblewrap.sys, "platform", platform)
    with pytest.raises(UserError, match=sentence):
        bubblewrap.find_bwrap()
    (check,) = doctor.check_machine()
    assert not check.holds


def test_a_missing_bubblewrap_is_reported(monkeypatch):
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda *args, **options: None)
    with pytest.raises(UserError, match="sudo apt-get install bubblewrap"):
        bubblewrap.find_bwrap()


def test_the_filter_is_a_program_that_the_kernel_takes():
    program = seccomp.program()
    assert len(program) % 8 == 0
    assert len(program) > 500


@pytest.mark.parametrize("user", ["root", "nobody"])
def test_a_sandbox_belongs_to_nobody_outside(user, as_user):
    """Seen from outside: not root, and no account of this machine."""
    program = (
        "import json, subprocess, sys, time\n"
        "from pathlib import Path\n"
        "from autograder.sandbox import programs\n"
        "from autograder.sandbox.limits import Limits\n"
        "j = programs.start_sandboxed(programs.Sandbox(argv=['/bin/sleep', '5']), Limits(), 9)\n"
        "time.sleep(0.5)\n"
        "first = j.watch.first\n"
        "children = Path(f'/proc/{first}/task/{first}/children').read_text().split()\n"
        "print([Path(f'/proc/{c}/status').read_text() for c in children])\n"
        "j.close()\n"
    )
    done = as_user("-c", program) if user == "nobody" else run(["python", "-c", program], ROOT)
    assert done.returncode == 0, done.stderr
    uids = done.stdout.split("Uid:\\t")[1].split("\\n")[0].split("\\t")
    numbers = {int(uid) for uid in uids}
    assert 0 not in numbers
    if user == "root" and os.geteuid() == 0:
        assert min(numbers) >= programs.FIRST_HOST_UID
