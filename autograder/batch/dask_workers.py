"""Workers of a Dask cluster.

Dask's protocol unpickles messages, so everybody who can connect to a scheduler controls it, its
workers and this process. Hence connections use TLS, except on this machine. Submissions and results
are sent as bytes, and results are parsed as JSON.
"""

import contextlib
import contextvars
import ipaddress
import json
import logging
import tempfile
import threading
import time
import uuid
import warnings
from collections import deque
from urllib.parse import urlsplit

from autograder.errors import UserError
from autograder.sanitize import LARGEST

CONNECT_TIMEOUT_SECONDS = 10
LOGGERS = ("distributed", "distributed.client", "tornado.application", "asyncio")
# Dask keeps the last messages of each connection for debugging. They contain submissions.
FEW_MESSAGES = {"distributed.admin.low-level-log-length": 1}
# Submissions for each thread of the cluster, so that no thread waits for the network.
QUEUE_LENGTH = 3
# With the first attempt, as many attempts as for local workers.
RETRIES = 2
THREAD_COUNT_INTERVAL_SECONDS = 2
# For the transfer of a result. Meanwhile, Dask computes a result again if its worker has ended.
RESULT_TIMEOUT_SECONDS = 60
# A result contains the submitted notebook and its outputs, which have limits of their own.
LARGEST_RESULT = 8 * LARGEST
# For the threads of a worker process: the first one prepares what all of them use.
PREPARATION_LOCK = threading.Lock()
# Dask runs each task in a new context, and jupyter_client creates an event loop for each context.
THREAD = threading.local()


class WorkerError(Exception):
    """Grading failed on a worker. The log of the worker contains the reason."""


def check_address(address):
    """Raise an error for an invalid address, or one that would be used without TLS.

    Parameters
    ----------
    address : str
        ``tls://host:port``; ``tcp://`` only on this machine.

    Raises
    ------
    UserError
    """
    try:
        parts = urlsplit(address)
        is_valid = bool(parts.hostname and parts.port) and parts.scheme in ("tls", "tcp")
    except ValueError:
        is_valid = False
    if not is_valid:
        raise UserError(
            f"{address} is not the address of a scheduler: write --cluster tls://HOST:PORT."
        )
    if parts.scheme == "tcp" and not is_local(parts.hostname):
        raise UserError(
            f"{address} would send code and submissions over a network without TLS: start the "
            "scheduler and its workers with certificates, and write tls://."
        )


