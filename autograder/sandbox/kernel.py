"""Run a student's cells in a sandboxed kernel and limit what they display.

A student can forge all kernel messages, so outputs are copied field by field.
"""

import contextlib
import copy
import time

import zmq
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_core.utils import run_sync

from autograder.errors import UserError
from autograder.sandbox import provisioner
from autograder.sandbox.limits import MB

MOST_OUTPUTS = 100
# Kinds of data that are kept; feedback and formgrader sanitize them before they are displayed.
KEPT = ("text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg",
        "image/gif", "image/svg+xml")  # fmt: skip


def belongs(message, request):
    """Return whether a message answers a request."""
    try:
        return message["parent_header"]["msg_id"] == request
    except (TypeError, KeyError):
        return False


def is_idle(message):
    """Return whether a message says that the kernel has finished."""
    content = message.get("content")
    return (
        message.get("msg_type") == "status"
        and isinstance(content, dict)
        and content.get("execution_state") == "idle"
    )


def answers_of(message):
    """Return which expressions after a cell were evaluated, by name; all is forgeable."""
    content = message.get("content")
    answers = content.get("user_expressions") if isinstance(content, dict) else None
    return answers if isinstance(answers, dict) else {}


class Outputs:
    """The outputs of one cell, copied field by field within limits.

    Parameters
    ----------
    room : int
        How many characters are kept.

    Attributes
    ----------
    kept : list of dict
    complete : bool
        Whether the kernel has said that it has finished.
    """

    def __init__(self, room):
        self.kept, self.room, self.complete = [], room, False

    def text(self, value):
        """Return a text cut to the room that is left."""
        value = value if isinstance(value, str) else ""
        value = value.encode("utf-8", "replace").decode()[: max(self.room, 0)]
        self.room -= len(value)
        return value

    def add(self, message):
        """Keep the output of one message, if it is one."""
        self.complete = self.complete or is_idle(message)
        kind, content = message.get("msg_type"), message.get("content")
        if not isinstance(content, dict) or self.room <= 0:
            return
        if kind == "clear_output":
            self.kept = []
        elif kind == "stream":
            name = "stderr" if content.get("name") == "stderr" else "stdout"
            text = self.text(content.get("text"))
            last = self.kept[-1] if self.kept else {}
            if last.get("output_type") == "stream" and last["name"] == name:
                last["text"] += text
            else:
                self.keep({"output_type": "stream", "name": name, "text": text})
        elif kind == "error":
            self.keep(
                {
                    "output_type": "error",
                    "ename": self.text(content.get("ename"))[:100],
                    "evalue": self.text(content.get("evalue")),
                    "traceback": [],
                }
            )
        elif kind in ("display_data", "execute_result"):
            data = content.get("data")
            data = data if isinstance(data, dict) else {}
            # Whole or not at all: half a picture cannot be displayed.
            data = {
                mime: data[mime]
                for mime in KEPT
                if isinstance(data.get(mime), str) and len(data[mime]) <= self.room
            }
            self.room -= sum(map(len, data.values()))
            self.keep({"output_type": "display_data", "data": data, "metadata": {}})

    def keep(self, output):
        if len(self.kept) < MOST_OUTPUTS:
            self.kept.append(output)


START_SECONDS = 60
# After an interrupt; a cell that ignores it ends its kernel.
GRACE_SECONDS = 2
PERIOD = 0.2  # seconds between checks of the kernel's process


class KernelEnded(Exception):
    """The kernel has ended; the text is the reason: "time", "memory", "files" or nothing."""


class SandboxSpecs(KernelSpecManager):
    """Return the one kernel spec, whatever a notebook asks for."""

    def get_kernel_spec(self, kernel_name):
        return KernelSpec(
            argv=["in the sandbox"],
            display_name="Python 3",
            language="python",
            interrupt_mode="message",
            metadata={"kernel_provisioner": {"provisioner_name": provisioner.NAME}},
        )


