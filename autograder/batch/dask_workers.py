"""Workers of a Dask cluster: the same function, on other machines.

Dask's protocol unpickles what comes in, so whoever can speak to a scheduler owns it, its workers
and us: TLS, unless it never leaves this machine. What students have written, and what grading has
made of it, travels as bytes, and is read as JSON.
"""

import contextlib
import contextvars
import json
import logging
import tempfile
import threading
import time
import uuid

from autograder.batch.dask_connection import check_address, connect, disconnect
from autograder.errors import UserError
from autograder.sanitize import LARGEST

# For each thread of the cluster, so that none waits for the network.
AHEAD = 3
# Of a submission whose grading breaks off; as many attempts as on this machine.
RETRIES = 2
# Between looks at how many threads there are, and whether there are any.
LOOK_SECONDS = 2
# For a finished answer to come over; one that was lost with its worker is made again meanwhile.
FETCH_SECONDS = 60
# A graded notebook holds one submitted, and outputs that have limits of their own.
LARGEST_ANSWER = 8 * LARGEST
# Of a worker process: what the first of its threads has made serves all.
PREPARING = threading.Lock()
# Dask runs each task in a new context, and jupyter_client makes an event loop for each context.
THREAD = threading.local()


class WorkerError(Exception):
    """Grading broke off on a worker, whose log says how."""


