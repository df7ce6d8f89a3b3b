"""A program without a sandbox: for the instructor's own notebook, and where she insists."""

import contextlib
import json
import os
import shutil
import subprocess
import threading
from pathlib import Path


class Bare:
    """A running program, with the same handles as a jail but none of its walls.

    Attributes
    ----------
    process : subprocess.Popen
    reason : str
        "time" when it was ended for its wall time, else nothing.
    """

    def __init__(self, process, seconds):
        self.process, self.reason = process, ""
        self.timer = threading.Timer(seconds, self.end_for_time)
        self.timer.daemon = True
        self.timer.start()

    def end_for_time(self):
        self.reason = "time"
        with contextlib.suppress(OSError):
            self.process.kill()

    def close(self):
        """End the program."""
        self.timer.cancel()
        with contextlib.suppress(OSError):
            self.process.kill()
        self.process.wait()


def start(argv, settings, folder, handed_out, handles, seconds):
    """Start a kernel without a sandbox, in a copy of what was handed out.

    Parameters
    ----------
    argv : list of str
        The launcher; the settings' file is added.
    settings : dict
    folder : str
        A private folder.
    handed_out : str
        The folder to copy, or nothing.
    handles : list of int
        Open files to inherit.
    seconds : float
        Wall time after which it is ended.

    Returns
    -------
    Bare
    """
    home = Path(folder) / "home"
    if handed_out:
        shutil.copytree(handed_out, home, ignore=shutil.ignore_patterns("*.ipynb"))
    else:
        home.mkdir()
    file = Path(folder) / "settings.json"
    file.write_text(json.dumps(settings))
    # Otherwise the kernel watches for the end of a parent that is not its own.
    hidden = {"JPY_PARENT_PID", "JPY_INTERRUPT_EVENT"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    process = subprocess.Popen(
        [*argv, str(file)],
        cwd=home,
        env=environment,
        pass_fds=handles,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return Bare(process, seconds)