class SandboxKernel:
    """A kernel in a sandbox, with a client that does not trust it.

    Parameters
    ----------
    limits : Limits
    released_files : Path or None
        The folder whose files lie beside the notebook.
    config : traitlets.config.Config
    fork_servers : ForkServers, optional
        For warm starts.
    """

    def __init__(self, limits, released_files, config, fork_servers=None):
        self.limits = limits
        # A context of its own, because the sizes apply to all its sockets.
        context = zmq.Context()
        context.setsockopt(zmq.MAXMSGSIZE, int(limits.message_mb * MB))
        # Messages that wait: a flood from the kernel waits in the kernel's own memory.
        context.setsockopt(zmq.RCVHWM, 50)
        # A kernel that closes its sockets must not block the grader.
        context.setsockopt(zmq.SNDTIMEO, 1000)
        self.context = context
        config = copy.deepcopy(config)
        config.Limits.update(limits.as_record())
        config.SandboxProvisioner.released_files = str(released_files or "")
        self.manager = KernelManager(
            kernel_spec_manager=SandboxSpecs(), config=config, context=context
        )
        self.manager.fork_servers = fork_servers
        self.client, self.poller = None, None
        self.answers, self.looked = {}, 0.0

    def start(self):
        """Start the kernel and wait until it answers.

        Raises
        ------
        UserError
            If no kernel starts on this machine.
        """
        try:
            self.manager.start_kernel()
            self.client = self.manager.client()
            # The heartbeat's thread would wait forever for a kernel that has closed its socket.
            self.client.start_channels(hb=False)
            self.poller = zmq.Poller()
            for channel in (self.client.iopub_channel, self.client.shell_channel):
                self.poller.register(channel.socket, zmq.POLLIN)
            self.wait_until_ready()
        except (RuntimeError, KernelEnded, zmq.Again):
            self.close()
            raise UserError(
                "No Python kernel starts in the sandbox, so nothing can be graded: run "
                "`autograder doctor` to see why. No grade was changed."
            ) from None

    def wait_until_ready(self):
        """Wait until the kernel answers on both channels.

        Raises
        ------
        RuntimeError
            If it does not.
        """
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            seen = Outputs(0)
            # A kernel that publishes nothing yet has not received the subscription: ask again.
            if self.wait(self.client.kernel_info(), 1, seen) and seen.complete:
                return
        raise RuntimeError("no answer")

    @property
    def sandbox(self):
        """The provisioner, with the sandbox that it has started."""
        return self.manager.provisioner

    def send(self, code, silent=True, after=None):
        """Send a request to execute code.

        Returns
        -------
        str
            Id of the request.
        """
        return self.client.execute(
            code,
            silent=silent,
            store_history=not silent,
            user_expressions=after,
            stop_on_error=False,
        )

    def run(self, code, seconds, silent=False, after=None):
        """Run one cell.

        Parameters
        ----------
        code : str
        seconds : float
            Wall time; after it the cell is interrupted, and a little later the kernel ended.
        silent : bool
            Keep no outputs and do not count the cell.
        after : dict of str to str, optional
            Expressions to evaluate once the cell has run without an error; which of them were is
            then in `answers`.

        Returns
        -------
        outputs : list of dict
            As nbformat stores them, within the limits.
        in_time : bool
            False when the cell was interrupted.

        Raises
        ------
        KernelEnded
            If the kernel has ended, or had to be.
        """
        self.answers = {}
        try:
            request = self.send(code, silent, after)
        except zmq.Again:
            self.manager.provisioner.sandboxed.process.kill()
            raise KernelEnded("time") from None
        outputs = Outputs(self.limits.output_kb * 1024)
        if self.wait(request, seconds, outputs):
            return outputs.kept, True
        with contextlib.suppress(Exception):
            self.manager.interrupt_kernel()
        if not self.wait(request, GRACE_SECONDS, outputs):
            self.manager.provisioner.sandboxed.process.kill()
            raise KernelEnded("time")
        return outputs.kept, False

    def wait(self, request, seconds, outputs):
        """Receive messages until a request is answered and its outputs have arrived.

        Returns
        -------
        bool
            False when the time is over first.
        """
        deadline = time.monotonic() + seconds
        replied = False
        while not (replied and outputs.complete):
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            # Outputs follow the reply within moments, or are lost.
            patience = 1 if replied else PERIOD
            waiting = dict(self.poller.poll(1000 * min(left, patience)))
            published = self.client.iopub_channel.socket in waiting
            if published:
                message = self.take(self.client.iopub_channel)
                if belongs(message, request):
                    outputs.add(message)
            elif replied and left > patience:
                return True
            if self.client.shell_channel.socket in waiting:
                message = self.take(self.client.shell_channel)
                if not replied and belongs(message, request):
                    replied = True
                    self.answers = answers_of(message)
            if not waiting or time.monotonic() > self.looked + PERIOD:
                self.check_alive()
        return True

    def take(self, channel):
        """Return a waiting message, or None if there is none or it is not valid."""
        try:
            return channel.get_msg(timeout=0)
        except Exception:  # whatever error a forged message causes in the library
            return None

    def check_alive(self):
        """Raise `KernelEnded` if the kernel is gone."""
        self.looked = time.monotonic()
        if self.sandbox.sandboxed.process.poll() is not None:
            raise KernelEnded(self.sandbox.sandboxed.reason)

    def close(self):
        """End the kernel and everything that it has started."""
        if self.client is not None:
            self.client.stop_channels()
        # The kernel is not asked to stop, because it need not listen: the sandbox ends it.
        if self.manager.provisioner is not None:
            run_sync(self.manager.provisioner.cleanup)()
        self.context.destroy(linger=0)
