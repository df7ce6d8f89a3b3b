"""Run ``autograder`` without its imports: each run is a fork of one process that has done them.

    python -m tests.kills.server

Reads one JSON list a line, ``["start", folder, arguments, output file]``, ``["wait"]`` or
``["left"]``, and answers with one JSON value a line. Orphans of a run become children of this
process, so that it can list the processes that outlive a run.
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
    """Replace `multiprocessing.util.spawnv_passfds` by a fork that runs the same code.

    multiprocessing's fork server then starts without imports, as a child of the run.
    """
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        kept = {0, 1, 2, *handles}
        for name in os.listdir("/proc/self/fd"):  # noqa: PTH208, only names are needed
            if int(name) not in kept:
                with contextlib.suppress(OSError):
                    os.close(int(name))
        exec(os.fsdecode(arguments[-1]), {"__name__": "__main__"})
        code = 0
    finally:
        os._exit(code)


def serve(requests, answers):
    """Answer requests; return in a child process, with the arguments of its run.

    Returns
    -------
    list of str or None
        None in the server, at the end of the requests.
    """
    running = None
    for line in requests:
        what, *arguments = json.loads(line)
        if what == "start":
            running = os.fork()
            if running == 0:
                return become(*arguments)
            answer = running
        elif what == "wait":
            answer = os.waitstatus_to_exitcode(os.waitpid(running, 0)[1])
        else:
            answer = left()
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
    return None


def become(folder, arguments, printed):
    """Make this child process a command started in a folder."""
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
    """Reap ended processes; return descriptions of the running ones."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return list(map(described, children))


def described(pid):
    """Return name, state and system call of a process, to find out why it runs."""
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
    from autograder.grading.assignment import grader_version
    from autograder.report.charts import inline
    from autograder.report.report_page import ENVIRONMENT
    from autograder.sandbox import doctor

    # These results are cached in a process, so all runs share them.
    doctor.find_failed_protections()
    grader_version()
    nbformat.validate(nbformat.v4.new_notebook())
    configure_mappers()
    ENVIRONMENT.get_template("report.html.j2")
    inline(Figure(), "first", "Loads what drawing needs")
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
