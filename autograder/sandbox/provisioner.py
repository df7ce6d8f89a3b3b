"""A kernel provisioner for jupyter_client that runs ipykernel in a sandbox.

Registered as ``dinosaur-sandbox`` among the entry points ``jupyter_client.kernel_provisioners``; a
kernel spec asks for it with ``"metadata": {"kernel_provisioner": {"provisioner_name":
"dinosaur-sandbox"}}``.
"""

import contextlib
import json
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path

from jupyter_client.provisioning import LocalProvisioner
from traitlets import Instance, Unicode

from autograder.sandbox import programs
from autograder.sandbox.limits import Limits, resource_limits

NAME = "dinosaur-sandbox"
PACKAGE = Path(__file__).parents[1]
CHANNELS = ("shell", "iopub", "stdin", "hb", "control")
AGENT = len(CHANNELS) + 1  # the port of the socket to which the test runner connects
INSIDE = "/run/kernel/autograder"
# The path of a Unix socket has at most 107 characters.
LONGEST_FOLDER = 80


class SandboxProvisioner(LocalProvisioner):
    """Start, watch and end one kernel in a sandbox.

    The sockets are opened here, outside, in a private folder that the sandbox does not contain; the
    kernel inherits them. So nothing that the student can write to is ever followed as a path.
    """

    limits = Instance(Limits)
    released_files = Unicode(
        "", help="Folder whose files the student finds beside the notebook."
    ).tag(config=True)

    def _limits_default(self):
        return Limits(config=self.config)

    sandboxed = None
    folder = None
    listeners = ()

    @property
    def agent_path(self):
        """The path of the socket on which the kernel's agent answers."""
        return f"{self.folder}/k-{AGENT}"

    async def pre_launch(self, **kwargs):
        """Open the sockets, give their paths to the manager, and describe the sandbox."""
        base = tempfile.gettempdir()
        if self.folder is None:  # a restarted kernel keeps its folder, so that clients find it
            # Private: whoever can open these sockets can speak to the kernel.
            self.folder = tempfile.mkdtemp(
                prefix="dinosaur-", dir=base if len(base) < LONGEST_FOLDER else "/tmp"
            )
        manager = self.parent
        manager.transport, manager.ip = "ipc", f"{self.folder}/k"
        manager.cache_ports = False
        manager.connection_file = f"{self.folder}/connection.json"
        self.listeners = []
        for port, channel in enumerate((*CHANNELS, "agent"), start=1):
            if channel != "agent":
                setattr(manager, f"{channel}_port", port)
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            Path(f"{self.folder}/k-{port}").unlink(missing_ok=True)
            listener.bind(f"{self.folder}/k-{port}")
            listener.listen(8)
            listener.setblocking(False)
            self.listeners.append(listener)
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd, **kwargs):
        handles = [listener.fileno() for listener in self.listeners]
        connection = self.parent.get_connection_info()
        settings = {
            "limits": resource_limits(self.limits),
            "sockets": dict(enumerate(handles[:-1], start=1)),
            "agent": handles[-1],
            "connection": {**connection, "key": connection["key"].decode(), "ip": "inherited"},
        }
        python = self.limits.python or sys.executable
        if self.limits.unsafe:
            self.sandboxed = programs.start_unsandboxed(
                [python, "-P", str(PACKAGE / "sandbox" / "inside" / "launch.py")],
                {**settings, "limits": {}},
                self.folder,
                self.released_files,
                handles,
                self.limits.notebook_seconds + self.limits.test_seconds,
            )
        else:
            fork_servers = getattr(self.parent, "fork_servers", None)
            self.sandboxed = programs.start_sandboxed(
                programs.Sandbox(
                    argv=[python, "-P", f"{INSIDE}/sandbox/inside/launch.py", "/run/settings.json"],
                    readonly={
                        **programs.own_code(INSIDE, "sandbox/inside"),
                        **self.shown_files(),
                    },
                    files={"/run/settings.json": json.dumps(settings).encode()},
                    fds=tuple(handles),
                    kind="kernel",
                    module="autograder.sandbox.inside.launch",
                ),
                self.limits,
                self.limits.notebook_seconds + self.limits.test_seconds,
                fork_servers=fork_servers
                if fork_servers and fork_servers.usable(self.limits)
                else None,
            )
        for listener in self.listeners:
            listener.close()  # the kernel has its own copies
        self.process = self.sandboxed.process
        self.pid, self.pgid = self.process.pid, None
        return self.connection_info

    def shown_files(self):
        """Return the released files by their path beside the notebook, without notebooks."""
        shown = programs.beside_the_notebook(self.released_files)
        return {inside: path for inside, path in shown.items() if path.suffix != ".ipynb"}

    async def send_signal(self, signum):
        """End the sandbox on SIGTERM and SIGKILL; an interrupt goes through the control channel."""
        if signum in (signal.SIGTERM, signal.SIGKILL):
            await self.kill()

    async def kill(self, restart=False):
        if self.sandboxed:
            with contextlib.suppress(OSError):
                self.sandboxed.process.kill()

    terminate = kill

    async def cleanup(self, restart=False):
        if self.sandboxed:
            self.sandboxed.close()
        if self.folder and not restart:
            shutil.rmtree(self.folder, ignore_errors=True)