class ClusterWorkers:
    """Grades on a cluster that somebody has started.

    Parameters
    ----------
    assignment : bytes
        From `autograder.grading.grader.pack`.
    address : str
        The scheduler's, ``tls://host:port``; ``tcp://`` only on this machine.
    ca, cert, key : str, optional
        Files with the authority's certificate, our own, and its key; by default those that Dask's
        configuration names.

    Attributes
    ----------
    here : bool
        False: each worker examines the machine that it runs on.
    patience : float
        Seconds to wait for a worker where there is none.

    Raises
    ------
    UserError
        If the address is none, or would go over a network without TLS.
    """

    here = False
    patience = 30

    def __init__(self, assignment, address, ca=None, cert=None, key=None):
        check_address(address)
        self.assignment, self.address, self.files = assignment, address, (ca, cert, key)
        self.threads, self.looked = 0, 0.0

    def __enter__(self):
        self.client = connect(self.address, *self.files)
        try:
            self.client.wait_for_workers(1, timeout=self.patience)
        except BaseException as error:
            disconnect(self.client)
            if isinstance(error, TimeoutError):
                raise UserError(
                    f"The scheduler at {self.address} has no workers: start some with `dask "
                    "worker`."
                ) from None
            raise
        return self

    def __exit__(self, *raised):
        disconnect(self.client)

    def run(self, jobs):
        """Grade submissions, in whatever order they are done; see `LocalWorkers.run`.

        Parameters
        ----------
        jobs : iterable of (object, bytes)

        Yields
        ------
        key : object
        answer : bytes or None

        Raises
        ------
        UserError
            If the cluster goes away, or a worker cannot grade as we do.
        """
        # As a task, which another worker does again when the one that holds the result is lost.
        assignment = self.client.submit(bytes, self.assignment, key=f"assignment-{uuid.uuid4()}")
        doubtful = []
        yield from self.grade(iter(jobs), assignment, doubtful)
        # Dask suspects all that lay on a worker when it died: alone, each shows what it is.
        for job in doubtful:
            yield from self.grade(iter([job]), assignment)

    def grade(self, jobs, assignment, doubtful=None):
        """Grade submissions; those that workers died at are kept for later, or given up.

        Parameters
        ----------
        jobs : iterator of (object, bytes)
        assignment : distributed.Future
        doubtful : list of (object, bytes), optional
            Where those are put.

        Yields
        ------
        key : object
        answer : bytes or None
        """
        from distributed import KilledWorker, as_completed

        running, done = {}, as_completed(loop=self.client.loop)
        self.fill(jobs, running, done, assignment)
        while running:
            future = self.next_done(done)
            job = running.pop(future.key)
            self.fill(jobs, running, done, assignment)
            try:
                yield job[0], self.answer(future)
            except WorkerError:
                yield job[0], None
            except KilledWorker:
                if doubtful is None:
                    yield job[0], None
                else:
                    doubtful.append(job)

    def fill(self, jobs, running, done, assignment):
        """Send so much that no worker waits."""
        from autograder.grading import grader_version

        self.look()
        while len(running) < AHEAD * max(self.threads, 1):
            job = next(jobs, None)
            if job is None:
                return
            future = self.client.submit(
                grade_remotely,
                assignment,
                job[1],
                grader_version(),
                key=f"mark-{uuid.uuid4()}",
                retries=RETRIES,
            )
            running[future.key] = job
            done.add(future)

    def look(self):
        """See how many threads the cluster has by now."""
        if time.monotonic() - self.looked > LOOK_SECONDS:
            with self.told():
                self.threads = sum(self.client.nthreads().values())
            self.looked = time.monotonic()

    def next_done(self, done):
        """Wait for the next submission that is done; not for ever where nobody works."""
        alone_since = None
        while not done.has_ready():
            time.sleep(0.01)
            self.look()
            if self.threads:
                alone_since = None
            elif alone_since is None:
                alone_since = time.monotonic()
            elif time.monotonic() - alone_since > self.patience:
                raise UserError(
                    f"The scheduler at {self.address} has lost its last worker. What was graded is "
                    "kept: start workers and run the same command again to go on."
                )
        return next(done)

    def answer(self, future):
        """The answer of a task, once it is one that can be believed to be ours.

        Returns
        -------
        bytes

        Raises
        ------
        KilledWorker, WorkerError
            If it could not be made.
        UserError
            If it is none of ours, or says that this worker cannot grade.
        """
        from autograder.grading import grader_version

        with self.told():
            answer = future.result(timeout=FETCH_SECONDS)
        found = None
        if isinstance(answer, bytes) and len(answer) <= LARGEST_ANSWER:
            with contextlib.suppress(ValueError, RecursionError):
                found = json.loads(answer)
        if not isinstance(found, dict) or "grader_version" not in found:
            raise UserError(f"{self.who(future)} sends what is no answer. Nothing more was graded.")
        if found["grader_version"] != grader_version():
            raise UserError(
                f"{self.who(future)} has another version of this package, of Python or of a "
                "library, and would grade differently: install the same on all. Nothing more was "
                "graded."
            )
        if "error" in found:
            raise UserError(f"{self.who(future)} cannot grade. {found['error']}")
        return answer

    def who(self, future):
        """The worker that has made an answer, for a sentence."""
        with self.told():
            found = self.client.who_has([future])
        return "The worker at " + (", ".join(found.get(future.key, ())) or "an unknown address")

    @contextlib.contextmanager
    def told(self):
        """Tell in a sentence what Dask raises."""
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        try:
            yield
        except (KilledWorker, WorkerError, UserError):
            raise
        except (FutureCancelledError, OSError):
            raise UserError(
                f"The scheduler at {self.address} went away. What was graded is kept: run the same "
                "command again to go on."
            ) from None
        except Exception as error:
            # Of a function that is not there, or not the same: neither ours nor a student's.
            raise UserError(
                "The scheduler or a worker of the cluster cannot use this package "
                f"({type(error).__name__}: {error}): install it, of the same version, on all of "
                "them."
            ) from None


def grade_remotely(assignment, submission, version):
    """`grade_notebook` on a worker, with temporary files in the worker's own folder.

    Parameters
    ----------
    assignment, submission : bytes
    version : str
        Of the test runner that is wanted; another one says which it is, and grades nothing.

    Returns
    -------
    bytes

    Raises
    ------
    WorkerError
        In place of whatever may be raised: exceptions are pickled.
    """
    from distributed import get_worker

    from autograder.grading import fork_servers, grade_notebook, grader_version, unpack
    from autograder.sandbox import find_failed_protections

    if grader_version() != version:
        return json.dumps({"grader_version": grader_version()}).encode()
    tempfile.tempdir = get_worker().local_directory
    if not hasattr(THREAD, "context"):
        THREAD.context = contextvars.copy_context()
    try:
        with PREPARING:
            fork_servers()
            if not unpack(assignment).limits.unsafe:
                find_failed_protections()
        return THREAD.context.run(grade_notebook, assignment, submission)
    except Exception:
        logging.getLogger(__name__).exception("A submission could not be graded.")
    # Out here, since an exception is sent with all that it came from.
    raise WorkerError
