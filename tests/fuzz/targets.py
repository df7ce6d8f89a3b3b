"""What is fuzzed: everything that reads bytes which a student can write."""

import contextlib
import io
import json
import socket
import time
import zipfile

import numpy as np

from autograder.grading.remote.student_process import Failed, StudentError, StudentProcess
from autograder.sandbox.inside.deserialization import DecodeError, loads
from autograder.sandbox.inside.remote import Peer, PeerEncoder
from autograder.sandbox.inside.serialization import dumps
from autograder.sanitize.invalid_submission import InvalidSubmissionError
from tests.autograder.sanitize.fuzz import RELEASE, fuzz_sanitizing

VALUES = [
    None, 2**300, -1.5, 1j, "Łódź", b"\xff", [1, [2, [3]]], (1, {"a": {2}}), frozenset([(1,)]),
    {(1, "b"): np.arange(6).reshape(2, 3)}, np.array(["rex", ""]), np.float32(1), np.zeros((0, 3)),
]  # fmt: skip
ARGUMENTS = ([1, 2], {"W": np.zeros((2, 3)), "s": {1}})


def wire_seeds():
    return [dumps(value) for value in VALUES]


def wire(data):
    """Decode a message; whether it was one."""
    try:
        loads(data)
    except DecodeError:
        return False
    return True


class Thing(ValueError):
    """A class that only the student's process has."""

    x = 1


def encode_answer(value, known=()):
    encoder = PeerEncoder(Peer(), known)
    encoder.encode(value)
    return encoder.message()


def answer_seeds():
    known = [ARGUMENTS[0], {}, ARGUMENTS[1], ARGUMENTS[1]["W"], ARGUMENTS[1]["s"]]
    effects = {"out": "a", "warnings": [("UserWarning", "b")], "files": {"c.txt": b"d"}}
    changes = [(0, [9]), (2, {"W": 1}), (3, np.ones((2, 3))), (4, {2})]
    return [
        encode_answer(("value", ARGUMENTS[1], [], None), known),
        encode_answer(("value", None, changes, effects)),
        *map(encode_answer, [
            ("value", [map(str, "ab"), Thing, object.__new__(type("Other", (), {}))], [], None),
            ("raised", Thing("text"), [], None),
            ("raised", KeyError("x"), [], None),
            ("do", "call", 1, (2,), {}),
            ("value", 1, [], None), ("unsupported", "large"), ("missing",), ("begun",),
            ("value", lambda: 1),
        ]),
    ]  # fmt: skip


def answer(data):
    """Read an answer of a student's process; return whether it gave a value."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(len(data).to_bytes(4, "little") + data)
        theirs.shutdown(socket.SHUT_WR)
        process = StudentProcess(ours, 5, time.monotonic() + 5, None)
        kind = process.add_proxy_class(2**31, "function", "builtins", [], ("__call__",))
        function = process.add_proxy(2**31 + 1, kind)
        try:
            if len(data) % 8 == 0:
                process.bind(["f"])
            else:
                function([1, 2], {"W": np.zeros((2, 3)), "s": {1}})
        except (Failed, StudentError):
            return False
        except Exception as error:
            if not hasattr(error, "from_student"):
                raise
            return False
    return True


def submission_seeds():
    # Short, so that changes meet the structure and not only some text.
    cells = [{**cell, "source": cell.source[:40]} for cell in RELEASE[16:24]]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    old = {"cell_type": "code", "input": ["x = 1"], "language": "python", "outputs": []}
    older = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [old]}]}
    texts = [json.dumps(book).encode() for book in (notebook, older)]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.ipynb", texts[1])
    return [*texts, packed.getvalue()]


def collect(data):
    """Read a submission; return whether it is valid."""
    with contextlib.suppress(InvalidSubmissionError):
        fuzz_sanitizing(data)
        return True
    return False


TARGETS = {"wire": (wire, wire_seeds), "answer": (answer, answer_seeds),
           "collect": (collect, submission_seeds)}  # fmt: skip
