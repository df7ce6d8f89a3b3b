"""Control the process of the test runner: start it, pass it connections, read its results."""

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

from autograder.sandbox import (
    Sandbox,
    beside_the_notebook,
    own_code,
    resource_limits,
    start_sandboxed,
)

PACKAGE = Path(__file__).parents[1]
# The test runner's code is trusted, but it reads what a hostile process has written. So it runs in
# a sandbox of its own.
INSIDE = "/run/runner"
LONGEST_RESULT = 100_000
# Time that the test runner can need beyond the deadlines that it enforces itself.
SLACK_SECONDS = 10


class TestRunner:
    """One process that runs the hidden tests of one submission.

    It starts early, so that it is ready when the student's cells have run.

    Parameters
    ----------
    limits : Limits
    released_files : Path or None
        The folder whose modules the tests import.
    fork_servers : ForkServers, optional
        For a warm start.
    """

    __test__ = False

    def __init__(self, limits, released_files, fork_servers=None):
        self.limits = limits
        self.control, theirs = socket.socketpair()
        seconds = limits.notebook_seconds + limits.test_seconds + SLACK_SECONDS
        streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        python = sys.executable
        number = theirs.fileno()
        if limits.unsafe:
            self.running = None
            self.process = subprocess.Popen(
                [python, "-P", "-m", "autograder.grading.remote.runner", str(number)],
                cwd=released_files or PACKAGE.parent,
                env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
                pass_fds=[number],
                stderr=subprocess.DEVNULL,
                **streams,
            )
        else:
            readonly = own_code(f"{INSIDE}/autograder", "grading/remote", "sandbox/inside")
            readonly |= beside_the_notebook(released_files)
            self.running = start_sandboxed(
                Sandbox(
                    argv=[
                        python,
                        "-P",
                        f"{INSIDE}/autograder/grading/remote/runner.py",
                        str(number),
                    ],
                    readonly=readonly,
                    environment={"PYTHONPATH": INSIDE},
                    fds=(number,),
                    kind="runner",
                    module="autograder.grading.remote.runner",
                ),
                limits,
                seconds,
                python=python,
                fork_servers=fork_servers if fork_servers and fork_servers.usable(limits) else None,
                **streams,
            )
            self.process = self.running.process
        theirs.close()

    def run_tests(self, job, agent):
        """Run tests and yield their results.

        Parameters
        ----------
        job : dict
            ``tests``, a list of `autograder.grading.test_plan.Test`; ``cells``, ``seed`` and
            ``sources``, see `autograder.grading.remote.runner.run_tests`.
        agent : str
            Path of the socket on which the student's process answers.

        Yields
        ------
        dict
            A result for each test, see `autograder.grading.remote.runner.run_tests`; with
            ``in_kernel``.
        """
        content = {
            **job,
            "tests": [dataclasses.asdict(test) for test in job["tests"]],
            "call_seconds": self.limits.call_seconds,
            "seconds": self.limits.test_seconds,
            "limits": {} if self.limits.unsafe else resource_limits(self.limits),
        }
        deadline = time.monotonic() + self.limits.test_seconds + SLACK_SECONDS
        with contextlib.suppress(OSError):
            self.process.stdin.write(json.dumps(content).encode())
            self.process.stdin.close()
        for test in job["tests"]:
            result = None
            with contextlib.suppress(OSError, ValueError):
                self.pass_connection(agent)
                result = json.loads(self.read_line(deadline))
            result = result or {
                "grade_id": test.grade_id,
                "points": None,
                "kind": "Failed",
                "message": "The tests could not be run to their end.",
                "calls": 0,
                "seconds": 0.0,
                "references": [],
            }
            yield {**result, "in_kernel": test.in_kernel}

    def pass_connection(self, agent):
        """Connect to the kernel's agent and pass the connection on; pass nothing if that fails."""
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
        """Return one line from the process; raise `OSError` when no more comes."""
        line = b""
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                if not selector.select(max(deadline - time.monotonic(), 0)):
                    raise TimeoutError
                part = os.read(self.process.stdout.fileno(), 65536)
                if not part or len(line) > LONGEST_RESULT:
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
