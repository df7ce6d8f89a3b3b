"""What a sandbox shows, and what it never shows."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.errors import UserError
from autograder.sandbox import bubblewrap, programs
from autograder.sandbox.doctor import wait_until_gone
from autograder.sandbox.enforcement import PREFIX, ControlGroup, Watch, family, own_places
from autograder.sandbox.limits import Limits


def run_in_sandbox(*argv, **options):
    """What a program prints in a sandbox."""
    limits = Limits()
    sandboxed = programs.start_sandboxed(
        programs.Sandbox(argv=list(argv), **options), limits, 20, stdout=subprocess.PIPE
    )
    text, _ = sandboxed.process.communicate(timeout=30)
    sandboxed.close()
    return text.decode()


def test_a_sandbox_shows_files_of_its_own_and_no_others(tmp_path):
    (tmp_path / "shown").write_text("shown\n")
    readonly = {"/srv/deep/down/shown": tmp_path / "shown"}
    options = {"readonly": readonly, "files": {"/run/made": b"made\n"}}
    script = (
        "cat /srv/deep/down/shown /run/made; ls /srv /home; ls -A /etc | head -3; ls /usr/local"
    )
    text = run_in_sandbox("/bin/sh", "-c", script, **options)
    assert text.startswith("shown\nmade\n")
    assert "share" not in text
    assert "student" in text


@pytest.mark.parametrize("folder", ["/usr/share/courses", "/usr/local/lib/python3/course"])
def test_a_course_that_student_code_could_read_is_rejected(folder):
    with pytest.raises(UserError, match="which student code can read"):
        programs.reject_visible_folder(Path(folder), Limits())


def test_a_course_inside_of_pythons_folder_is_rejected():
    with pytest.raises(UserError, match="move the course"):
        programs.reject_visible_folder(Path(sys.prefix) / "course", Limits())


def test_a_course_elsewhere_is_fine(tmp_path):
    programs.reject_visible_folder(tmp_path, Limits())


def test_a_python_that_does_not_run_is_reported():
    with pytest.raises(UserError, match=r"does not run: set c.Limits.python"):
        bubblewrap.python_folders("/bin/false")


def test_the_environment_is_made_anew(monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "12345")
    monkeypatch.setenv("TZ", "UTC")
    text = run_in_sandbox("/usr/bin/env")
    assert "SECRET" not in text
    assert "TZ=UTC" in text


def test_the_command_line_tells_no_path_of_the_machine(tmp_path):
    (tmp_path / "secret-name").write_text("")
    text = run_in_sandbox(
        "/bin/cat", "/proc/1/cmdline", readonly={"/srv/file": tmp_path / "secret-name"}
    )
    assert "secret-name" not in text
    assert "--args" in text


def test_every_process_of_a_sandbox_is_limited():
    """Also those that no program of ours has started, which student code might take over."""
    sandboxed = programs.start_sandboxed(
        programs.Sandbox(argv=["/bin/sleep", "9"]), Limits(processes=33), 9
    )
    try:
        text = Path(f"/proc/{sandboxed.watch.first}/limits").read_text()
    finally:
        sandboxed.close()
    assert (
        next(line.split()[2:4] for line in text.splitlines() if "processes" in line) == ["33"] * 2
    )


def test_a_sandbox_that_is_closed_at_once_leaves_nothing():
    for _ in range(20):
        sandboxed = programs.start_sandboxed(
            programs.Sandbox(argv=["/bin/sleep", "9"]), Limits(), 9
        )
        folders = [folder for _, _, folder in sandboxed.group.folders]
        sandboxed.close()
        assert wait_until_gone(sandboxed.watch.first) == 0
        assert not any(folder.exists() for folder in folders)
        sandboxed.close()  # which may be asked twice


def test_groups_of_a_killed_grader_are_removed():
    groups = list(own_places())
    if not groups:
        pytest.fail("no control group can be made here; as root on Debian it can")
    ended = subprocess.Popen(["/bin/true"])
    ended.wait()
    abandoned = [parent / f"{PREFIX}{ended.pid}-abandoned" for _, _, parent in groups]
    for folder in abandoned:
        folder.mkdir()
    group = ControlGroup(Limits())
    assert group.caps_memory
    group.remove()
    assert not any(folder.exists() for folder in abandoned)
    assert not any(folder.exists() for _, _, folder in group.folders)


MOUNTS_2 = "30 1 0:26 / {root} rw - cgroup2 cgroup2 rw\n"


def test_groups_of_version_2_are_used_where_controllers_are_enabled(tmp_path):
    """On files laid out as the kernel lays them out; this machine may have version 1 alone."""
    root = tmp_path / "cgroup"
    own = root / "user.slice" / "mine"
    own.mkdir(parents=True)
    (tmp_path / "membership").write_text("0::/user.slice/mine\n")
    (tmp_path / "mounts").write_text(MOUNTS_2.format(root=root))
    files = (tmp_path / "membership", tmp_path / "mounts")
    (own / "cgroup.subtree_control").write_text("cpu\n")
    assert list(own_places(*files)) == []
    (root / "cgroup.subtree_control").write_text("cpu memory\n")
    (own / "cgroup.subtree_control").write_text("cpu memory pids\n")
    places = list(own_places(*files))
    assert places == [(2, ("memory", "pids"), own), (2, ("memory",), root)]
    assert list(own_places(tmp_path / "nowhere")) == []
    group = ControlGroup(Limits(memory_mb=3, processes=4), places)
    ((_, _, made),) = group.folders  # one group, since a process is in one
    assert (made / "memory.max").read_text() == str(3 * 2**20)
    assert (made / "pids.max").read_text() == "12"
    (made / "memory.events").write_text("low 0\noom_kill 0\n")
    assert not group.ran_out_of_memory()
    (made / "memory.events").write_text("low 0\noom_kill 1\n")
    assert group.ran_out_of_memory()


def test_a_group_that_takes_no_process_is_given_up(tmp_path):
    group = ControlGroup(Limits(), [(2, ("memory",), tmp_path)])
    ((_, _, made),) = group.folders
    (made / "cgroup.procs").mkdir()  # as unwritable for root as a foreign group for others
    group.add(1)
    assert group.folders == []
    assert not group.caps_memory


def test_no_group_is_made_where_none_can_be(tmp_path):
    assert ControlGroup(Limits(), [(2, ("memory",), tmp_path / "nowhere")]).folders == []


def test_processes_that_come_and_go_never_end_the_watch():
    """Each ends at some moment while it is looked at."""
    script = "while :; do (:) & (:) & (:) & wait; done"
    with subprocess.Popen(["/bin/sh", "-c", script]) as busy:
        try:
            deadline = time.monotonic() + 1.5
            while time.monotonic() < deadline:
                assert family(busy.pid)[0] == busy.pid
        finally:
            busy.kill()


ORPHANS = """
import ctypes, json, os, random, signal, subprocess, time
from pathlib import Path
from autograder.sandbox import programs
from autograder.sandbox.limits import Limits

PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}

def left():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
    return Path("/proc/thread-self/children").read_text().split()

kept = []
for number in range(60):
    grader = os.fork()
    if grader == 0:
        while True:
            sandbox = programs.Sandbox(argv=["cat"])
            kept.append(programs.start_sandboxed(sandbox, Limits(), 60, **streams))
    time.sleep(random.Random(number).random() * 0.05)
    os.kill(grader, signal.SIGKILL)
deadline = time.monotonic() + 10
while (orphans := left()) and time.monotonic() < deadline:
    time.sleep(0.01)
for orphan in map(int, orphans):
    os.kill(orphan, signal.SIGKILL)
print(len(orphans))
"""


def test_a_sandbox_ends_with_its_grader_from_the_first_moment():
    done = subprocess.run([sys.executable, "-c", ORPHANS], capture_output=True, text=True)
    assert done.stdout == "0\n", done.stdout + done.stderr


def test_a_thread_returns_to_its_own_processes():
    here = Path("/proc/thread-self/ns/pid_for_children").readlink()
    with programs.ends_with_its_first() as able:
        assert able
        first = subprocess.run(["readlink", "/proc/self/ns/pid"], capture_output=True, text=True)
    assert first.stdout.strip() != str(here)
    assert Path("/proc/thread-self/ns/pid_for_children").readlink() == here


def test_our_own_files_are_never_taken_for_a_sandboxs():
    """As long as bubblewrap has not changed its root, its folders are ours."""
    limits = Limits(memory_mb=20, files=1)
    with subprocess.Popen(["sleep", "60"]) as process:
        watch = Watch(
            process, [process.pid], limits, ControlGroup(limits, []), 60, ["/tmp", "/usr"]
        )
        assert not watch.is_inside()
        assert watch.what_is_exceeded() == ""
        process.kill()
    sandboxed = programs.start_sandboxed(
        programs.Sandbox(argv=["cat"]), Limits(), 60, stdin=subprocess.PIPE
    )
    deadline = time.monotonic() + 10
    while not sandboxed.watch.is_inside() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert sandboxed.watch.is_inside()
    sandboxed.close()
    sandboxed.process.stdin.close()
