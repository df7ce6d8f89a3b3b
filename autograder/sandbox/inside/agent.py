"""Use a student's functions for the test runner, in the student's own process.

Nothing here is trusted. A student can replace all of it, which only changes what their functions
return, and the test runner checks that.
"""

import contextlib
import gc
import importlib
import os
import signal
import socket
from pathlib import Path

from autograder.sandbox.inside import recording
from autograder.sandbox.inside.deserialization import DecodeError, loads, receive
from autograder.sandbox.inside.remote import (
    OPERATIONS,
    Peer,
    PeerDecoder,
    PeerEncoder,
    find_by_name,
    find_class,
)
from autograder.sandbox.inside.serialization import UnsupportedTypeError, dumps

SNAPSHOTS = {}
LISTENING = {}  # set by the launcher


def snapshot(grade_id):
    """Fork this process and keep the fork until a test needs the state of this moment.

    The fork waits until the last cell has run, so that no cell that is still recorded can repeat
    what a test asks. Names, modules and objects stay as they are now.
    """
    ours, theirs = socket.socketpair()
    gc.freeze()  # so that a garbage collection in a forked process copies nothing
    if os.fork() == 0:
        try:
            ours.close()
            prefer_for_oom_kill(False)
            wait_for_tests(theirs)
        finally:
            os._exit(0)
    theirs.close()
    SNAPSHOTS[grade_id] = ours


def prefer_for_oom_kill(is_preferred):
    """Choose whether Linux ends this process first when the sandbox runs out of memory.

    A cell or a function that uses too much memory must not cost the waiting forks.
    """
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500" if is_preferred else "0")


def user_namespace():
    """Return the notebook's names."""
    from IPython import get_ipython

    return get_ipython().user_ns


def serve():
    """Pass each connection of the test runner to the fork that was made for its test."""
    listener = socket.socket(fileno=LISTENING["handle"])
    listener.setblocking(True)
    process = None
    while True:
        connection, _ = listener.accept()
        # One test at a time: a function that never returns takes no time from the next test.
        if process is not None:
            with contextlib.suppress(OSError):
                os.kill(process, signal.SIGKILL)
        process = None
        with contextlib.suppress(OSError, KeyError, DecodeError, ValueError):
            fork = SNAPSHOTS[loads(receive(make_reader(connection)))]
            socket.send_fds(fork, [b"+"], [connection.fileno()])
            process = int(fork.recv(20))
        connection.close()


