"""What Ctrl-C does to a class run: it ends between two submissions, and only the run hears it."""

import contextlib
import signal
import threading


@contextlib.contextmanager
def patient():
    """Let a first Ctrl-C wait until this is done; a second one does not wait.

    An interrupt in the middle of a transaction leaves SQLAlchemy in a state that it cannot even
    roll back from.

    Raises
    ------
    KeyboardInterrupt
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came = []

    def hear(number, frame):
        if came:
            raise KeyboardInterrupt
        came.append(number)

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)


@contextlib.contextmanager
def deaf():
    """Start processes that do not hear Ctrl-C: in a terminal it goes to all, while they import."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
