"""Workers on this machine: processes that grade, as many as there are cores.

Bytes go to a worker and bytes come back, each over a pipe of its own; nothing that a student has
written is ever unpickled. A pool of the standard library would not do: when one of its processes
dies, all work in hand is lost, and nobody can tell which submission it was that has ended it.

What Ctrl-C does to a class run: it ends between two submissions, and only the run hears it.
"""

import collections
import contextlib
import ctypes
import functools
import multiprocessing
import multiprocessing.forkserver
import multiprocessing.util
import os
import queue
import signal
import tempfile
import threading
from multiprocessing.connection import wait

from autograder.batch.scratch import new_folder, remove_folder, scratch
from autograder.errors import UserError


@contextlib.contextmanager
def defer_sigint():
    """Let a first Ctrl-C wait until this is done; a second one does not wait.

    An interrupt in the middle of a transaction leaves SQLAlchemy in a state that it cannot even
    roll back from.

    Raises
    ------
    KeyboardInterrupt
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came = []

    def hear(number, frame):
        if came:
            raise KeyboardInterrupt
        came.append(number)

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)


@contextlib.contextmanager
def ignore_sigint():
    """Start processes that do not hear Ctrl-C: in a terminal it goes to all, while they import."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


# Deaths of a worker at one submission after which that submission is given up.
ATTEMPTS = 3
# One in work and one at hand, so that no worker waits for the writer.
AHEAD = 2
READY = b"ready"
NO_START = (
    "The processes that grade submissions end as soon as they start: is there memory left on this "
    "machine? Run the same command again to go on."
)
PR_SET_PDEATHSIG = 1
# multiprocessing removes its own folder, inside ours, at -100.
AFTER_MULTIPROCESSING = -200


def cores():
    """How many processes can run at one time."""
    return len(os.sched_getaffinity(0))


@functools.cache
def start_server():
    """Start the process that workers are forked from; it imports meanwhile what they need.

    Returns
    -------
    multiprocessing.context.BaseContext
    """
    # No fork of the writer: a worker must not hold its connection to the gradebook.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["autograder.blocked_imports", "autograder.grading.grader"])
    # Its socket lies where the next run tidies up, for a run that is killed cannot.
    folder = new_folder()
    multiprocessing.util.Finalize(None, remove_folder, [folder], exitpriority=AFTER_MULTIPROCESSING)
    before, tempfile.tempdir = tempfile.tempdir, folder
    try:
        with ignore_sigint():
            multiprocessing.forkserver.ensure_running()
    finally:
        tempfile.tempdir = before
    return context


def work(connection, assignment, folder):
    """What a worker process does: grade what comes in until nothing more comes.

    Parameters
    ----------
    connection : multiprocessing.connection.Connection
    assignment : bytes
        From `autograder.grading.grader.pack`.
    folder : Path
        For temporary files; whoever has started this process removes it.
    """
    tempfile.tempdir = str(folder)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the writer decides when it is over
    # The server that has forked us ends with the writer, whatever ends the writer.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    from autograder.grading import grade_notebook

    submissions = queue.SimpleQueue()

    def receive():
        # In a thread, since what is sent ahead would otherwise keep the writer waiting.
        with contextlib.suppress(EOFError, OSError):
            while True:
                submissions.put(connection.recv_bytes())
        submissions.put(None)

    threading.Thread(target=receive, daemon=True).start()
    with contextlib.suppress(OSError):  # of a writer that is gone
        connection.send_bytes(READY)
        while (submission := submissions.get()) is not None:
            connection.send_bytes(grade_notebook(assignment, submission, machine_checked=True))


class Worker:
    """One process, and the keys of what it was sent."""

    def __init__(self, context, *known):
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=work, args=(theirs, *known), daemon=True)
        self.process.start()
        theirs.close()
        self.ready, self.sent = False, collections.deque()

    def end(self):
        self.process.kill()
        self.process.join()
        self.connection.close()


class LocalWorkers:
    """Some worker processes; one that dies is replaced.

    Parameters
    ----------
    assignment : bytes
        From `autograder.grading.grader.pack`.
    number : int
        How many.

    Attributes
    ----------
    here : bool
        True: whoever starts them has examined the machine that they run on.
    """

    here = True

    def __init__(self, assignment, number):
        self.assignment, self.number = assignment, number
        self.context = start_server()
        self.workers, self.failed_starts, self.deaths = [], 0, collections.Counter()

    def __enter__(self):
        self.opened = contextlib.ExitStack()
        self.folder = self.opened.enter_context(scratch())
        return self

    def __exit__(self, *raised):
        for worker in self.workers:
            worker.end()
        self.opened.close()

    def run(self, jobs):
        """Grade submissions, in whatever order they are done.

        Parameters
        ----------
        jobs : iterable of (object, bytes)
            A key, which can be hashed, and what was submitted. Taken as workers ask for it.

        Yields
        ------
        key : object
        answer : bytes or None
            From `autograder.grading.grader.grade_notebook`; None when worker after worker has died
            at this submission.

        Raises
        ------
        UserError
            If workers cannot start.
        """
        jobs, again = iter(jobs), []
        while True:
            self.send(jobs, again)
            busy = {worker.connection: worker for worker in self.workers}
            if not any(worker.sent for worker in self.workers):
                return
            for connection in wait(list(busy)):
                worker = busy[connection]
                try:
                    answer = connection.recv_bytes()
                except (EOFError, OSError):
                    yield from self.reap(worker, again)
                    continue
                if not worker.ready:
                    worker.ready, self.failed_starts = True, 0
                    continue
                yield worker.sent.popleft()[0], answer

    def send(self, jobs, again):
        """Give each worker something to do, the idle ones first; start workers that are missing."""
        while True:
            idle = [worker for worker in self.workers if len(worker.sent) < AHEAD]
            worker = min(idle, key=lambda worker: len(worker.sent), default=None)
            missing = len(self.workers) < self.number
            if worker is None and not missing:
                return
            job = again.pop() if again else next(jobs, None)
            if job is None:
                return
            if missing and (worker is None or worker.sent):
                try:
                    worker = Worker(self.context, self.assignment, self.folder)
                except (OSError, EOFError):  # no process to be had, or the server is gone
                    raise UserError(NO_START) from None
                self.workers.append(worker)
            worker.sent.append(job)
            # One that has died is found by its closed pipe.
            with contextlib.suppress(OSError):
                worker.connection.send_bytes(job[1])

    def reap(self, worker, again):
        """Take a dead worker away and have its submissions graded by others.

        Yields
        ------
        key : object
        answer : None
            For a submission that has been too much too often.
        """
        self.workers.remove(worker)
        worker.end()
        if not worker.ready:
            self.failed_starts += 1
            if self.failed_starts >= ATTEMPTS:
                raise UserError(NO_START)
        elif worker.sent:
            key = worker.sent[0][0]
            self.deaths[key] += 1
            if self.deaths[key] >= ATTEMPTS:
                worker.sent.popleft()
                yield key, None
        again.extend(worker.sent)
