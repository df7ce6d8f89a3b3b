"""A Dask cluster as an administrator starts one: separate processes, TLS, and nothing of ours."""

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

SECONDS = 180  # of patience on a machine that has much else to do
# What the machines of a cluster do not have: in a mount namespace of its own, a worker finds
# nothing in the folders of the tests, and no bubblewrap where that is asked for.
WITHOUT = (
    'mount --make-rprivate /; for path in $HIDDEN; do if [ -d "$path" ]; then mount -t tmpfs none '
    '"$path"; else mount --bind /dev/null "$path"; fi; done; exec "$@"'
)


def certificates(folder):
    """An authority's certificate, one signed by it, and its key, as options by name."""
    folder.mkdir()
    authority = trustme.CA()
    issued = authority.issue_cert("cluster.example")
    paths = {name: folder / f"{name}.pem" for name in ("ca", "cert", "key")}
    authority.cert_pem.write_to_path(paths["ca"])
    issued.cert_chain_pems[0].write_to_path(paths["cert"])
    issued.private_key_pem.write_to_path(paths["key"])
    return paths


class Cluster:
    """A scheduler on a free port of this machine, and its workers; to be used as a context manager.

    Parameters
    ----------
    hidden : Path
        A folder that workers must not see.
    settings : str
        Of Dask, as variables of the environment.
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
        """Start a process of the cluster's, in a folder and an environment of its own."""
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
        """Wait until so many workers have joined."""
        with self.client() as client:
            client.wait_for_workers(workers, timeout=SECONDS)

    def kill(self, name):
        """End a process as a machine ends that loses its power."""
        self.processes[name].kill()
        self.processes[name].wait()

    @contextlib.contextmanager
    def client(self):
        """A client that looks at the scheduler."""
        from distributed import Client, Security

        security = Security(
            tls_ca_file=str(self.pem["ca"]),
            tls_client_cert=str(self.pem["cert"]),
            tls_client_key=str(self.pem["key"]),
        )
        with Client(self.address, security=security, set_as_default=False) as client:
            yield client


def wait_for(something, seconds=SECONDS):
    """Wait until a function returns something, and return that."""
    deadline = time.monotonic() + seconds
    while not (found := something()):
        assert time.monotonic() < deadline, "nothing came of it"
        time.sleep(0.02)
    return found
