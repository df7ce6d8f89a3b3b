"""Record what a student's function does besides returning a value: text, warnings, files.

All of it is bounded, because it is sent to the test runner.
"""

import ast
import asyncio
import contextlib
import inspect
import io
import os
import random
import sys
import tokenize
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from autograder.sandbox.inside.value_types import set_random_state

LONGEST_TEXT = 2**20  # characters that are kept of a stream
MOST_WARNINGS = 100
MOST_FILES = 200
MOST_SCANNED_FILES = 5000
MOST_FILE_BYTES = 8 * 2**20  # of all files of one message


class LimitedText(io.StringIO):
    """A stream that keeps the beginning of what is written."""

    def write(self, text):
        super().write(text[: max(LONGEST_TEXT - self.tell(), 0)])
        return len(text)


@dataclass
class Recorded:
    """Texts and warnings of one operation."""

    out: io.StringIO = field(default_factory=LimitedText)
    err: io.StringIO = field(default_factory=LimitedText)
    warnings: list = field(default_factory=list)

    def as_dict(self):
        """Return what is not empty."""
        effects = {"out": self.out.getvalue(), "err": self.err.getvalue()}
        effects["warnings"] = [
            (kind_of_warning(one.category), str(one.message)[:LONGEST_TEXT])
            for one in self.warnings[:MOST_WARNINGS]
        ]
        return {name: value for name, value in effects.items() if value}


def kind_of_warning(category):
    """Return the name of the builtin warning from which a category is derived."""
    kinds = (kind.__name__ for kind in category.__mro__ if kind.__module__ == "builtins")
    return next(kinds, "UserWarning")


@contextlib.contextmanager
def record_streams():
    """Record what is written to the standard streams, and warnings.

    Yields
    ------
    Recorded
    """
    recorded = Recorded()
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = recorded.out, recorded.err
    try:
        with warnings.catch_warnings(record=True) as recorded.warnings:
            yield recorded
    finally:
        sys.stdout, sys.stderr = streams


def silence():
    """Drop what is displayed: the threads that send it do not exist in a forked process."""
    # A thread that this process does not have may hold the lock of the streams.
    sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115
    from IPython import get_ipython

    shell = get_ipython()
    shell.display_pub.publish = lambda *args, **options: None
    shell.display_trap.hook = sys.displayhook = lambda value: None


def get_random_states():
    """Return the states of the global generators of `random` and `numpy.random`."""
    numpy_random = sys.modules.get("numpy.random")
    state = None
    if numpy_random:
        name, key, *rest = numpy_random.get_state()
        # As bytes, because an array in a request would be compared after the operation.
        state = (key.tobytes(), *rest) if name == "MT19937" else None
    return (random.getstate(), state)


def set_random_states(states):
    """Set the states of the global generators.

    Raises
    ------
    ValueError, TypeError
        If a state does not have the right form.
    """
    own, state = states
    set_random_state(random, own)
    if state is not None:
        import numpy as np

        key, position, has_gauss, gauss = state
        if not 0 <= position <= len(key) // 4:
            raise ValueError(position)
        words = np.frombuffer(key, np.uint32)
        state = ("MT19937", words, position, has_gauss, gauss)
        np.random.set_state(state)  # noqa: NPY002, a student may use the global generator


def list_files():
    """Return size and time of each regular file in the working folder, by its relative path."""
    found, folders = {}, ["."]
    while folders and len(found) < MOST_SCANNED_FILES:
        folder = folders.pop()
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                path = os.path.normpath(f"{folder}/{entry.name}")
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                elif entry.is_file(follow_symlinks=False) and len(found) < MOST_SCANNED_FILES:
                    about = entry.stat(follow_symlinks=False)
                    found[path] = (about.st_size, about.st_mtime_ns)
    return found


def read_changed_files(before):
    """Return the content of files that were written, None for removed ones, and update the list.

    Parameters
    ----------
    before : dict
        From `list_files`; updated.

    Returns
    -------
    dict of str to bytes or None
    """
    after, contents, left = list_files(), {}, MOST_FILE_BYTES
    for path, about in after.items():
        if before.get(path) == about or len(contents) >= MOST_FILES or about[0] > left:
            continue
        with contextlib.suppress(OSError):
            contents[path] = Path(path).read_bytes()[:left]
            left -= len(contents[path])
            before[path] = about
    for path in [path for path in before if path not in after]:
        contents[path] = None
        del before[path]
    return contents


def run_sources(sources, namespace):
    """Run code as the kernel runs cells, one after the other.

    Parameters
    ----------
    sources : list of str
        The last one is the graded cell.
    namespace : dict

    Returns
    -------
    error : str
        Name of the builtin class of the last cell's exception, empty without one.
    has_errors : bool
        Whether the last cell wrote to the standard error stream.
    text : str or None
        The last line's value as the notebook shows it.
    """
    from IPython import get_ipython

    shell, error, text, stderr = get_ipython(), "", None, False
    for source in sources:
        with record_streams() as recorded:
            error, text = run_cell(shell, source, namespace)
        stderr = bool(recorded.err.getvalue() or recorded.warnings)
    return error, stderr, text


def run_cell(shell, source, namespace):
    """Run one cell; return the name of its exception's class and the text of its last value."""
    shown = []
    # A magic such as %%capture runs its cell by the shell, which shows an error and goes on.
    shell._showtraceback = lambda kind, error, lines: shown.append(error)
    try:
        tree = ast.parse(shell.transform_cell(source))
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        run_code(tree, "exec", namespace)
        value = run_code(ast.Expression(last.value), "eval", namespace) if last else None
        if shown:
            raise shown[0]
        if value is None or hides_value(source):
            return "", None
        return "", shell.display_formatter.format(value)[0].get("text/plain")
    except BaseException as error:
        kinds = [kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"]
        return kinds[0], None


def run_code(tree, mode, namespace):
    """Run a syntax tree, which may use `await`, and return its value."""
    code = compile(tree, "test", mode, flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    value = eval(code, namespace)
    if code.co_flags & inspect.CO_COROUTINE:
        # The fork was made while the kernel's loop was running, and that loop does not run here.
        asyncio.events._set_running_loop(None)
        value = asyncio.run(value)
    return value


def hides_value(source):
    """Return whether a cell ends with a semicolon, after which a notebook shows no value."""
    ignored = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER)
    with contextlib.suppress(tokenize.TokenError, SyntaxError):
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
        words = [token.string for token in tokens if token.type not in ignored]
        return words[-1:] == [";"]
    return False
