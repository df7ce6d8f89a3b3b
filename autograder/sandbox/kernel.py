"""One student's kernel: run cells in it, and keep what they show within bounds."""

import contextlib
import copy
import queue
import time

import zmq
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_core.utils import run_sync

from autograder.errors import UserError
from autograder.sandbox import provisioner
from autograder.sandbox.limits import MB

START_SECONDS = 60
# After an interrupt; a cell that swallows it has ended its kernel.
GRACE_SECONDS = 2
MOST_OUTPUTS = 100
# Kinds of data that are kept; feedback and formgrader make them harmless before they are shown.
KEPT = ("text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg",
        "image/gif", "image/svg+xml")  # fmt: skip


class KernelEnded(Exception):
    """The kernel is gone; its text is the reason: "time", "memory", "files" or nothing."""


class SandboxSpecs(KernelSpecManager):
    """The one kernel there is, whatever a notebook asks for."""

    def get_kernel_spec(self, kernel_name):
        return KernelSpec(
            argv=["in the jail"],
            display_name="Python 3",
            language="python",
            interrupt_mode="message",
            metadata={"kernel_provisioner": {"provisioner_name": provisioner.NAME}},
        )


class SandboxKernel:
    """A kernel in a jail, and a client that does not trust it.

    Parameters
    ----------
    limits : Limits
    handed_out : Path or None
        The folder whose files lie beside the notebook.
    config : traitlets.config.Config
    nurseries : Nurseries, optional
        For warm starts.
    """

    def __init__(self, limits, handed_out, config, nurseries=None):
        self.limits = limits
        # Of its own, since the sizes are set for all its sockets.
        context = zmq.Context()
        context.setsockopt(zmq.MAXMSGSIZE, int(limits.message_mb * MB))
        # Waiting messages: what a kernel floods us with waits in its own memory.
        context.setsockopt(zmq.RCVHWM, 50)
        # A kernel that closes its sockets must not keep us waiting for a chance to send.
        context.setsockopt(zmq.SNDTIMEO, 1000)
        self.context = context
        config = copy.deepcopy(config)
        config.Limits.update(limits.as_record())
        config.SandboxProvisioner.handed_out = str(handed_out or "")
        self.manager = KernelManager(
            kernel_spec_manager=SandboxSpecs(), config=config, context=context
        )
        self.manager.nurseries = nurseries
        self.client = None

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
            # The heartbeat's thread would wait for ever for a kernel that has closed its socket.
            self.client.start_channels(hb=False)
            self.client.wait_for_ready(timeout=START_SECONDS)
        except RuntimeError:
            self.close()
            raise UserError(
                "No Python kernel starts in the sandbox, so nothing can be marked: run "
                "`autograder doctor` to see why. No mark was changed."
            ) from None

    @property
    def jail(self):
        """The provisioner, with the jail it has started."""
        return self.manager.provisioner

    def send(self, code, silent=True):
        """Ask for the execution of some code.

        Returns
        -------
        str
            Id of the request.
        """
        return self.client.execute(
            code, silent=silent, store_history=not silent, stop_on_error=False
        )

    def run(self, code, seconds, silent=False):
        """Run one cell.

        Parameters
        ----------
        code : str
        seconds : float
            Wall time; after it the cell is interrupted, and a little later the kernel ended.
        silent : bool
            Keep no outputs and do not count the cell.

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
        try:
            request = self.send(code, silent)
        except zmq.Again:
            self.manager.provisioner.jailed.process.kill()
            raise KernelEnded("time") from None
        outputs = Outputs(self.limits.output_kb * 1024)
        if self.wait(request, seconds, outputs):
            return outputs.kept, True
        with contextlib.suppress(Exception):
            self.manager.interrupt_kernel()
        if not self.wait(request, GRACE_SECONDS, outputs):
            self.manager.provisioner.jailed.process.kill()
            raise KernelEnded("time")
        return outputs.kept, False

    def wait(self, request, seconds, outputs):
        """Take messages until a request is answered and its outputs are in.

        Returns
        -------
        bool
            False when the time is over first.
        """
        deadline = time.monotonic() + seconds
        replied, idle = False, False
        while not (replied and idle):
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            # Outputs follow the reply within moments, or are lost.
            message = self.take(self.client.iopub_channel, min(left, 0.2 if not replied else 1))
            if message is None and replied:
                return True
            if belongs(message, request):
                idle = idle or is_idle(message)
                outputs.add(message)
            if not replied and (message is None or idle):
                replied = belongs(self.take(self.client.shell_channel, 0.05), request)
            self.check_alive()
        return True

    def take(self, channel, seconds):
        """One message, or None: also for one that is no message."""
        try:
            return channel.get_msg(timeout=seconds)
        except queue.Empty:
            return None
        except Exception:  # whatever a forged message makes the library stumble over
            return None

    def check_alive(self):
        """Raise `KernelEnded` if the kernel is gone."""
        if self.jail.jailed.process.poll() is not None:
            raise KernelEnded(self.jail.jailed.reason)

    def close(self):
        """End the kernel and everything it has started."""
        if self.client is not None:
            self.client.stop_channels()
        # Nothing is asked of the kernel any more, which need not listen: the jail ends it.
        if self.manager.provisioner is not None:
            run_sync(self.manager.provisioner.cleanup)()
        self.context.destroy(linger=0)


def belongs(message, request):
    """Whether a message answers a request."""
    try:
        return message["parent_header"]["msg_id"] == request
    except (TypeError, KeyError):
        return False


def is_idle(message):
    """Whether a message says that the kernel has finished."""
    content = message.get("content")
    return (
        message.get("msg_type") == "status"
        and isinstance(content, dict)
        and content.get("execution_state") == "idle"
    )


class Outputs:
    """What one cell has shown, taken over field by field.

    Parameters
    ----------
    room : int
        How many characters are kept.

    Attributes
    ----------
    kept : list of dict
    """

    def __init__(self, room):
        self.kept, self.room = [], room

    def text(self, value):
        """A str within the room that is left."""
        value = value if isinstance(value, str) else ""
        value = value.encode("utf-8", "replace").decode()[: max(self.room, 0)]
        self.room -= len(value)
        return value

    def add(self, message):
        """Keep one message's output, if it is one."""
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
            # Whole or not at all: half a picture is none.
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
