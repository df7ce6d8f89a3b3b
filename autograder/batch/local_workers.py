"""Worker processes on this machine.

Each worker receives and sends bytes over a pipe of its own, so nothing that a student wrote is ever
unpickled. The pools of the standard library are not used: when one of their processes dies, all
pending work is lost, and it is unknown which submission the process was grading.

Ctrl-C interrupts the run between two submissions; workers ignore it.
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

from autograder.batch.temporary_folders import (
    create_locked_folder,
    remove_locked_folder,
    use_temporary_folder,
)
from autograder.errors import UserError

# A submission that this many workers died at is given up.
MOST_DEATHS = 3
# Submissions of a worker: one that it grades, and one that waits.
QUEUE_LENGTH = 2
READY = b"ready"
NO_START = (
    "The processes that grade submissions end as soon as they start: check that this machine has "
    "free memory, and run the same command to continue."
)
PR_SET_PDEATHSIG = 1
# multiprocessing removes its own folder, which is inside of ours, with priority -100.
AFTER_MULTIPROCESSING = -200


@contextlib.contextmanager
def defer_sigint():
    """Defer a first SIGINT to the end of the block; a second one interrupts at once.

    SQLAlchemy cannot roll back a transaction that an interrupt left in the middle of a call.

    Raises
    ------
    KeyboardInterrupt
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    received = []

    def handle_sigint(number, frame):
        if received:
            raise KeyboardInterrupt
        received.append(number)

    before = signal.signal(signal.SIGINT, handle_sigint)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if received:
            signal.raise_signal(signal.SIGINT)


@contextlib.contextmanager
def ignore_sigint():
    """Ignore SIGINT, also in processes started in the block: a terminal sends it to all of them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def count_cores():
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0))


@functools.cache
def start_fork_server():
    """Start multiprocessing's fork server, which imports the grader and forks workers.

    Returns
    -------
    multiprocessing.context.BaseContext
    """
    # Workers are not forked from this process: they must not inherit its database connection.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["autograder.blocked_imports", "autograder.grading.grader"])
    # The server's socket is in a folder that the next run removes if this one is killed.
    folder = create_locked_folder()
    multiprocessing.util.Finalize(
        None, remove_locked_folder, [folder], exitpriority=AFTER_MULTIPROCESSING
    )
    before, tempfile.tempdir = tempfile.tempdir, folder
    try:
        with ignore_sigint():
            multiprocessing.forkserver.ensure_running()
    finally:
        tempfile.tempdir = before
    return context


def run_worker(connection, assignment, folder):
    """Grade submissions from a connection until it is closed: the main function of a worker.

    Parameters
    ----------
    connection : multiprocessing.connection.Connection
    assignment : bytes
        From `autograder.grading.assignment.pack`.
    folder : Path
        For temporary files. The parent removes it.
    """
    tempfile.tempdir = str(folder)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its workers
    # The fork server, which is the parent process of this worker, ends with the run.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    from autograder.grading import grade_notebook

    submissions = queue.SimpleQueue()

    def receive():
        # A thread, because a full pipe would block the parent.
        with contextlib.suppress(EOFError, OSError):
            while True:
                submissions.put(connection.recv_bytes())
        submissions.put(None)

    threading.Thread(target=receive, daemon=True).start()
    with contextlib.suppress(OSError):  # the parent has ended
        connection.send_bytes(READY)
        while (submission := submissions.get()) is not None:
            connection.send_bytes(grade_notebook(assignment, submission, machine_checked=True))


class Worker:
    """A worker process and the jobs that it received."""

    def __init__(self, context, *arguments):
        self.connection, child_connection = context.Pipe()
        self.process = context.Process(
            target=run_worker, args=(child_connection, *arguments), daemon=True
        )
        self.process.start()
        child_connection.close()
        self.is_ready, self.jobs = False, collections.deque()

    def kill(self):
        self.process.kill()
        self.process.join()
        self.connection.close()


class LocalWorkers:
    """Worker processes on this machine. A worker that dies is replaced.

    Parameters
    ----------
    assignment : bytes
        From `autograder.grading.assignment.pack`.
    number : int
        Number of processes.

    Attributes
    ----------
    are_local : bool
        True: the caller checks the sandbox of this machine before workers start.
    """

    are_local = True

    def __init__(self, assignment, number):
        self.assignment, self.number = assignment, number
        self.context = start_fork_server()
        self.workers, self.failed_starts, self.deaths = [], 0, collections.Counter()

    def __enter__(self):
        self.exit_stack = contextlib.ExitStack()
        self.folder = self.exit_stack.enter_context(use_temporary_folder())
        return self

    def __exit__(self, *raised):
        for worker in self.workers:
            worker.kill()
        self.exit_stack.close()

    def run(self, jobs):
        """Grade submissions and yield their results in the order in which they are finished.

        Parameters
        ----------
        jobs : iterable of (object, bytes)
            A hashable key, and the submission. Consumed as workers become free.

        Yields
        ------
        key : object
        answer : bytes or None
            From `autograder.grading.grader.grade_notebook`; None if several workers died at this
            submission.

        Raises
        ------
        UserError
            If workers cannot start.
        """
        jobs, returned = iter(jobs), []
        while True:
            self.send_jobs(jobs, returned)
            by_connection = {worker.connection: worker for worker in self.workers}
            if not any(worker.jobs for worker in self.workers):
                return
            for connection in wait(list(by_connection)):
                worker = by_connection[connection]
                try:
                    answer = connection.recv_bytes()
                except (EOFError, OSError):
                    yield from self.reap(worker, returned)
                    continue
                if not worker.is_ready:
                    worker.is_ready, self.failed_starts = True, 0
                    continue
                yield worker.jobs.popleft()[0], answer

    def send_jobs(self, jobs, returned):
        """Fill the queues of the workers, shortest first, and start missing workers."""
        while True:
            free = [worker for worker in self.workers if len(worker.jobs) < QUEUE_LENGTH]
            worker = min(free, key=lambda worker: len(worker.jobs), default=None)
            is_incomplete = len(self.workers) < self.number
            if worker is None and not is_incomplete:
                return
            job = returned.pop() if returned else next(jobs, None)
            if job is None:
                return
            if is_incomplete and (worker is None or worker.jobs):
                try:
                    worker = Worker(self.context, self.assignment, self.folder)
                except (OSError, EOFError):  # no process can be created, or the server has ended
                    raise UserError(NO_START) from None
                self.workers.append(worker)
            worker.jobs.append(job)
            # `run` detects a dead worker by its closed connection.
            with contextlib.suppress(OSError):
                worker.connection.send_bytes(job[1])

    def reap(self, worker, returned):
        """Remove a dead worker and return its jobs to the queue.

        Yields
        ------
        key : object
        answer : None
            For the submission that the worker was grading, if too many workers died at it.
        """
        self.workers.remove(worker)
        worker.kill()
        if not worker.is_ready:
            self.failed_starts += 1
            if self.failed_starts >= MOST_DEATHS:
                raise UserError(NO_START)
        elif worker.jobs:
            key = worker.jobs[0][0]
            self.deaths[key] += 1
            if self.deaths[key] >= MOST_DEATHS:
                worker.jobs.popleft()
                yield key, None
        returned.extend(worker.jobs)
