"""Take a download in, and die by SIGKILL at one of the moments when a file or folder changes.

Run as ``crashing.py <course> <moment> <paths>``; the moments count from 1.
"""

import os
import signal
import sys
from pathlib import Path

from autograder.collect.importer import import_downloads
from autograder.collect.roster import Person

CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "tempfile.mkstemp")


def watch(work, moment):
    """Kill this process before the change of that number."""
    seen = 0

    def hook(event, arguments):
        nonlocal seen
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT
        if (event in CHANGES or writes) and str(work) in str(arguments[0]):
            seen += 1
            if seen == moment:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


if __name__ == "__main__":
    watch(Path(sys.argv[1]), int(sys.argv[2]))
    people = [Person("ada", "Ada Lovelace", "", "101"), Person("jan", "", "", "102")]
    import_downloads(
        Path(sys.argv[1]), [Path(path) for path in sys.argv[3:]], "dinosaur_land", people
    )
