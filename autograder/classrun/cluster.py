"""Workers of a Dask cluster: the same function, on other machines.

Dask's protocol unpickles what comes in, so whoever can speak to a scheduler owns it: TLS, unless
it never leaves this machine. What students have written travels as bytes and stays bytes.
"""

import contextlib
import ipaddress
import tempfile
import uuid
from urllib.parse import urlsplit

from autograder.classrun.marker import mark_notebook
from autograder.errors import UserError

START_SECONDS = 60
# For each thread of the cluster, so that none waits for the network.
AHEAD = 3


class ClusterWorkers:
    """Marks on a cluster that somebody has started.

    Parameters
    ----------
    assignment : bytes
        From `autograder.classrun.assignment.pack`.
    address : str
        The scheduler's, ``tls://host:port``; ``tcp://`` only on this machine.
    ca, cert, key : str, optional
        Files with the authority's certificate, our own, and its key; by default those that Dask's
        configuration names.

    Attributes
    ----------
    here : bool
        False: each worker examines the machine that it runs on.

    Raises
    ------
    UserError
        If the address is none, or would go over a network without TLS.
    """

    here = False

    def __init__(self, assignment, address, ca=None, cert=None, key=None):
        self.assignment, self.address, self.files = assignment, address, (ca, cert, key)
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError:
            parts, port = None, None
        if not port or parts.scheme not in ("tls", "tcp"):
            raise UserError(
                f"{address} is no scheduler's address: write --cluster tls://HOST:PORT."
            )
        if parts.scheme == "tcp" and not is_local(parts.hostname):
            raise UserError(
                f"{address} would send code and submissions over a network without TLS: start the "
                "scheduler and its workers with certificates, and write tls://."
            )

    def __enter__(self):
        from distributed import Client

        try:
            self.client = Client(
                self.address,
                security=self.security(),
                timeout=START_SECONDS,
                set_as_default=False,
            )
        except (OSError, TimeoutError, ValueError, TypeError) as error:
            raise UserError(
                f"No scheduler answers at {self.address} ({type(error).__name__}): is it running, "
                "and are the certificates of the same authority?"
            ) from None
        try:
            self.client.wait_for_workers(1, timeout=START_SECONDS)
        except TimeoutError:
            self.client.close()
            raise UserError(
                f"The scheduler at {self.address} has no workers: start some with `dask worker`."
            ) from None
        return self

    def __exit__(self, *raised):
        with contextlib.suppress(OSError, TimeoutError):
            self.client.close(timeout=5)

    def security(self):
        """TLS for the client; also where Dask would go on without."""
        from distributed.security import Security

        if not self.address.startswith("tls:"):
            return None
        ca, cert, key = self.files
        given = {"tls_ca_file": ca, "tls_client_cert": cert, "tls_client_key": key}
        security = Security(
            require_encryption=True, **{name: path for name, path in given.items() if path}
        )
        if not (security.tls_ca_file and security.tls_client_cert and security.tls_client_key):
            raise UserError(
                "TLS needs certificates: give --tls-ca, --tls-cert and --tls-key, or name them in "
                "Dask's configuration."
            )
        return security

    def run(self, jobs):
        """Mark submissions, in whatever order they are done; see `LocalWorkers.run`.

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
            If the cluster goes away, or its workers lack this package.
        """
        from distributed import KilledWorker, as_completed
        from distributed.client import FutureCancelledError
        from distributed.comm import CommClosedError

        # As a task, which another worker does again when the one that holds the result is lost.
        assignment = self.client.submit(bytes, self.assignment, key=f"assignment-{uuid.uuid4()}")
        jobs, running = iter(jobs), {}
        done = as_completed()
        try:
            self.fill(jobs, running, done, assignment)
            while running:
                future = next(done)
                key = running.pop(future.key)
                try:
                    answer = future.result()
                except KilledWorker:
                    answer = None
                self.fill(jobs, running, done, assignment)
                yield key, answer
        except ModuleNotFoundError as error:
            raise UserError(
                f"A worker of the cluster has no module {error.name}: install this package, of the "
                "same version, on all of them."
            ) from None
        except (FutureCancelledError, CommClosedError, OSError):
            raise UserError(
                f"The scheduler at {self.address} went away. What was marked is kept: run the same "
                "command again to go on."
            ) from None

    def fill(self, jobs, running, done, assignment):
        """Send so much that no worker waits."""
        threads = sum(self.client.nthreads().values()) if not running else self.threads
        self.threads = threads
        while len(running) < AHEAD * max(threads, 1):
            key, content = next(jobs, (None, None))
            if key is None:
                return
            future = self.client.submit(
                mark_remotely, assignment, content, key=f"mark-{uuid.uuid4()}", pure=False
            )
            running[future.key] = key
            done.add(future)


def mark_remotely(assignment, submission):
    """`mark_notebook` on a worker, with temporary files in the worker's own folder."""
    from distributed import get_worker

    tempfile.tempdir = get_worker().local_directory
    return mark_notebook(assignment, submission)


def is_local(host):
    """Whether an address never leaves this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
