"""The test runner's end of the connection to the student's process, for one test."""

import builtins
import sys
import time
import types
import warnings

import numpy as np

from autograder.grading.remote import student_files
from autograder.grading.remote.descriptions import LIBRARIES, describe, extend, kind_of
from autograder.grading.remote.permissions import is_iterator, is_of_notebook, may_do
from autograder.sandbox.inside.deserialization import DecodeError, receive
from autograder.sandbox.inside.proxies import has_method
from autograder.sandbox.inside.recording import get_random_states, set_random_states
from autograder.sandbox.inside.remote import (
    BUILTIN_TYPES,
    OPERATIONS,
    Peer,
    PeerDecoder,
    PeerEncoder,
    find_by_name,
    find_class,
    is_common,
)
from autograder.sandbox.inside.serialization import UnsupportedTypeError, dumps
from autograder.sandbox.inside.value_types import replace_content

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
    """Raised in a test in place of an exception that is not one of Python's own."""


class UnsupportedCallError(Exception):
    """A test does what a proxy cannot do; the text is for the instructor."""


class StudentProcess(Peer):
    """The student's process, as one test sees it.

    Parameters
    ----------
    connection : socket.socket
        Connected to the agent in the student's process.
    call_seconds : float
        Wall time of one operation.
    deadline : float
        When everything has to be over, on the clock `time.monotonic`.
    accepted : set of str or None
        Places where a reference may appear; None to accept and record all of them.
    has_random, has_files : bool
        Whether the test uses the global random generators, or files.

    Attributes
    ----------
    calls : int
        How many operations were carried out.
    last : str
        What came of the last one, in words of ours.
    references : set of str
        Places where references appeared.
    """

    def __init__(self, connection, call_seconds, deadline, accepted=frozenset(), *,
                 has_random=False, has_files=False):  # fmt: skip
        super().__init__()
        self.connection = connection
        self.call_seconds, self.deadline = call_seconds, deadline
        self.accepted, self.references = accepted, set()
        self.has_random, self.has_files = has_random, has_files
        self.calls, self.last, self.depth = 0, "", 0
        self.until, self.failure = deadline, None
        self.namespace, self.bound, self.exported = {}, {}, set()

    # Requests

    def begin(self, grade_id, classes):
        """Connect to the fork that was made for a test."""
        self.classes = classes
        self.ask(dumps(grade_id))
        self.ask(dumps(("prepare", list(classes), self.has_random, self.has_files)))
        if self.has_files:
            _, written = self.ask(dumps(("files",)))
            student_files.write_files(written)

    def ask(self, message, known=(), place=""):
        """Send a request and return the decoded answer.

        Raises
        ------
        Failed
            If no sensible answer comes in time.
        """
        if self.failure:
            raise self.failure
        if not self.depth:
            self.until = min(self.deadline, time.monotonic() + self.call_seconds)
        self.depth += 1
        try:
            self.send(message)
            while True:
                answer = self.receive_one(known, place)
                if answer[0] != "do":
                    return answer
                if not is_request(answer):
                    raise DecodeError("no request")
                self.answer(*answer[1:])
        except TimeoutError:
            self.failure = Failed("took too long; an endless loop?")
        except OSError:
            self.failure = Failed("ended its process (os._exit, or too much memory?)")
        except (DecodeError, RecursionError):
            self.failure = Failed("gave no answer that can be read")
        except (Failed, UnsupportedCallError) as error:
            self.failure = error
        finally:
            self.depth -= 1
        raise self.failure from None

    def send(self, message):
        self.allow_time()
        self.connection.sendall(len(message).to_bytes(4, "little") + message)

    def receive_one(self, known, place):
        decoder = PeerDecoder(self, receive(self.read), known, place=place)
        try:
            answer = decoder.decode()
        except (Failed, DecodeError):
            raise
        except Exception:  # whatever error a forged description of an object causes
            raise DecodeError("no answer") from None
        decoder.end()
        if not (isinstance(answer, tuple) and answer and isinstance(answer[0], str)):
            raise DecodeError("no answer")
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

    # Names

    def bind(self, names, others=()):
        """Add the student's names to the namespace: proxies, values, or nothing where missing.

        Parameters
        ----------
        names : iterable of str
            Names that the test uses.
        others : iterable of str
            Names that the test may look up by text; a value that cannot be read is no failure.
        """
        for name in [*names, *others]:
            self.namespace.pop(name, None)
            try:
                word, *rest = self.ask(dumps(("name", name)), place=name)
                if word == "value" and len(rest) == 1:
                    self.namespace[name] = rest[0]
                elif word != "missing":
                    raise Failed(f"{name} has no value that can be read")
            except Failed as failure:
                if name in names:
                    self.failure = Failed(describe(name, failure))
                    raise self.failure from None
                self.failure = None
                self.namespace[name] = object()
            self.bound[name] = self.namespace.get(name)

    def send_rebound_names(self):
        """Rebind or delete the names in the student's process that the test has changed."""
        for name, before in self.bound.items():
            now = self.namespace.get(name)
            if now is before:
                continue
            if name in self.namespace:
                self.ask(self.encode(("bind", name, now), name)[0])
            else:
                self.ask(dumps(("unbind", name)))
            self.bound[name] = now

    # Operations

    def encode(self, request, name):
        """Return the bytes of a request, and the mutable values in it."""
        encoder = PeerEncoder(self, track=True)
        try:
            encoder.encode(request)
        except UnsupportedTypeError as reason:
            raise UnsupportedCallError(f"passes to {name} {UNSUPPORTED[str(reason)]}") from None
        return encoder.message(), encoder.known

    def operate(self, operation, target, args=(), options=None):
        """Carry out an operation on an object of the student's, and its side effects here.

        Raises
        ------
        Exception
            What the operation raised: of a class of Python's, or a proxy class of the student's.
        Failed
            If it gave no answer.
        UnsupportedCallError
            If an argument cannot be sent.
        """
        place = self.place_of(target)
        name = place.partition("\n")[0]
        self.send_rebound_names()
        state = get_random_states() if self.has_random else None
        request = ("do", operation, target, tuple(args), options or {}, state)
        message, known = self.encode(request, name)
        self.calls += 1
        self.last = f"{name} did not return"
        try:
            word, *rest = self.ask(message, known, extend(place, operation, args))
        except Failed as failure:
            self.failure = Failed(describe(name, failure))
            raise self.failure from None
        if word == "unsupported" and len(rest) == 1 and rest[0] in UNSUPPORTED:
            raise Failed(f"{name} returned {UNSUPPORTED[rest[0]]}")
        if word not in ("value", "raised") or len(rest) != 3:
            raise Failed(f"{name} gave no answer that can be read")
        result, changes, effects = rest
        apply_changes(known, changes, name)
        self.apply_effects(effects, name)
        if word == "raised":
            raise self.mark_error(result, name)
        self.last = f"{name} returned {kind_of(result)}"
        return result

    def mark_error(self, error, name):
        """Return the student's exception, with a sign that it is theirs."""
        if not isinstance(error, BaseException):
            return Failed(f"{name} gave no answer that can be read")
        kinds = [
            kind.__name__
            for kind in type(error).__mro__
            if BUILTIN_TYPES.get(kind.__name__) is kind
        ]
        if not isinstance(error, Exception) or kinds[0] == "Exception":
            self.last = f"{name} raised an exception of its own kind"
            if not isinstance(error, Exception):
                error = StudentError(self.last)
        else:
            self.last = f"{name} raised {kinds[0]}"
        error.__dict__["from_student"] = True
        return error

    def apply_effects(self, effects, name):
        """Print what the student's code printed, warn, write its files, and set random states.

        Raises
        ------
        Failed
            If something has not the right form.
        """
        try:
            effects = effects or {}
            # By `print`, which does nothing where a test has set the stream to None.
            print(str(effects.get("out", "")), end="", file=sys.stdout)
            print(str(effects.get("err", "")), end="", file=sys.stderr)
            if self.has_random:
                set_random_states(effects["random"])
            student_files.write_files(effects.get("files", {}))
            kinds = [(getattr(builtins, kind), text) for kind, text in effects.get("warnings", ())]
            if not all(issubclass(kind, Warning) for kind, _ in kinds):
                raise TypeError
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
            raise Failed(f"{name} gave no answer that can be read") from None
        for kind, text in kinds:
            warnings.warn(str(text), kind, stacklevel=5)

    # References

    def expects(self, place):
        """Return whether the instructor's solution gave a reference in the same place."""
        return self.accepted is None or place in self.accepted

    def accept(self, proxy, place, has_copy):
        """Return whether a reference may appear somewhere.

        Raises
        ------
        Failed
            If not, and there is no copy.
        """
        if self.expects(place):
            self.references.add(place)
            return True
        if has_copy:
            return False
        kind = "generator" if has_method(proxy, "__next__") else "object"
        kind = "function" if isinstance(proxy, type) or callable(proxy) else kind
        raise Failed(f"returned {UNSUPPORTED[kind]}")

    def find_shared(self, value):
        """Return module and name of an object that the student's process can import, or None."""
        found = find_class(value)
        if found:
            return found
        if isinstance(value, np.ufunc):
            name = ("numpy", value.__name__)
        elif isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
            name = (getattr(value, "__module__", None), value.__qualname__)
        else:
            return None
        is_library = name[0] and name[0] != "__main__" and find_by_name(*name) is value
        return name if is_library else None

    def find_import(self, module, name):
        """Return a type or an exception of a library; nothing else is looked up for a student."""
        if module == "builtins" and name in BUILTIN_TYPES:
            return BUILTIN_TYPES[name]
        if isinstance(module, str) and isinstance(name, str) and "." not in name:
            found = vars(sys.modules.get(module, types.ModuleType(""))).get(name)
            if module.partition(".")[0] in LIBRARIES and is_common(found):
                return found
        raise DecodeError("nothing to import")

    def check_export(self, value):
        """Let the student's code use a test's functions, iterators, and objects of its classes.

        Raises
        ------
        UnsupportedTypeError
            For any other object.
        """
        if not (callable(value) or is_iterator(value) or is_of_notebook(type(value))):
            raise UnsupportedTypeError("object")
        self.exported.add(id(value))

    def answer(self, operation, target, args, options):
        """Carry out an operation that the student's code asked for, if a test may be asked it.

        Raises
        ------
        Failed, UnsupportedCallError
            What ends the test.
        """
        try:
            if id(target) not in self.exported or not may_do(operation, target, args):
                raise AttributeError("a test's object is called, iterated or read only")
            word, result = "result", OPERATIONS[operation](target, *args, **options)
        except (Failed, UnsupportedCallError):
            raise
        except Exception as error:
            word, result = "error", error
        try:
            encoder = PeerEncoder(self)
            encoder.encode((word, result))
        except UnsupportedTypeError as reason:
            raise UnsupportedCallError(
                f"gives to the student's code {UNSUPPORTED[str(reason)]}"
            ) from None
        self.send(encoder.message())


def is_request(answer):
    """Return whether a message asks for an operation on one of the test's objects."""
    return (
        len(answer) == 5
        and isinstance(answer[1], str)
        and isinstance(answer[3], tuple)
        and isinstance(answer[4], dict)
        and all(isinstance(name, str) for name in answer[4])
    )


def apply_changes(known, changes, name):
    """Apply the changes that the student's function made to its copies of our arguments.

    Parameters
    ----------
    known : list
        The mutable values, in the order of the request.
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
        if not 0 <= number < len(known) or type(new) is not type(known[number]):
            raise wrong
        try:
            replace_content(known[number], new)
        except Exception:  # whatever a library raises for a content that does not fit
            if isinstance(new, np.ndarray):
                raise Failed(
                    f"{name} changed the shape or type of an array that it was given"
                ) from None
            raise wrong from None
