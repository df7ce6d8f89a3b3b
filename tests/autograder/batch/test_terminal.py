"""`autograder grade` in a terminal: progress bar, question, and Ctrl-C during both."""

import contextlib
import fcntl
import os
import re
import signal
import struct
import subprocess
import termios
import time
from pathlib import Path

import pytest

from tests.autograder.batch.test_cache import change_hidden_test, state
from tests.autograder.conftest import SCRIPTS
from tests.autograder.tiny import GOOD, TINY, submit
from tests.kills.processes import children

TIMEOUT_SECONDS = 300  # also on a busy machine
INTERRUPTED = "autograder: interrupted; run the same command to continue."
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
pytestmark = pytest.mark.filterwarnings("ignore")


def control_terminal():
    """Make the terminal send SIGINT to this process when it receives Ctrl-C."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """A context manager for a command in a terminal whose keys the test presses."""

    def __init__(self, command, folder):
        self.handle, child_handle = os.openpty()
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("4H", 40, 120, 0, 0))
        self.process = subprocess.Popen(
            [SCRIPTS / command[0], *command[1:]],
            cwd=folder,
            env={**os.environ, "TERM": "xterm"},
            stdin=child_handle,
            stdout=child_handle,
            stderr=child_handle,
            start_new_session=True,
            preexec_fn=control_terminal,
        )
        os.close(child_handle)
        os.set_blocking(self.handle, False)
        self.seen = ""

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        self.process.kill()
        self.process.wait()
        os.close(self.handle)

    def read(self):
        """Read the output; return whether there was any."""
        try:
            new = os.read(self.handle, 100_000)
        except OSError:  # no output yet, or the other end is closed
            return False
        self.seen += ESCAPES.sub("", new.decode(errors="replace"))
        return True

    def until(self, pattern):
        """Wait for output that matches a pattern."""
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while not re.search(pattern, self.seen):
            assert time.monotonic() < deadline, self.seen
            if not self.read():
                time.sleep(0.01)

    def press(self, keys):
        self.seen = ""
        os.write(self.handle, keys.encode())

    def end(self):
        """Wait for the end of the command; return its exit status."""
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while self.process.poll() is None:
            assert time.monotonic() < deadline, self.seen
            if not self.read():
                time.sleep(0.01)
        while self.read():
            pass
        return self.process.returncode


def submit_endless(course, student):
    """Submit a notebook whose grading ends only when the test interrupts it."""
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("\nget_config().Limits.cell_seconds = 10_000\n")
        file.write("get_config().Limits.notebook_seconds = 10_000\n")
    submit(course, student, double="import time\ntime.sleep(10_000)")


def test_a_bar_shows_progress_and_ctrl_c_prints_one_sentence(graded):
    for number in range(4):
        submit(graded, f"s{number}", double=f"double = lambda x: 2 * x  # {number}")
    submit_endless(graded, "z")
    with Terminal(["autograder", "grade", TINY, "--workers", "1"], graded) as terminal:
        # Other limits are another version of the assignment, so all eight are graded.
        terminal.until(r"Grading .* [1-7]/8 +\d+ a minute")
        terminal.press("\x03")
        assert terminal.end() == 130
        lines = [line for line in terminal.seen.splitlines() if line.strip()]
        assert lines[-1] == INTERRUPTED
        assert "Traceback" not in terminal.seen
        # All other lines show the bar.
        assert all("Grading" in line for line in lines[:-1] if line.strip("^C"))
    records = graded / "course" / "grading_records" / TINY
    assert 3 <= len(list(records.glob("*.json"))) < 8


def test_changed_grades_are_written_after_a_question(graded):
    change_hidden_test(graded)
    submit(graded, "none", **GOOD)
    with Terminal(["autograder", "grade", TINY], graded) as terminal:
        terminal.until(r"Write these grades\? \[y/N\]:")
        assert re.search(r"good .*test-double", terminal.seen)
        before = state(graded)
        terminal.press("\x03")
        assert terminal.end() == 130
        assert INTERRUPTED in terminal.seen
    assert state(graded) == before
    with Terminal(["autograder", "grade", TINY], graded) as terminal:
        terminal.until(r"Write these grades\? \[y/N\]:")
        terminal.press("y\n")
        assert terminal.end() == 0
        assert "0 graded now, 2 recorded" in terminal.seen
    assert state(graded) != before


def test_ctrl_c_while_workers_start_prints_one_sentence(graded):
    submit_endless(graded, "new")
    with Terminal(["autograder", "grade", TINY], graded) as terminal:
        # The fork server of the workers imports for seconds, in the same terminal.
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while not has_fork_server(terminal.process.pid):
            assert time.monotonic() < deadline
            time.sleep(0.005)
        time.sleep(0.3)
        terminal.press("\x03")
        assert terminal.end() == 130
        lines = [line for line in terminal.seen.splitlines() if line.strip(" ^C")]
        assert lines[-1] == INTERRUPTED
        assert "Traceback" not in terminal.seen


def has_fork_server(pid):
    """Return whether a process has started multiprocessing's fork server."""
    with contextlib.suppress(OSError):
        return any("forkserver" in Path(f"/proc/{child}/cmdline").read_text()
                   for child in children(pid))  # fmt: skip
    return False
