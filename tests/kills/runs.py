"""A class to grade, runs that can be ended at any moment, and their results."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.autograder.batch import snapshot
from tests.autograder.tiny import GOOD, TINY, submit
from tests.instructor import ROOT

# All processes of a killed run have to end within this time, also on a busy machine.
EXIT_TIMEOUT_SECONDS = 60
STUDENTS = {
    "ann": GOOD,
    "ben": {**GOOD, "essay": "Twice."},
    "cat": {"double": "def double(x): return 2 if x == 1 else 0"},
    "dan": {"double": "raise ValueError('left broken')", "essay": "Why not?"},
    "eva": {},
}
BROKEN = "fay"
LATE = "ben"


def fill(course):
    """Write submissions: good, wrong, broken, unchanged, late, and no notebook."""
    for student, sources in STUDENTS.items():
        submit(course, student, **sources)
    path = submit(course, BROKEN)
    path.write_text("no notebook")
    folder = course / "course" / "submitted" / LATE / TINY
    (folder / "timestamp.txt").write_text("2026-01-01 13:00:00 UTC")
    return course


class Server:
    """A context manager for the process from which runs are forked."""

    def __enter__(self):
        # A folder of its own, so that the temporary files that a run leaves can be found.
        self.temporary = Path(tempfile.mkdtemp(prefix="kills-", dir="/tmp"))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.kills.server"],
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(self.temporary), "COLUMNS": "200"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert json.loads(self.process.stdout.readline()) == "ready"
        self.at_rest = self.leftovers()
        return self

    def __exit__(self, *raised):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        shutil.rmtree(self.temporary, ignore_errors=True)

    def ask(self, *request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def start(self, course, *options):
        """Start a run; return its process id."""
        self.printed = course / "printed.txt"
        arguments = ["grade", TINY, "--workers", "2", *options]
        return self.ask("start", str(course), arguments, str(self.printed))

    def finish(self):
        """Wait for the run; return its exit status, negative for a signal."""
        return self.ask("wait")

    def run(self, course, *options):
        """Run from start to end.

        Returns
        -------
        status : int
        seconds : float
        """
        began = time.monotonic()
        self.start(course, *options)
        return self.finish(), time.monotonic() - began

    def leftovers(self):
        """Return the names of the files and folders in the temporary folder of the runs."""
        return {path.name for path in self.temporary.iterdir()}

    def expect_no_survivors(self):
        """Wait until all processes of a run have ended."""
        deadline = time.monotonic() + EXIT_TIMEOUT_SECONDS
        while (found := self.ask("left")) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert not found, f"still running after {EXIT_TIMEOUT_SECONDS} s: {found}"


def end_state(course, url=None):
    """Return what has to be equal after two runs.

    Returns
    -------
    dict
    """
    return {
        "gradebook": snapshot.gradebook(url or snapshot.database(course)),
        "files": snapshot.files(course, "autograded", "feedback", "grading_records"),
        "results": sorted(snapshot.files(course, "results")),
        # The order of students depends on the order of rows in the gradebook.
        "tables": {
            path.name: sorted(path.read_text().splitlines())
            for path in (course / "course").glob("grades/*.csv")
        },
    }
