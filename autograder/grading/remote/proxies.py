"""Proxies for a student's names: a call runs the student's function in the student's kernel."""

import builtins
import time

import numpy as np

from autograder.sandbox.inside.serialization import (
    DecodeError,
    Decoder,
    Encoder,
    UnsupportedTypeError,
    dumps,
    receive,
)

# The only names of exceptions that a message can contain. A class can have any name, so a name
# could carry what the function was asked.
EXCEPTIONS = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception)
}
UNSUPPORTED = {
    "object": "an object of a class, where numbers, text, lists, dicts or arrays are expected",
    "function": "a function, where numbers, text, lists, dicts or arrays are expected",
    "generator": "a generator, where a list or an array is expected",
    "deep": "lists or dicts nested too deeply",
    "large": "more data than the tests take",
}


class Failed(Exception):
    """The student's process did not answer a request; the text is ours, for the student."""


class StudentError(Exception):
    """Raised in a hidden test in place of an exception that is not one of Python's own."""


class UnsupportedCallError(Exception):
    """A hidden test does what a proxy cannot do; the text is for the instructor."""


class Line:
    """The connection to the kernel's agent, for one hidden test.

    Parameters
    ----------
    connection : socket.socket
        Connected to the agent.
    call_seconds : float
        Wall time of one call.
    deadline : float
        When everything has to be over, on the clock `time.monotonic`.

    Attributes
    ----------
    calls : int
        How many calls were made.
    last : str
        What came of the last one, in words of ours.
    """

    def __init__(self, connection, call_seconds, deadline):
        self.connection = connection
        self.call_seconds, self.deadline = call_seconds, deadline
        self.calls, self.last = 0, ""
        self.until = deadline

    def ask(self, message, known=()):
        """Send a request and return the decoded answer.

        Raises
        ------
        Failed
            If no sensible answer comes in time.
        """
        self.until = min(self.deadline, time.monotonic() + self.call_seconds)
        try:
            self.allow_time()
            self.connection.sendall(len(message).to_bytes(4, "little") + message)
            decoder = Decoder(receive(self.read), known)
            answer = decoder.decode()
            decoder.end()
        except TimeoutError:
            raise Failed("took too long; an endless loop?") from None
        except OSError:
            raise Failed("ended its process (os._exit, or too much memory?)") from None
        except DecodeError:
            raise Failed("gave no answer that can be read") from None
        if not (isinstance(answer, tuple) and answer and isinstance(answer[0], str)):
            raise Failed("gave no answer that can be read")
        return answer

    def allow_time(self):
        """Limit the socket's timeout to the remaining time."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.connection.settimeout(left)

    def read(self, length):
        parts = []
        while length:
            self.allow_time()
            part = self.connection.recv(min(length, 2**20))
            if not part:
                raise ConnectionError
            parts.append(part)
            length -= len(part)
        return b"".join(parts)


class Proxy:
    """A proxy for one function of the student.

    Parameters
    ----------
    line : Line
    name : str
    """

    def __init__(self, line, name):
        self.__dict__.update(_line=line, _name=name)

    def __call__(self, *args, **options):
        """Call the student's function with copies, and apply its in-place changes to our arguments.

        Raises
        ------
        Exception
            The builtin exception that the function raised, without its text, or `StudentError`.
        Failed
            If it gave no answer.
        UnsupportedCallError
            If an argument is not a serializable value.
        """
        line, name = self._line, self._name
        encoder = Encoder(track=True)
        try:
            encoder.encode(("call", name, args, options))
        except UnsupportedTypeError as reason:
            raise UnsupportedCallError(
                f"{name} is called with {UNSUPPORTED[str(reason)]}; hidden tests can pass plain "
                "data only"
            ) from None
        line.calls += 1
        line.last = f"{name} did not return"
        try:
            word, *rest = line.ask(encoder.message(), encoder.known)
        except Failed as reason:
            raise Failed(f"{name} {reason}") from None
        if word == "value" and len(rest) == 2:
            value, changes = rest
            apply_changes(encoder.known, changes, name)
            line.last = f"{name} returned {kind_of(value)}"
            return value
        if word == "raised" and len(rest) == 1 and isinstance(rest[0], list):
            raise raised(line, name, rest[0])
        if word == "unsupported" and len(rest) == 1 and rest[0] in UNSUPPORTED:
            raise Failed(f"{name} returned {UNSUPPORTED[rest[0]]}")
        raise Failed(f"{name} gave no answer that can be read")

    def __getattr__(self, attribute):
        raise UnsupportedCallError(
            f"uses {self._name}.{attribute}; hidden tests can call a student's functions and look "
            "at serializable values, nothing else"
        )

    def __setattr__(self, attribute, value):
        getattr(self, attribute)


def raised(line, name, kinds):
    """Return the exception to raise: the first class of the student's exception that Python has."""
    known = [kind for kind in kinds[:50] if isinstance(kind, str) and kind in EXCEPTIONS]
    kind = known[0] if known else "Exception"
    if kind in ("Exception", "BaseException"):
        line.last = f"{name} raised an exception of its own kind"
        return StudentError(line.last)
    line.last = f"{name} raised {kind}"
    try:
        error = EXCEPTIONS[kind](line.last)
    except TypeError:  # UnicodeDecodeError and similar classes take other arguments
        error = StudentError(line.last)
    error.from_student = True
    return error


def kind_of(value):
    """Return what kind of value this is, in words without any content of the student."""
    # No length and no shape: they could carry what the function was asked.
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return "an array"
    return f"a value of type {type(value).__name__}"


def apply_changes(known, changes, name):
    """Apply the changes that the student's function made to its copies of our arguments.

    Parameters
    ----------
    known : list
        Our lists, dicts, sets and arrays, in the order of the request.
    changes : list of tuple of (int, object)
        Number and new content.
    name : str
        The function, for the message.

    Raises
    ------
    Failed
        If a change fits no argument.
    """
    wrong = Failed(f"{name} gave no answer that can be read")
    if not isinstance(changes, list):
        raise wrong
    for change in changes:
        if not (isinstance(change, tuple) and len(change) == 2 and type(change[0]) is int):
            raise wrong
        number, new = change
        if not 0 <= number < len(known) or not isinstance(new, type(known[number])):
            raise wrong
        old = known[number]
        if isinstance(old, np.ndarray):
            if new.shape != old.shape or new.dtype != old.dtype:
                raise Failed(f"{name} changed the shape or type of an array that it was given")
            old[...] = new
        elif isinstance(old, list):
            old[:] = new
        else:
            old.clear()
            old.update(new)


def bind(line, names):
    """Return a hidden test's names: proxies, values, or nothing where a name is not defined.

    Parameters
    ----------
    line : Line
    names : iterable of str

    Returns
    -------
    dict of str to object
    """
    namespace = {}
    for name in names:
        word, *rest = line.ask(dumps(("look", name)))
        if word == "callable":
            namespace[name] = Proxy(line, name)
        elif word == "value" and len(rest) == 1:
            namespace[name] = rest[0]
        elif word != "missing":
            raise Failed(f"{name} has no value that can be read")
    return namespace
