"""The way to a Dask scheduler: its address, TLS, a client that keeps quiet."""

import contextlib
import ipaddress
import logging
import warnings
from collections import deque
from urllib.parse import urlsplit

from autograder.errors import UserError

# For a scheduler that runs; what it takes to come up is for whoever starts it.
CONNECT_SECONDS = 10
LOGGERS = ("distributed", "distributed.client", "tornado.application", "asyncio")
# Dask keeps what it has sent last for its developers, here as elsewhere a message of each kind.
FEW_MESSAGES = {"distributed.admin.low-level-log-length": 1}


def check_address(address):
    """Reject what is no scheduler's address, or one that is reached without TLS.

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
        whole = bool(parts.hostname and parts.port) and parts.scheme in ("tls", "tcp")
    except ValueError:
        whole = False
    if not whole:
        raise UserError(f"{address} is no scheduler's address: write --cluster tls://HOST:PORT.")
    if parts.scheme == "tcp" and not is_local(parts.hostname):
        raise UserError(
            f"{address} would send code and submissions over a network without TLS: start the "
            "scheduler and its workers with certificates, and write tls://."
        )


def is_local(host):
    """Whether an address never leaves this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def connect(address, ca=None, cert=None, key=None):
    """A client of a scheduler.

    Parameters
    ----------
    address : str
        See `check_address`.
    ca, cert, key : str, optional
        Files with the authority's certificate, our own, and its key; by default those that Dask's
        configuration names.

    Returns
    -------
    distributed.Client

    Raises
    ------
    UserError
        If certificates are missing, or no scheduler answers.
    """
    import dask
    from distributed import Client

    # Dask tells in its log what we tell in a sentence.
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    # A large submission is no mistake of whoever grades.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB", **FEW_MESSAGES})
    security = tls(ca, cert, key) if address.startswith("tls:") else None
    try:
        with warnings.catch_warnings():
            # Of other versions; those that matter are part of the test runner's.
            warnings.simplefilter("ignore")
            client = Client(
                address, security=security, timeout=CONNECT_SECONDS, set_as_default=False
            )
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise UserError(
            f"No scheduler that we can speak with answers at {address} ({type(error).__name__}): "
            "does it run, does its own address begin with the same three letters, and is its "
            "certificate of the authority that --tls-ca names?"
        ) from None
    # One that runs no functions, or has none of ours, is told so by its administrator.
    with contextlib.suppress(Exception):
        client.run_on_scheduler(keep_few_messages)
    return client


def keep_few_messages(dask_scheduler):
    """Have a scheduler not remember what it has sent: a thousand submissions for each worker.

    Parameters
    ----------
    dask_scheduler : distributed.Scheduler
    """
    import dask

    dask.config.set(FEW_MESSAGES)
    (few,) = FEW_MESSAGES.values()
    for comm in (*dask_scheduler.stream_comms.values(), *dask_scheduler.client_comms.values()):
        comm.recent_message_log = deque(comm.recent_message_log, maxlen=few)


def disconnect(client):
    """Leave; the scheduler then forgets all that it was asked for."""
    with contextlib.suppress(OSError):  # nobody waits for one that is gone
        client.close(timeout=5)


def tls(ca, cert, key):
    """What is needed to speak TLS, where Dask alone would go on without it.

    Returns
    -------
    distributed.security.Security

    Raises
    ------
    UserError
        If certificates are missing or cannot be read.
    """
    from distributed.security import Security

    given = {"tls_ca_file": ca, "tls_client_cert": cert, "tls_client_key": key}
    security = Security(
        require_encryption=True, **{name: path for name, path in given.items() if path}
    )
    if not (security.tls_ca_file and security.tls_client_cert and security.tls_client_key):
        raise UserError(
            "TLS needs certificates: give --tls-ca, --tls-cert and --tls-key, or name them in "
            "Dask's configuration."
        )
    try:
        security.get_connection_args("client")
    except OSError as error:
        raise UserError(
            f"The certificates cannot be used ({error}): --tls-ca, --tls-cert and --tls-key are "
            "files in PEM format, and the key is that of the certificate."
        ) from None
    return security
