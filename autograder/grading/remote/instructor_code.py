"""Run the instructor's cells and tests: a program in which the student's names are proxies."""

import ast
import builtins
import inspect
import linecache
import random
import sys
import types

import numpy as np

from autograder.grading.remote.student_process import UnsupportedCallError
from autograder.sandbox.inside.proxies import is_proxy
from autograder.sandbox.inside.recording import hides_value
from autograder.sandbox.inside.value_types import is_shared

# Commands of IPython that change nothing about what a test computes.
IDLE_MAGICS = {"matplotlib", "config", "load_ext", "reload_ext", "autoreload", "precision", "pylab"}
# Events after which code of a student's could run in this process.
FORBIDDEN_EVENTS = {
    "pickle.find_class": "unpickles data",
    "subprocess.Popen": "starts a program",
    "os.system": "starts a program",
    "os.exec": "starts a program",
    "os.posix_spawn": "starts a program",
    "os.fork": "forks",
    "ctypes.dlopen": "loads a library",
}


class Shell:
    """What a test gets from ``get_ipython()``."""

    def run_line_magic(self, name, line, *args):
        """Do nothing for a command that changes nothing about a test."""
        if name not in IDLE_MAGICS:
            raise UnsupportedCallError(f"uses %{name}")

    magic = run_line_magic

    def __getattr__(self, name):
        raise UnsupportedCallError(f"uses get_ipython().{name}")


def reject_text(name):
    """Return a builtin function that evaluates no text, since a student may have written it."""
    function = getattr(builtins, name)

    def evaluate(source, *args, **options):
        if not isinstance(source, types.CodeType):
            raise UnsupportedCallError(f"calls {name} with text")
        return function(source, *args, **options)

    return evaluate


class InstructorCode:
    """The cells of the source notebook that the instructor wrote.

    Parameters
    ----------
    cells : list of dict
        In the order of the notebook; ``source``, and ``uses_student``, whether the cell uses
        names of the student's.
    seed : str
        Secret of the course, from which the inputs that a test draws are derived.
    sources : dict of str to list of str
        The student's cells before each test, as text.
    """

    def __init__(self, cells, seed, sources):
        self.cells, self.seed, self.sources = cells, seed, sources
        module = types.ModuleType("__main__")
        self.namespace = vars(module)
        sys.modules["__main__"] = module
        self.namespace["__builtins__"] = vars(builtins) | {
            name: reject_text(name) for name in ("eval", "exec", "compile")
        }
        self.namespace["get_ipython"] = Shell
        self.done, self.failed, self.guarded, self.drawn = set(), {}, False, 0
        sys.addaudithook(self.check_event)
        np.random.default_rng = self.make_default_rng(np.random.default_rng)
        inspect.getsource = self.make_getsource(inspect.getsource)
        self.test = None
        # A check that shows lines of the student's code must not show lines of ours.
        for name in [name for name in sys.modules if name.startswith("autograder.")]:
            file = getattr(sys.modules[name], "__file__", "")
            linecache.cache[file] = (0, None, [], file)

    def check_event(self, event, args):
        """Raise an error where code of a student's could be run in this process."""
        if not self.guarded:
            return
        if event in FORBIDDEN_EVENTS:
            raise UnsupportedCallError(FORBIDDEN_EVENTS[event])
        # A released module has the ordinary `eval`. Libraries evaluate texts of their own.
        if event in ("exec", "compile"):
            caller = sys._getframe(1).f_code.co_filename
            # Without a sandbox, this package and the libraries can lie in the same folder.
            is_library = caller == __file__ or "/site-packages/" in caller
            if caller.startswith(f"{sys.path[0]}/") and not is_library:
                raise UnsupportedCallError("uses a released module that evaluates text")

    def make_default_rng(self, default_rng):
        """Return numpy's function, with a seed of the course's where a test gives none."""

        def seeded(seed=None):
            if seed is None:
                self.drawn += 1
                seed = self.derive_seed(f"generator {self.drawn}")
            return default_rng(seed)

        seeded.__name__ = seeded.__qualname__ = "default_rng"
        seeded.__module__ = "numpy.random"
        seeded.__doc__ = default_rng.__doc__
        return seeded

    def derive_seed(self, purpose):
        """Return a number that depends on the course, the test, and a purpose."""
        name = self.test["grade_id"] if self.test else ""
        return random.Random(f"{self.seed} {name} {purpose}").getrandbits(64)

    def make_getsource(self, getsource):
        """Return `inspect.getsource`, which answers for a proxy from the student's notebook."""

        def find_source(thing):
            if not is_proxy(thing):
                return getsource(thing)
            name = thing.__name__
            for source in reversed(self.sources.get(self.test["grade_id"], [])):
                found = find_definition(source, name)
                if found:
                    return found
            raise OSError("could not get source code")

        return find_source

    def run_test(self, test, process):
        """Run a test and the cells that it needs.

        Parameters
        ----------
        test : dict
            See `autograder.grading.test_plan.Test`.
        process : StudentProcess

        Returns
        -------
        object
            The value of the last line, if that is an expression, else None.
        """
        self.test, self.guarded, self.drawn = test, False, 0
        seed = self.derive_seed("generators")
        random.seed(seed)
        np.random.seed(seed % 2**32)  # noqa: NPY002, a test may use the global generator
        process.namespace = self.namespace
        needed = test["cells"]
        for number in needed:
            if not self.cells[number]["uses_student"] and number not in self.done:
                self.run_cell(number)
        self.guarded = True
        classes = {
            name: kind
            for name, kind in self.namespace.items()
            if not is_proxy(kind) and is_shared(kind)
        }
        process.begin(test["grade_id"], classes)
        process.bind(test["names"], test["other_names"])
        for number in needed:
            if self.cells[number]["uses_student"]:
                self.run_cell(number)
        try:
            return self.run_source(test["source"])
        finally:
            self.guarded = False
            for name in (*test["names"], *test["other_names"]):
                self.namespace.pop(name, None)

    def run_cell(self, number):
        """Run one of the instructor's cells; a test as far as it goes, as in the notebook."""
        self.done.add(number)
        try:
            self.run_source(self.cells[number]["source"])
        except Exception as error:
            if not self.cells[number]["is_test"]:
                raise UnsupportedCallError(
                    f"needs cell {self.cells[number]['place'] + 1} of the notebook, which ends "
                    f"with {type(error).__name__}"
                ) from None

    def run_source(self, source):
        tree = ast.parse(source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "test", "exec"), self.namespace)
        if last is None:
            return None
        value = eval(compile(ast.Expression(last.value), "test", "eval"), self.namespace)
        return None if hides_value(source) else value


def find_definition(source, name):
    """Return the text of the last function or class of a name in a cell, or None."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    found = [node for node in ast.walk(tree) if isinstance(node, kinds) and node.name == name]
    if not found:
        return None
    lines = source.splitlines(keepends=True)
    first = min([found[-1].lineno, *(one.lineno for one in found[-1].decorator_list)])
    return "".join(lines[first - 1 : found[-1].end_lineno])
