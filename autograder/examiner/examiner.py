"""The grader's side of the examiner: start its process, pass connections to it, take verdicts."""

import contextlib
import dataclasses
import json
import os
import selectors
import socket
import subprocess
import sys
import time
from pathlib import Path

from autograder.sandbox import jail
from autograder.sandbox.limits import resource_limits

PACKAGE = Path(__file__).parents[1]
# The examiner is ours, but it reads what a hostile process has written: it gets a jail as well.
INSIDE = "/run/examiner"
LONGEST_VERDICT = 100_000
# What the examiner may need beyond the deadlines that it keeps itself.
SLACK_SECONDS = 10


class Examiner:
    """One process that runs the hidden tests of one submission.

    Started early, so that it is ready when the student's cells have run.

    Parameters
    ----------
    limits : Limits
    handed_out : Path or None
        The folder whose modules the tests import.
    nurseries : Nurseries, optional
        For a warm start.
    """

    def __init__(self, limits, handed_out, nurseries=None):
        self.limits = limits
        self.control, theirs = socket.socketpair()
        seconds = limits.notebook_seconds + limits.examination_seconds + SLACK_SECONDS
        streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        python = sys.executable
        number = theirs.fileno()
        if limits.unsafe:
            self.running = None
            self.process = subprocess.Popen(
                [python, "-P", "-m", "autograder.examiner.worker", str(number)],
                cwd=handed_out or PACKAGE.parent,
                env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
                pass_fds=[number],
                stderr=subprocess.DEVNULL,
                **streams,
            )
        else:
            readonly = jail.own_code(f"{INSIDE}/autograder", "examiner", "guest")
            readonly |= jail.beside_the_notebook(handed_out)
            self.running = jail.start(
                jail.Jail(
                    argv=[python, "-P", f"{INSIDE}/autograder/examiner/worker.py", str(number)],
                    readonly=readonly,
                    environment={"PYTHONPATH": INSIDE},
                    fds=(number,),
                    kind="examiner",
                    module="autograder.examiner.worker",
                ),
                limits,
                seconds,
                python=python,
                nurseries=nurseries if nurseries and nurseries.usable(limits) else None,
                **streams,
            )
            self.process = self.running.process
        theirs.close()

    def examine(self, regions, agent):
        """Run hidden tests.

        Parameters
        ----------
        regions : list of Region
        agent : str
            Path of the socket on which the student's kernel answers.

        Yields
        ------
        dict
            A verdict for each region, see `autograder.examiner.worker.examine`.
        """
        job = {
            "call_seconds": self.limits.call_seconds,
            "seconds": self.limits.examination_seconds,
            "regions": [dataclasses.asdict(region) for region in regions],
            "limits": {} if self.limits.unsafe else resource_limits(self.limits),
        }
        deadline = time.monotonic() + self.limits.examination_seconds + SLACK_SECONDS
        with contextlib.suppress(OSError):
            self.process.stdin.write(json.dumps(job).encode())
            self.process.stdin.close()
        for region in regions:
            verdict = None
            with contextlib.suppress(OSError, ValueError):
                self.pass_connection(agent)
                verdict = json.loads(self.read_line(deadline))
            yield verdict or {
                "grade_id": region.grade_id,
                "points": None,
                "kind": "Failed",
                "message": "The hidden tests could not be run to their end.",
                "calls": 0,
                "seconds": 0.0,
            }

    def pass_connection(self, agent):
        """Connect to the kernel's agent and hand the connection over; nothing if none is had."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(1)
            try:
                connection.connect(agent)
                connection.settimeout(None)
            except OSError:
                self.control.sendall(b"-")
                return
            socket.send_fds(self.control, [b"+"], [connection.fileno()])

    def read_line(self, deadline):
        """One line of the worker's, or `OSError` when it says nothing more."""
        line = b""
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                if not selector.select(max(deadline - time.monotonic(), 0)):
                    raise TimeoutError
                part = os.read(self.process.stdout.fileno(), 65536)
                if not part or len(line) > LONGEST_VERDICT:
                    raise BrokenPipeError
                line += part
        return line

    def close(self):
        """End the process."""
        self.control.close()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                stream.close()
        if self.running:
            self.running.close()
        else:
            self.process.kill()
            self.process.wait()