def is_local(host):
    """Return whether a host is certainly this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def connect(address, ca=None, cert=None, key=None):
    """Return a client of a scheduler; the parameters are those of `ClusterWorkers`."""
    import dask
    from distributed import Client

    # Errors are reported as UserError; Dask would log them too.
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB", **FEW_MESSAGES})
    security = make_security(ca, cert, key) if address.startswith("tls:") else None
    try:
        with warnings.catch_warnings():
            # About versions that differ; `ClusterWorkers.read_answer` compares those that matter.
            warnings.simplefilter("ignore")
            client = Client(
                address, security=security, timeout=CONNECT_TIMEOUT_SECONDS, set_as_default=False
            )
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise UserError(
            f"No scheduler answers at {address} ({type(error).__name__}): check that it runs, that "
            "its own address begins with the same protocol, and that its certificate is signed by "
            "the authority of --tls-ca."
        ) from None
    # Fails on a scheduler that runs no functions; its administrator can set the option.
    with contextlib.suppress(Exception):
        client.run_on_scheduler(limit_message_logs)
    return client


def limit_message_logs(dask_scheduler):
    """Limit the logs of sent messages on a scheduler, which would contain many submissions."""
    import dask

    dask.config.set(FEW_MESSAGES)
    (length,) = FEW_MESSAGES.values()
    for comm in (*dask_scheduler.stream_comms.values(), *dask_scheduler.client_comms.values()):
        comm.recent_message_log = deque(comm.recent_message_log, maxlen=length)


def disconnect(client):
    """Close a client; the scheduler then forgets its tasks."""
    with contextlib.suppress(OSError):  # the scheduler has ended
        client.close(timeout=5)


def make_security(ca, cert, key):
    """Return TLS settings without which Dask does not connect."""
    from distributed.security import Security

    files = {"tls_ca_file": ca, "tls_client_cert": cert, "tls_client_key": key}
    security = Security(
        require_encryption=True, **{name: path for name, path in files.items() if path}
    )
    if not (security.tls_ca_file and security.tls_client_cert and security.tls_client_key):
        raise UserError(
            "TLS needs certificates: give --tls-ca, --tls-cert and --tls-key, or set them in the "
            "configuration of Dask."
        )
    try:
        security.get_connection_args("client")
    except OSError as error:
        raise UserError(
            f"The certificates cannot be used ({error}): --tls-ca, --tls-cert and --tls-key are "
            "files in PEM format, and the key belongs to the certificate."
        ) from None
    return security


class ClusterWorkers:
    """The workers of a running Dask cluster.

    Parameters
    ----------
    assignment : bytes
        From `autograder.grading.assignment.pack`.
    address : str
        Address of the scheduler, ``tls://host:port``; ``tcp://`` only on this machine.
    ca, cert, key : str, optional
        Files with the certificate of the authority, this client's certificate, and its key. By
        default those of Dask's configuration.

    Attributes
    ----------
    are_local : bool
        False: each worker checks the sandbox of its own machine.
    timeout : float
        Seconds to wait for a worker while there is none.

    Raises
    ------
    UserError
        If the address is invalid, or would be used over a network without TLS. On entering the
        context, if certificates are missing, or the scheduler does not answer or has no workers.
    """

    are_local = False
    timeout = 30

    def __init__(self, assignment, address, ca=None, cert=None, key=None):
        check_address(address)
        self.assignment, self.address, self.files = assignment, address, (ca, cert, key)
        self.threads, self.counted_at = 0, 0.0

    def __enter__(self):
        self.client = connect(self.address, *self.files)
        try:
            self.client.wait_for_workers(1, timeout=self.timeout)
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
        """Grade submissions; parameters and results are those of `LocalWorkers.run`.

        Raises
        ------
        UserError
            If the connection is lost, all workers end, or a worker cannot grade.
        """
        # A task, which another worker computes again if the worker with its result ends.
        assignment = self.client.submit(bytes, self.assignment, key=f"assignment-{uuid.uuid4()}")
        suspects = []
        yield from self.grade(iter(jobs), assignment, suspects)
        # Dask blames all tasks of a worker that died. One at a time, each of them is tested.
        for job in suspects:
            yield from self.grade(iter([job]), assignment)

    def grade(self, jobs, assignment, suspects=None):
        """Grade submissions.

        Parameters
        ----------
        jobs : iterator of (object, bytes)
        assignment : distributed.Future
        suspects : list of (object, bytes), optional
            Gets the jobs that workers died at. Without it, they are given up.

        Yields
        ------
        key : object
        answer : bytes or None
        """
        from distributed import KilledWorker, as_completed

        running, done = {}, as_completed(loop=self.client.loop)
        self.submit_jobs(jobs, running, done, assignment)
        while running:
            future = self.wait_for_next(done)
            job = running.pop(future.key)
            self.submit_jobs(jobs, running, done, assignment)
            try:
                yield job[0], self.read_answer(future)
            except WorkerError:
                yield job[0], None
            except KilledWorker:
                if suspects is None:
                    yield job[0], None
                else:
                    suspects.append(job)

    def submit_jobs(self, jobs, running, done, assignment):
        """Submit tasks until each thread of the cluster has enough of them."""
        from autograder.grading import grader_version

        self.count_threads()
        while len(running) < QUEUE_LENGTH * max(self.threads, 1):
            job = next(jobs, None)
            if job is None:
                return
            future = self.client.submit(
                grade_on_worker,
                assignment,
                job[1],
                grader_version(),
                key=f"grade-{uuid.uuid4()}",
                retries=RETRIES,
            )
            running[future.key] = job
            done.add(future)

    def count_threads(self):
        """Update the number of threads of the cluster, at most every few seconds."""
        if time.monotonic() - self.counted_at > THREAD_COUNT_INTERVAL_SECONDS:
            with self.report_errors():
                self.threads = sum(self.client.nthreads().values())
            self.counted_at = time.monotonic()

    def wait_for_next(self, done):
        """Return the next finished future; fail if there are no workers for a while."""
        idle_since = None
        while not done.has_ready():
            time.sleep(0.01)
            self.count_threads()
            if self.threads:
                idle_since = None
            elif idle_since is None:
                idle_since = time.monotonic()
            elif time.monotonic() - idle_since > self.timeout:
                raise UserError(
                    f"The scheduler at {self.address} has lost its last worker. Finished grades "
                    "are kept: start workers and run the same command to continue."
                )
        return next(done)

    def read_answer(self, future):
        """Return the result of a task if it has the expected form and version.

        Raises
        ------
        KilledWorker, WorkerError
            If the submission could not be graded.
        UserError
            If the result is invalid, or the worker cannot grade.
        """
        from autograder.grading import grader_version

        with self.report_errors():
            answer = future.result(timeout=RESULT_TIMEOUT_SECONDS)
        result = None
        if isinstance(answer, bytes) and len(answer) <= LARGEST_RESULT:
            with contextlib.suppress(ValueError, RecursionError):
                result = json.loads(answer)
        if not isinstance(result, dict) or "grader_version" not in result:
            raise UserError(f"{self.name_worker(future)} sent an invalid result. Grading stopped.")
        if result["grader_version"] != grader_version():
            raise UserError(
                f"{self.name_worker(future)} has another version of this package, of Python or of "
                "a library and would grade differently: install the same versions. Grading stopped."
            )
        if "error" in result:
            raise UserError(f"{self.name_worker(future)} cannot grade. {result['error']}")
        return answer

    def name_worker(self, future):
        """Return the subject of a sentence about the worker that computed a result."""
        with self.report_errors():
            addresses = self.client.who_has([future]).get(future.key, ())
        return "The worker at " + (", ".join(addresses) or "an unknown address")

    @contextlib.contextmanager
    def report_errors(self):
        """Raise a UserError in place of Dask's errors."""
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        try:
            yield
        except (KilledWorker, WorkerError, UserError):
            raise
        except (FutureCancelledError, OSError):
            raise UserError(
                f"The connection to the scheduler at {self.address} was lost. Finished grades are "
                "kept: run the same command to continue."
            ) from None
        except Exception as error:
            # For instance of a worker without this package, or with another version of it.
            raise UserError(
                "The scheduler or a worker of the cluster cannot use this package "
                f"({type(error).__name__}: {error}): install the same version on all of them."
            ) from None


def grade_on_worker(assignment, submission, version):
    """Grade a submission on a worker, with temporary files in the worker's own folder.

    Parameters
    ----------
    assignment, submission : bytes
    version : str
        Required version of the grader. With another one, only the version is returned.

    Returns
    -------
    bytes

    Raises
    ------
    WorkerError
        In place of any other error, because Dask pickles errors.
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
        with PREPARATION_LOCK:
            known = unpack(assignment)
            fork_servers(known.libraries)
            if not known.limits.unsafe:
                find_failed_protections()
        return THREAD.context.run(grade_notebook, assignment, submission)
    except Exception:
        logging.getLogger(__name__).exception("A submission could not be graded.")
    # Outside of the except clause: an error is sent with its context.
    raise WorkerError
