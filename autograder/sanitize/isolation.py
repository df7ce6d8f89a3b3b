"""Read a submission in a child process with limits, which can do no harm when it is exploited."""

import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from autograder.sanitize.invalid_submission import LARGEST, InvalidSubmissionError

CHILD = Path(__file__).with_name("child.py")
ROOT = CHILD.parents[2]
SECONDS = 30  # of waiting; the child itself stops after 20 seconds of work
# The result is JSON in ASCII, where a character can take six bytes, a surrogate pair twelve.
LARGEST_ANSWER = 8 * LARGEST
BROKEN = (
    "The file could not be read with the time and memory that a notebook needs: clear the "
    "outputs, save it in JupyterLab, and submit it again."
)


def clean_isolated(content):
    """Run `autograder.sanitize.notebook_cleaner.clean` in a child process with limits.

    Parameters
    ----------
    content : bytes
        Anything.

    Returns
    -------
    notebook : dict
    repairs : list of str

    Raises
    ------
    InvalidSubmissionError
        If nothing can be graded, or the child ran out of time or memory.
    """
    payload, repairs = ask("notebook", content)
    try:
        return json.loads(payload), repairs
    except (ValueError, RecursionError):
        raise InvalidSubmissionError(BROKEN) from None


def unpack_isolated(content):
    """Run `autograder.sanitize.submission_reader.notebook_from` in a child process with limits.

    Parameters
    ----------
    content : bytes
        Anything.

    Returns
    -------
    content : bytes
        The one notebook in the archive.
    repairs : list of str

    Raises
    ------
    InvalidSubmissionError
        If there is not exactly one, or the archive is suspicious.
    """
    return ask("archive", content)


def ask(task, content):
    """Send bytes to the child process and return the parts of its answer.

    Parameters
    ----------
    task : {"notebook", "archive"}
    content : bytes

    Returns
    -------
    payload : bytes
    repairs : list of str

    Raises
    ------
    InvalidSubmissionError
        With the child's sentence, or for every other end that the child can come to.
    """
    if len(content) > LARGEST:
        raise InvalidSubmissionError(f"The file has {len(content):,} bytes, more than {LARGEST:,}.")
    # A file for stdin: with a single pipe, the two sides cannot block each other.
    with tempfile.TemporaryFile() as given:
        given.write(content)
        given.seek(0)
        command = [sys.executable, "-I", "-S", str(CHILD), task, str(ROOT)]
        process = subprocess.Popen(
            command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/"
        )
        alarm = threading.Timer(SECONDS, process.kill)
        alarm.start()
        try:
            answer = process.stdout.read(LARGEST_ANSWER + 1)
        finally:
            alarm.cancel()
            process.kill()
            process.stdout.close()
            process.wait()
    return read_answer(answer)


def read_answer(answer):
    """Return payload and repairs from the child's answer, which is as untrusted as the file."""
    line, _, payload = answer.partition(b"\n")
    try:
        head = json.loads(line[:100_000])
        if "rejected" in head:
            raise InvalidSubmissionError(str(head["rejected"])[:1000])
        repairs = [str(sentence)[:500] for sentence in head["repairs"]][:100]
        complete = len(payload) == head["size"]
    except (ValueError, RecursionError, TypeError, KeyError):
        raise InvalidSubmissionError(BROKEN) from None
    if not complete:
        raise InvalidSubmissionError(BROKEN)
    return payload, repairs
