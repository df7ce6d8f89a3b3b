"""One student's kernel: run cells in it, and keep what they show within bounds."""

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
from autograder.sandbox.outputs import Outputs, answers_of, belongs

START_SECONDS = 60
# After an interrupt; a cell that swallows it has ended its kernel.
GRACE_SECONDS = 2
PERIOD = 0.2  # seconds between looks at the kernel's process


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
            # The heartbeat's thread would wait for ever for a kernel that has closed its socket.
            self.client.start_channels(hb=False)
            self.poller = zmq.Poller()
            for channel in (self.client.iopub_channel, self.client.shell_channel):
                self.poller.register(channel.socket, zmq.POLLIN)
            self.wait_until_ready()
        except (RuntimeError, KernelEnded, zmq.Again):
            self.close()
            raise UserError(
                "No Python kernel starts in the sandbox, so nothing can be marked: run "
                "`autograder doctor` to see why. No mark was changed."
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
            # A kernel that publishes nothing yet has not heard that we listen: ask again.
            if self.wait(self.client.kernel_info(), 1, seen) and seen.complete:
                return
        raise RuntimeError("no answer")

    @property
    def jail(self):
        """The provisioner, with the jail it has started."""
        return self.manager.provisioner

    def send(self, code, silent=True, after=None):
        """Ask for the execution of some code.

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
        """One message that waits, or None: also for one that is no message."""
        try:
            return channel.get_msg(timeout=0)
        except Exception:  # whatever a forged message makes the library stumble over
            return None

    def check_alive(self):
        """Raise `KernelEnded` if the kernel is gone."""
        self.looked = time.monotonic()
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
