"""The child: limits that hold, and every way it can end is a sentence."""

import json
import subprocess
import sys

import pytest

from autograder.sanitize import InvalidSubmissionError, isolation
from autograder.sanitize.isolation import clean_isolated, read_answer
from autograder.sanitize.notebook_cleaner import clean

CELL = {"cell_type": "code", "source": "a"}
HONEST = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [CELL]}).encode()


def test_a_sentence_crosses_as_it_is():
    for content in (b"", b"[1]", b"\xff" * 10, b"[" * 1_000_000):
        with pytest.raises(InvalidSubmissionError) as here:
            clean(content)
        with pytest.raises(InvalidSubmissionError) as there:
            clean_isolated(content)
        assert str(here.value) == str(there.value)


def test_too_much_memory_is_a_sentence():
    """Two million small objects: Python needs 740 MB for them, more than the child may have."""
    with pytest.raises(InvalidSubmissionError, match="more memory than any notebook needs"):
        clean_isolated(b"[" + b'{"":{}},' * 2_400_000 + b"[]]")


def test_a_large_notebook_is_not_too_much():
    output = {"output_type": "stream", "name": "stdout", "text": "\U0001f600" + "x" * 19_000_000}
    cell = {**CELL, "outputs": [output]}
    content = json.dumps({"nbformat": 4, "cells": [cell]}, ensure_ascii=False).encode()
    assert clean_isolated(content)[0]["cells"][0]["source"] == "a"


def proxy(monkeypatch, tmp_path, program):
    """Let another program answer in the child's place."""
    child = tmp_path / "child.py"
    child.write_text(program)
    monkeypatch.setattr(isolation, "CHILD", child)


@pytest.mark.parametrize(
    "program",
    [
        "",
        "raise SystemExit(1)",
        "import os; os.abort()",
        "print('no answer')",
        "print('[]')",
        "print('{}')",
        "print('7')",
        """print('{"size": 100, "repairs": []}')""",
        """print('{"size": 3, "repairs": 7}\\nabc', end='')""",
        """print('{"size": 3, "repairs": []}\\n{[}', end='')""",
        """print('{"size": 20000, "repairs": []}\\n' + '[' * 20000, end='')""",
    ],
)
def test_a_broken_child_is_a_sentence(monkeypatch, tmp_path, program):
    proxy(monkeypatch, tmp_path, program)
    with pytest.raises(InvalidSubmissionError, match="could not be read"):
        clean_isolated(HONEST)


@pytest.mark.parametrize("before", ["", "import os; os.close(1)"])
def test_a_child_that_does_not_end_is_ended(monkeypatch, tmp_path, before):
    proxy(monkeypatch, tmp_path, f"{before}\nimport time; time.sleep(600)")
    monkeypatch.setattr(isolation, "SECONDS", 0.2)
    with pytest.raises(InvalidSubmissionError, match="could not be read"):
        clean_isolated(HONEST)


def test_a_child_that_never_stops_talking_is_ended(monkeypatch, tmp_path):
    proxy(monkeypatch, tmp_path, "while True: print('x' * 10_000)")
    monkeypatch.setattr(isolation, "LARGEST_ANSWER", 1_000_000)
    with pytest.raises(InvalidSubmissionError, match="could not be read"):
        clean_isolated(HONEST)


def test_a_long_refusal_is_cut():
    answer = json.dumps({"rejected": "x" * 5000}).encode() + b"\n"
    with pytest.raises(InvalidSubmissionError) as reason:
        read_answer(answer)
    assert len(str(reason.value)) == 1000


LIMITS = """
import sys
sys.path.append(sys.argv[1])
from autograder.sanitize.child import lower_limits
lower_limits()
try:
    with open(sys.argv[2], "w") as file:
        file.write("x")
    print("wrote")
except OSError:
    print("no file")
try:
    bytearray(1 << 31)
    print("large")
except MemoryError:
    print("no memory")
import resource
print(resource.getrlimit(resource.RLIMIT_CPU)[1] <= 20, resource.getrlimit(resource.RLIMIT_CORE))
"""


def test_the_limits_hold(tmp_path):
    command = [sys.executable, "-I", "-S", "-c", LIMITS, str(isolation.ROOT), str(tmp_path / "x")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.stdout.split("\n")[:3] == ["no file", "no memory", "True (0, 0)"], done.stderr
    assert (tmp_path / "x").read_text() == ""
