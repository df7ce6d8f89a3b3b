"""Runs of ``autograder`` that cost no import: each is a fork of one process that has imported all.

    python -m tests.kills.server

Reads one JSON list a line, ``["start", folder, arguments, file for what is printed]``, ``["wait"]``
or ``["left"]``, and answers with one JSON value a line. Orphans of a run become its children, so
that whatever outlives a run can be seen.
"""

import contextlib
import ctypes
import json
import multiprocessing.util
import os
import signal
import sys
from pathlib import Path

import nbformat
from matplotlib.figure import Figure
from sqlalchemy.orm import configure_mappers

PR_SET_CHILD_SUBREAPER = 36


def forked(path, arguments, handles):
    """In place of `multiprocessing.util.spawnv_passfds`: a fork that does what Python would do.

    The server that workers are forked from is then there at once, a child of the run as always.
    """
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        kept = {0, 1, 2, *handles}
        for name in os.listdir("/proc/self/fd"):  # noqa: PTH208, names are what is wanted
            if int(name) not in kept:
                with contextlib.suppress(OSError):
                    os.close(int(name))
        exec(os.fsdecode(arguments[-1]), {"__name__": "__main__"})
        code = 0
    finally:
        os._exit(code)


def serve(requests, answers):
    """Answer requests; returns in a child, with the arguments of its run.

    Returns
    -------
    list of str or None
        None in the server itself, when nothing more is asked.
    """
    running = None
    for line in requests:
        what, *about = json.loads(line)
        if what == "start":
            running = os.fork()
            if running == 0:
                return become(*about)
            answer = running
        elif what == "wait":
            answer = os.waitstatus_to_exitcode(os.waitpid(running, 0)[1])
        else:
            answer = left()
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
    return None


def become(folder, arguments, printed):
    """Make this child a command that was started in a folder."""
    os.setsid()
    os.chdir(folder)
    out = os.open(printed, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for handle, place in ((nothing, 0), (out, 1), (out, 2)):
        os.dup2(handle, place)
    os.closerange(3, 256)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return arguments


def left():
    """The processes that a run has left, as far as they live; the dead are buried."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return list(map(described, children))


def described(pid):
    """A process's name, state, and where in the kernel it waits, to find out why it is left."""
    words = []
    for name in ("comm", "stat", "wchan", "syscall"):
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{pid}/{name}").read_text().strip()
            words.append(text.rpartition(")")[2].split()[0] if name == "stat" else text)
    return " ".join(words)


def main():
    import autograder.batch.batch_run
    import autograder.batch.command
    import autograder.batch.local_workers
    import autograder.console  # noqa: F401
    from autograder.cli import main as command
    from autograder.grading.grader import grader_version
    from autograder.report.charts import inline
    from autograder.report.report_page import PAGES
    from autograder.sandbox import doctor

    # Found once in a process, and so once for all runs.
    doctor.find_failed_protections()
    grader_version()
    nbformat.validate(nbformat.v4.new_notebook())
    configure_mappers()
    PAGES.get_template("report.html.j2")
    inline(Figure(), "first", "What drawing loads when it is first used")
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    multiprocessing.util.spawnv_passfds = forked
    answers = os.fdopen(os.dup(1), "w")
    answers.write('"ready"\n')
    answers.flush()
    arguments = serve(sys.stdin, answers)
    if arguments is not None:
        command(arguments, prog_name="autograder")


if __name__ == "__main__":
    main()
