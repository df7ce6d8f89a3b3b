"""Aids for the training loop: a smooth loss to look at, and a loop that can be watched."""

import contextlib
import signal
import threading
import time

import numpy as np

from rnn_utils import screens

LONG_RUN = 2000  # iterations; shorter loops are over before anybody could watch
SECONDS_BETWEEN_REDRAWS = 0.5


def get_initial_loss(vocab_size, dino_names):
    """Loss to start the smoothing from: what guessing evenly would cost.

    Parameters
    ----------
    vocab_size : int
        Number of characters.
    dino_names : int
        The exercise's choice of a typical length, equal to the number of names shown.

    Returns
    -------
    float
        ``dino_names * ln(vocab_size)``, in nats.
    """
    return dino_names * np.log(vocab_size)


def smooth(loss, current_loss):
    """Exponential moving average: one name's loss jumps too much to read.

    Parameters
    ----------
    loss : float
        The average so far.
    current_loss : float
        The newest value.

    Returns
    -------
    float
        ``0.999 * loss + 0.001 * current_loss``.
    """
    return 0.999 * loss + 0.001 * current_loss


def progress(total):
    """Count from 0 to ``total - 1`` like ``range``, in a loop that can be watched and stopped.

    In a notebook, a long loop shows how far it is, and what it is given by `Progress.record` and
    `Progress.show`, in one place that is redrawn. The first interrupt (the stop button, or Ctrl-C
    in a terminal) ends such a loop after the iteration that is going on, as if all were done: what
    it has computed is kept. A second one interrupts at once.

    Short loops, and all loops where nobody watches (nbgrader, nbval, a script), show nothing of
    their own; what they are given to show is printed.

    Parameters
    ----------
    total : int
        Number of iterations.

    Returns
    -------
    Progress
        To be used as in ``for j in progress(total)``.
    """
    return Progress(total, screens.find() if total >= LONG_RUN else None)


class Progress:
    """A loop that can be watched.

    Parameters
    ----------
    total : int
        Number of iterations.
    screen : NotebookScreen, TerminalScreen or None
        Where to draw, from `rnn_utils.screens`.
    measure, iteration : str
        What the curve shows, and what one round of the loop is called.

    Attributes
    ----------
    total, done : int
        Iterations that there will be, and that are finished.
    losses : list of float
        From `record`.
    log : list of tuple of (int, float, list of str)
        Iteration, last loss and names, from `show`.
    seconds : float
        Since the beginning.
    stopped : bool
        Whether an interrupt has ended the loop.
    """

    def __init__(self, total, screen, measure="smoothed loss", iteration="iteration"):
        self.total, self.screen = total, screen
        self.measure, self.iteration = measure, iteration
        self.done, self.seconds, self.stopped = 0, 0.0, False
        self.losses, self.log = [], []

    def __iter__(self):
        """Yield 0, 1, ..., ``total - 1``."""
        if self.screen is None:
            for iteration in range(self.total):
                self.done = iteration
                yield iteration
            self.done = self.total
            return
        start = shown = time.monotonic()
        with self._stopped_by_interrupt():
            self.screen.draw(self)
            while self.done < self.total and not self.stopped:
                yield self.done
                self.done += 1
                # A look at the clock costs less than a microsecond, a redraw some milliseconds.
                now = time.monotonic()
                if now - shown > SECONDS_BETWEEN_REDRAWS and self.done < self.total:
                    shown, self.seconds = now, now - start
                    self.screen.draw(self)
        self.seconds = time.monotonic() - start
        self.screen.draw(self, last=True)

    def record(self, loss):
        """Add a point to the curve of the loss.

        Parameters
        ----------
        loss : float
            Smoothed, in nats or whatever `measure` says.
        """
        self.losses.append(loss)

    def show(self, names):
        """Show names that the network makes up at this point of the training.

        Parameters
        ----------
        names : list of str
            As `rnn_utils.get_sample` spells them.
        """
        loss = self.losses[-1] if self.losses else float("nan")
        self.log.append((self.done, loss, list(names)))
        if self.screen is None:
            print(screens.entry(*self.log[-1]), end="")
        else:
            self.screen.draw(self)

    @contextlib.contextmanager
    def _stopped_by_interrupt(self):
        """Let the first interrupt end the loop after the iteration that is going on."""
        if threading.current_thread() is not threading.main_thread():
            yield  # Python handles interrupts in the main thread only
            return
        before = signal.getsignal(signal.SIGINT)

        def stop(number, frame):
            self.stopped = True
            signal.signal(signal.SIGINT, before)

        signal.signal(signal.SIGINT, stop)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
