"""A Dask cluster as an administrator starts it: separate processes and TLS."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import trustme

TIMEOUT_SECONDS = 300  # also on a busy machine
# Other machines do not have the folders of the tests, and maybe no bubblewrap. Each process of the
# cluster has a mount namespace that hides them.
WITHOUT = (
    'mount --make-rprivate /; for path in $HIDDEN; do if [ -d "$path" ]; then mount -t tmpfs none '
    '"$path"; else mount --bind /dev/null "$path"; fi; done; exec "$@"'
)


def certificates(folder):
    """Create an authority's certificate, a certificate signed by it, and its key; return paths."""
    folder.mkdir()
    authority = trustme.CA()
    issued = authority.issue_cert("cluster.example")
    paths = {name: folder / f"{name}.pem" for name in ("ca", "cert", "key")}
    authority.cert_pem.write_to_path(paths["ca"])
    issued.cert_chain_pems[0].write_to_path(paths["cert"])
    issued.private_key_pem.write_to_path(paths["key"])
    return paths


class Cluster:
    """A context manager for a scheduler on a free port of this machine and its workers.

    Parameters
    ----------
    hidden : Path
        A folder that is hidden from the workers.
    settings : str
        Environment variables with settings of Dask.
    """

    def __init__(self, hidden, **settings):
        self.hidden, self.settings = hidden, settings

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="dask-"))
        self.pem = certificates(self.folder / "pem")
        self.options = [f"--tls-{name}={path}" for name, path in self.pem.items()]
        self.processes = {}
        file = self.folder / "scheduler.json"
        self.start("scheduler", "--host=127.0.0.1", "--port=0", "--protocol=tls",
                   f"--scheduler-file={file}")  # fmt: skip
        self.address = json.loads(wait_for(lambda: file.is_file() and file.read_text()))["address"]
        return self

    def __exit__(self, *raised):
        for process in self.processes.values():
            process.kill()
        for process in self.processes.values():
            process.wait()
        shutil.rmtree(self.folder)

    def start(self, name, *arguments, python=None, missing=(), **environment):
        """Start a process of the cluster in a folder and an environment of its own."""
        folder = self.folder / name
        folder.mkdir()
        program = "scheduler" if name == "scheduler" else "worker"
        tls = [option.replace("--tls-ca=", "--tls-ca-file=") for option in self.options]
        with (folder / "log").open("w") as log:
            self.processes[name] = subprocess.Popen(
                ["unshare", "--mount", "sh", "-c", WITHOUT, "sh",
                 python or sys.executable, "-m", f"distributed.cli.dask_{program}", *tls,
                 "--no-dashboard", *map(str, arguments)],
                cwd=folder,
                env={"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8",
                     "HIDDEN": " ".join(map(str, (self.hidden, *missing))),
                     "TMPDIR": str(folder), **self.settings, **environment},
                stdout=log,
                stderr=log,
            )  # fmt: skip
        return self.processes[name]

    def worker(self, name, *arguments, **options):
        """Start a worker."""
        return self.start(name, self.address, f"--name={name}", "--nthreads=1", "--no-nanny",
                          f"--local-directory={self.folder / name}", *arguments,
                          **options)  # fmt: skip

    def ready(self, workers):
        """Wait until a number of workers have joined."""
        with self.client() as client:
            client.wait_for_workers(workers, timeout=TIMEOUT_SECONDS)

    def kill(self, name):
        """Kill a process."""
        self.processes[name].kill()
        self.processes[name].wait()

    @contextlib.contextmanager
    def closed_gate(self):
        """Make the workers wait at the gated submissions of `tests.autograder.batch.faults`."""
        gate = self.folder / "gate"
        for path in self.folder.glob("*/blocked"):
            path.unlink()
        gate.touch()
        try:
            yield
        finally:
            gate.unlink()

    def blocked_workers(self):
        """Return the names of the workers that wait at a gated submission."""
        return sorted(path.parent.name for path in self.folder.glob("*/blocked"))

    @contextlib.contextmanager
    def client(self):
        """Connect a client to the scheduler."""
        from distributed import Client, Security

        security = Security(
            tls_ca_file=str(self.pem["ca"]),
            tls_client_cert=str(self.pem["cert"]),
            tls_client_key=str(self.pem["key"]),
        )
        with Client(self.address, security=security, set_as_default=False) as client:
            yield client


def wait_for(condition, seconds=TIMEOUT_SECONDS):
    """Wait until a function returns a true value, and return this value."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"not true after {seconds} s"
        time.sleep(0.02)
    return value