def wait_for_tests(control):
    """Answer each connection in a new fork, so that a state can be used several times."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # ended forks disappear
    # A cell that takes too long is interrupted with all processes of its group.
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        _, handles, _, _ = socket.recv_fds(control, 1, 1)
        if not handles:
            os._exit(0)
        process = os.fork()
        if process == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            control.close()
            try:
                prefer_for_oom_kill(True)
                Agent(socket.socket(fileno=handles[0]), user_namespace()).serve_requests()
            finally:
                os._exit(0)
        os.close(handles[0])
        control.sendall(str(process).encode())


def make_reader(connection):
    """Return a function that reads a number of bytes from a connection."""

    def read(length):
        parts = []
        while length:
            part = connection.recv(min(length, 2**20))
            if not part:
                raise ConnectionError
            parts.append(part)
            length -= len(part)
        return b"".join(parts)

    return read


class Agent(Peer):
    """The student's end of the connection, for one test.

    Parameters
    ----------
    connection : socket.socket
        Connected to the test runner.
    namespace : dict
        The notebook's names.
    """

    def __init__(self, connection, namespace):
        super().__init__()
        self.connection, self.read = connection, make_reader(connection)
        self.namespace = namespace
        self.has_random, self.files = False, None
        recording.silence()

    def serve_requests(self):
        """Answer requests until the connection is closed."""
        self.send(dumps(("begun",)))
        while True:
            self.answer(*self.receive_one())

    def send(self, message):
        self.connection.sendall(len(message).to_bytes(4, "little") + message)

    def receive_one(self):
        """Receive one message; return its first word, the rest, and the mutable values in it."""
        decoder = PeerDecoder(self, receive(self.read), track=True)
        word, *rest = decoder.decode()
        return word, rest, decoder.known

    def answer(self, word, operands, known):
        """Answer one request."""
        try:
            self.send(getattr(self, f"answer_{word}")(known, *operands))
        except UnsupportedTypeError as reason:
            self.send(dumps(("unsupported", str(reason))))
        except OSError:
            raise
        except Exception:  # an object of the student's can raise anything when it is inspected
            self.send(dumps(("unsupported", "object")))

    def answer_prepare(self, known, classes, has_random, has_files):
        """Prepare a test: which of the instructor's classes there are, and what is compared."""
        self.classes = {name: self.namespace[name] for name in classes if name in self.namespace}
        self.has_random = has_random
        self.files = recording.list_files() if has_files else None
        return dumps(("ready",))

    def answer_name(self, known, name):
        """Look up a name of the notebook."""
        if name not in self.namespace:
            return dumps(("missing",))
        encoder = PeerEncoder(self)
        encoder.encode(("value", self.namespace[name]))
        return encoder.message()

    def answer_bind(self, known, name, value):
        self.namespace[name] = value
        return dumps(("done",))

    def answer_unbind(self, known, name):
        self.namespace.pop(name, None)
        return dumps(("done",))

    def answer_files(self, known):
        """Return the content of all files that were written since `answer_prepare`."""
        return dumps(("files", recording.read_changed_files({})))

    def answer_run(self, known, sources):
        """Run code as the kernel runs a cell."""
        return dumps(("ran", *recording.run_sources(sources, self.namespace)))

    def answer_do(self, known, operation, target, args, options, state):
        """Carry out an operation; return its result, changed arguments, and side effects."""
        before = self.pack_each(known)
        if state is not None:
            recording.set_random_states(state)
        with recording.record_streams() as recorded:
            try:
                word, result = "value", OPERATIONS[operation](target, *args, **options)
            except BaseException as error:
                error.__traceback__ = None
                word, result = "raised", error
        changes = [
            number
            for number, (old, new) in enumerate(zip(before, self.pack_each(known), strict=True))
            if old != new
        ]
        encoder = PeerEncoder(self, known)
        encoder.begin(b"t", 4)
        encoder.encode(word)
        encoder.encode(result)
        encoder.begin(b"l", len(changes))
        for number in changes:
            encoder.begin(b"t", 2)
            encoder.encode(number)
            encoder.encode_content(known[number])
        encoder.encode(self.list_effects(recorded))
        return encoder.message()

    def list_effects(self, recorded):
        """Return printed text, warnings, random state and written files; None if there are none."""
        effects = recorded.as_dict()
        if self.has_random:
            effects["random"] = recording.get_random_states()
        if self.files is not None:
            written = recording.read_changed_files(self.files)
            if written:
                effects["files"] = written
        return effects or None

    def pack_each(self, known):
        """Return each known value packed, with other known values in it as references."""
        packed = []
        for value in known:
            encoder = PeerEncoder(self, known)
            with contextlib.suppress(UnsupportedTypeError):
                encoder.encode_content(value)
            packed.append(encoder.message())
        return packed

    def operate(self, operation, target, args=(), options=None):
        """Have the test runner carry out an operation, and meanwhile answer its requests."""
        encoder = PeerEncoder(self)
        encoder.encode(("do", operation, target, tuple(args), options or {}))
        self.send(encoder.message())
        while True:
            word, rest, known = self.receive_one()
            if word == "result":
                return rest[0]
            if word == "error":
                raise rest[0]
            self.answer(word, rest, known)  # the other process uses a function of this one

    def find_shared(self, value):
        return find_class(value)

    def find_import(self, module, name):
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
        found = find_by_name(module, name)
        if found is None:
            raise DecodeError("nothing to import")
        return found
