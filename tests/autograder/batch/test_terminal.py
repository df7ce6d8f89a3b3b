"""The command in a real terminal: the bar, the question, Ctrl-C at both."""

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

from tests.autograder.batch.test_cache import harder, state
from tests.autograder.conftest import SCRIPTS
from tests.autograder.tiny import GOOD, TINY, submit
from tests.kills.processes import children

SECONDS = 120
INTERRUPTED = "autograder: interrupted; run the same command to continue."
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
pytestmark = pytest.mark.filterwarnings("ignore")


def take_over():
    """Have the terminal turn Ctrl-C into a signal, and hear it also in the background."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """A command in a terminal of its own, whose keys are ours; to be used as a context manager."""

    def __init__(self, command, folder):
        self.ours, theirs = os.openpty()
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("4H", 40, 120, 0, 0))
        self.process = subprocess.Popen(
            [SCRIPTS / command[0], *command[1:]],
            cwd=folder,
            env={**os.environ, "TERM": "xterm"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=take_over,
        )
        os.close(theirs)
        os.set_blocking(self.ours, False)
        self.seen = ""

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        self.process.kill()
        self.process.wait()
        os.close(self.ours)

    def read(self):
        """Take what was printed; whether there was anything."""
        try:
            new = os.read(self.ours, 100_000)
        except OSError:  # nothing yet, or the other end is closed
            return False
        self.seen += ESCAPES.sub("", new.decode(errors="replace"))
        return True

    def until(self, pattern):
        """Wait for a text."""
        deadline = time.monotonic() + SECONDS
        while not re.search(pattern, self.seen):
            assert time.monotonic() < deadline, self.seen
            if not self.read():
                time.sleep(0.01)

    def press(self, keys):
        self.seen = ""
        os.write(self.ours, keys.encode())

    def end(self):
        """The exit status."""
        deadline = time.monotonic() + SECONDS
        while self.process.poll() is None:
            assert time.monotonic() < deadline, self.seen
            if not self.read():
                time.sleep(0.01)
        while self.read():
            pass
        return self.process.returncode


def test_a_bar_shows_how_far_it_is_and_ctrl_c_leaves_one_sentence(graded):
    # Some are slow, so that the bar is seen before the end.
    for number in range(8):
        code = f"import time\ntime.sleep(1)\ndouble = lambda x: 2 * x  # {number}"
        submit(graded, f"s{number}", double=code)
    with Terminal(["autograder", "grade", TINY, "--workers", "1"], graded) as terminal:
        terminal.until(r"Grading .* [1-6]/8 +\d+ a minute +\d:\d\d:\d\d")
        terminal.press("\x03")
        assert terminal.end() == 130
        said = [line for line in terminal.seen.splitlines() if line.strip()]
        assert said[-1] == INTERRUPTED
        assert "Traceback" not in terminal.seen
        # Besides it there is the bar alone.
        assert all("Grading" in line for line in said[:-1] if line.strip("^C"))
    records = graded / "course" / "grading_records" / TINY
    assert 3 <= len(list(records.glob("*.json"))) < 11


def test_marks_that_move_are_asked_about(graded):
    harder(graded)
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


def test_ctrl_c_while_workers_start_leaves_one_sentence(graded):
    submit(graded, "new", **{**GOOD, "essay": "New."})
    with Terminal(["autograder", "grade", TINY], graded) as terminal:
        # The server of workers imports for seconds, and has the same terminal.
        deadline = time.monotonic() + SECONDS
        while not server_of_workers(terminal.process.pid):
            assert time.monotonic() < deadline
            time.sleep(0.005)
        time.sleep(0.3)
        terminal.press("\x03")
        assert terminal.end() == 130
        said = [line for line in terminal.seen.splitlines() if line.strip(" ^C")]
        assert said[-1] == INTERRUPTED
        assert "Traceback" not in terminal.seen


def server_of_workers(pid):
    """Whether a process has started the one that workers are forked from."""
    with contextlib.suppress(OSError):
        return any("forkserver" in Path(f"/proc/{child}/cmdline").read_text()
                   for child in children(pid))  # fmt: skip
    return False
