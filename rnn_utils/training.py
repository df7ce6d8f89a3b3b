"""Helpers for the training loop: a smoothed loss, and a loop that shows its progress."""

import contextlib
import signal
import threading
import time

import numpy as np

from rnn_utils import screens

LONG_RUN = 2000  # iterations; a shorter loop ends before its progress could be read
SECONDS_BETWEEN_REDRAWS = 0.5


def get_initial_loss(vocab_size, dino_names):
    """Return the loss at which the smoothing starts: that of equal probabilities.

    Parameters
    ----------
    vocab_size : int
        Number of characters.
    dino_names : int
        The exercise uses the number of names shown as a typical length of a name.

    Returns
    -------
    float
        ``dino_names * ln(vocab_size)``, in nats.
    """
    return dino_names * np.log(vocab_size)


def smooth(loss, current_loss):
    """Return the exponential moving average, because the loss of single names varies much.

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
    """Return a loop from 0 to ``total - 1``, like ``range``, that shows its progress.

    In a notebook, one output of the cell shows how far a long loop is, the loss from
    `Progress.record` and the names from `Progress.show`. The first interrupt (the stop button, or
    Ctrl-C in a terminal) ends such a loop after the current iteration and keeps its results. The
    second one interrupts at once.

    A short loop, or a loop that nobody watches (nbgrader, nbval, a script), shows no progress. It
    only prints what `Progress.show` gets.

    Parameters
    ----------
    total : int
        Number of iterations.

    Returns
    -------
    Progress
        For use in ``for j in progress(total)``.
    """
    return Progress(total, screens.find() if total >= LONG_RUN else None)


class Progress:
    """A loop that shows its progress on a screen.

    Parameters
    ----------
    total : int
        Number of iterations.
    screen : NotebookScreen, TerminalScreen or None
        From `rnn_utils.screens.find`.
    measure, iteration : str
        What the curve shows, and what one round of the loop is called.

    Attributes
    ----------
    total, done : int
        Number of all iterations, and of those that are finished.
    losses : list of float
        From `record`.
    log : list of tuple of (int, float, list of str)
        Iteration, last loss and names, from `show`.
    seconds : float
        Time since the start.
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
                # Reading the clock takes less than a microsecond, drawing some milliseconds.
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
            The value of what `measure` names, such as the smoothed loss in nats.
        """
        self.losses.append(loss)

    def show(self, names):
        """Show names that were drawn from the network after this iteration.

        Parameters
        ----------
        names : list of str
            From `rnn_utils.get_sample`.
        """
        loss = self.losses[-1] if self.losses else float("nan")
        self.log.append((self.done, loss, list(names)))
        if self.screen is None:
            print(screens.entry(*self.log[-1]), end="")
        else:
            self.screen.draw(self)

    @contextlib.contextmanager
    def _stopped_by_interrupt(self):
        """Make the first interrupt end the loop after the current iteration."""
        if threading.current_thread() is not threading.main_thread():
            yield  # Python handles interrupts only in the main thread
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
