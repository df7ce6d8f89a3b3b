"""Call a student's functions for the test runner, in the student's own kernel.

Nothing here is trusted. A student can replace all of it, which only changes what their functions
return, and the test runner checks that.
"""

import contextlib
import gc
import os
import signal
import socket
import sys
from pathlib import Path

from autograder.sandbox.inside.serialization import (
    Decoder,
    Encoder,
    UnsupportedTypeError,
    dumps,
    receive,
)

SNAPSHOTS = {}
LISTENING = {}  # set by the launcher


def snapshot(grade_id):
    """Keep all names as they are now, for the calls that come after the last cell."""
    SNAPSHOTS[grade_id] = dict(user_namespace())


def user_namespace():
    """Return the notebook's names."""
    from IPython import get_ipython

    return get_ipython().user_ns


def serve():
    """Answer the test runner, which opens a connection for each hidden test.

    Each connection is answered by a child of this process. So each test meets the names and
    objects as they were when the last cell had run; and a function that never returns, eats memory
    or ends its process spoils no other test.
    """
    listener = socket.socket(fileno=LISTENING["handle"])
    listener.setblocking(True)
    gc.freeze()  # so that a garbage collection in a forked process copies nothing
    child = None
    while True:
        connection, _ = listener.accept()
        if child is not None:
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
        child = os.fork()
        if child == 0:
            try:
                listener.close()
                answer(connection)
            finally:
                os._exit(0)
        connection.close()


def answer(connection):
    """Answer the calls of one hidden test until the connection is closed."""

    def read(length):
        content = b""
        while len(content) < length:
            part = connection.recv(length - len(content))
            if not part:
                os._exit(0)
            content += part
        return content

    namespace = user_namespace()
    silence()
    while True:
        request = Decoder(receive(read), track=True)
        word, *operands = request.decode()
        if word == "begin":
            (grade_id,) = operands
            names = SNAPSHOTS.get(grade_id, {})
            namespace.clear()
            namespace.update(names)
            reply = dumps(("begun",))
        elif word == "look":
            reply = look(namespace, *operands)
        else:
            reply = call(namespace, request.known, *operands)
        connection.sendall(len(reply).to_bytes(4, "little") + reply)


def silence():
    """Drop what the functions print."""
    # A thread that this forked process does not have may hold the lock of the streams.
    sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115
    from IPython import get_ipython

    shell = get_ipython()
    shell.display_pub.publish = lambda *args, **kwargs: None
    sys.displayhook = lambda value: None


def look(namespace, name):
    """Return whether a name is missing, callable or a serializable value, with that value."""
    if name not in namespace:
        return dumps(("missing",))
    value = namespace[name]
    if callable(value):
        return dumps(("callable",))
    try:
        return dumps(("value", value))
    except UnsupportedTypeError as reason:
        return dumps(("unsupported", str(reason)))


def call(namespace, known, name, args, options):
    """Call a function; return its packed result and the arguments that it changed in place."""
    before = contents(known)
    try:
        result = namespace[name](*args, **options)
    except BaseException as error:
        # Base classes too, so that a student's class counts as the class that it is derived from.
        return dumps(("raised", [kind.__name__ for kind in type(error).__mro__]))
    changes = [
        number
        for number, (old, new) in enumerate(zip(before, contents(known), strict=True))
        if old != new
    ]
    encoder = Encoder(known)
    try:
        encoder.begin(b"t", 3)
        encoder.encode("value")
        encoder.encode(result)
        encoder.begin(b"l", len(changes))
        for number in changes:
            encoder.begin(b"t", 2)
            encoder.encode(number)
            encoder.encode_content(known[number])
    except UnsupportedTypeError as reason:
        return dumps(("unsupported", str(reason)))
    return encoder.message()


def contents(known):
    """Return each known value packed, with other known values in it as references."""
    packed = []
    for value in known:
        encoder = Encoder(known)
        with contextlib.suppress(UnsupportedTypeError):
            encoder.encode_content(value)
        packed.append(encoder.message())
    return packed
