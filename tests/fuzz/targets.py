"""What is fuzzed: everything that reads bytes which a student can write."""

import contextlib
import io
import json
import socket
import time
import zipfile

import numpy as np

from autograder.grading.remote.proxies import EXCEPTIONS, Failed, Line, Proxy, StudentError, bind
from autograder.sandbox.inside.serialization import DecodeError, Encoder, dumps, loads
from autograder.sanitize.invalid_submission import InvalidSubmissionError
from tests.autograder.sanitize.fuzz import RELEASE, fuzz_intake

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


def answer_seeds():
    known = [ARGUMENTS[0], ARGUMENTS[1], ARGUMENTS[1]["W"], ARGUMENTS[1]["s"]]
    encoder = Encoder(known)
    encoder.encode(("value", known[1], []))
    changed = dumps(("value", None, [(1, [9]), (2, {"W": 1}), (3, np.ones((2, 3))), (4, {2})]))
    others = [("value", 1, []), ("raised", ["ValueError", "object"]), ("unsupported", "large"),
              ("callable",), ("missing",), ("begun",)]  # fmt: skip
    return [encoder.message(), changed, *map(dumps, others)]


def answer(data):
    """Take an answer of a student's kernel; whether it gave a value."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(len(data).to_bytes(4, "little") + data)
        theirs.shutdown(socket.SHUT_WR)
        line = Line(ours, 5, time.monotonic() + 5)
        try:
            if len(data) % 8 == 0:
                bind(line, ["f"])
            else:
                Proxy(line, "f")([1, 2], {"W": np.zeros((2, 3)), "s": {1}})
        except (Failed, StudentError):
            return False
        except tuple(EXCEPTIONS.values()) as error:
            if not hasattr(error, "from_student"):
                raise
            return False
    return True


def intake_seeds():
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
        fuzz_intake(data)
        return True
    return False


TARGETS = {"wire": (wire, wire_seeds), "answer": (answer, answer_seeds),
           "collect": (collect, intake_seeds)}  # fmt: skip
