"""Objects that lie to a test, where the instructor's solution gives values or honest references."""

import dataclasses

import nbformat
import pytest
from nbformat.v4 import new_notebook
from traitlets.config import Config

from autograder.grading.session import run_notebook
from autograder.grading.test_plan import Program, plan_tests, read_cells
from autograder.sandbox.limits import Limits
from tests.autograder.grading.conftest import examine, fork_servers, solution, test_of

YES = """
class Yes:
    def __getattr__(self, name): return self
    def __call__(self, *args, **options): return self
    def __iter__(self): return iter([])
    def __len__(self): return 3
    def __array__(self, *args, **options):
        import numpy
        return numpy.ones(3)
    def __float__(self): return 1.0
    __class__ = bool
yes = lambda self, *args: True
for name in 'eq ne lt le gt ge contains bool instancecheck subclasscheck'.split():
    setattr(Yes, f'__{name}__', yes)
Yes.__hash__ = lambda self: 0
"""
VALUE = "def f(x): return x + 1", "assert f(1) == 2 and f(5) == 6"
ITEMS = "def f(n): return (i * i for i in range(n))", "assert list(f(4)) == [0, 1, 4, 9]"
THING = (
    "class Thing:\n    def __init__(self, x): self.x = x\n    def double(self): return 2 * self.x",
    "thing = Thing(4)\nassert thing.double() == 8 and thing.x == 4",
)
TABLE = (
    "import pandas as pd\ndef f(): return pd.DataFrame({'a': ['x', 'y']})",
    "import pandas as pd\npd.testing.assert_frame_equal(f(), pd.DataFrame({'a': ['x', 'y']}))",
)
CALLED = "def f(g): return g(1) + g(2)", "assert f(lambda x: x * 10) == 30"
FILE = (
    "def f(name): open(name, 'w').write('right')",
    "f('out.txt')\nassert open('out.txt').read() == 'right'",
)
ATTACKS = {
    # Solution and test, then the hostile code and a part of the message.
    "object for a value": (*VALUE, f"{YES}\ndef f(x): return Yes()", "an object of a class"),
    "number that agrees": (
        *VALUE,
        "class N(int):\n    def __eq__(self, other): return True\n    __hash__ = int.__hash__\n"
        "def f(x): return N(0)",
        "",
    ),
    "class for a value": (*VALUE, f"{YES}\ndef f(x): return Yes", "a function"),
    "value by attribute": (
        *THING,
        f"{YES}\nclass Thing:\n    def __init__(self, x): self.x = Yes()\n"
        "    def double(self): return Yes()",
        "an object of a class",
    ),
    "class that is everything": (
        *THING,
        f"{YES}\nThing = Yes()",
        "no value that can be read",
    ),
    "iterator that ends early": (*ITEMS, "def f(n): return iter([])", ""),
    "iterator without end": (
        *ITEMS,
        "def f(n):\n    while True: yield 0",
        "time",
    ),
    "items that agree": (*ITEMS, f"{YES}\ndef f(n): return iter([Yes()] * 4)", "an object"),
    "huge representation": (
        THING[0],
        "assert 'Thing' in repr(Thing(1))",
        "class Thing:\n    def __init__(self, x): pass\n    def __repr__(self): return 'x' * 10**9",
        "",
    ),
    "table with objects": (
        *TABLE,
        f"{YES}\nimport pandas as pd\n"
        "def f(): return pd.DataFrame({'a': pd.Series([Yes(), Yes()], dtype=object)})",
        "",
    ),
    "table that agrees": (
        *TABLE,
        "import pandas as pd\nclass T(pd.DataFrame):\n    def equals(self, other): return True\n"
        "def f(): return T({'a': [1]})",
        "",
    ),
    "callback in a loop": (*CALLED, "def f(g):\n    while True: g(1)", "too long"),
    "callback's variables": (
        *CALLED,
        "def f(g): return g.__globals__['expected']",
        "f raised AttributeError",
    ),
    "callback's frame": (
        "def f(items): return sum(items)",
        "assert f(i for i in range(3)) == 3",
        "def f(items): return items.gi_frame.f_globals",
        "f raised AttributeError",
    ),
    "kept callback": (
        *CALLED,
        "kept = []\ndef f(g):\n    kept.append(g)\n    return kept",
        "",
    ),
    "file by a link": (*FILE, "import os\ndef f(name): os.symlink('/etc/hostname', name)", ""),
    "file that is a pipe": (*FILE, "import os\ndef f(name): os.mkfifo(name)", ""),
    "pickled file": (
        "import pickle\ndef f(name): pickle.dump([1], open(name, 'wb'))",
        "import pickle\nf('out.pkl')\nassert pickle.load(open('out.pkl', 'rb')) == [1]",
        "import pickle\nclass Bomb:\n    def __reduce__(self): return (list, ([1],))\n"
        "def f(name): pickle.dump(Bomb(), open(name, 'wb'))",
        "unpickles data",
    ),
    "module beside the notebook": (
        *VALUE[:1],
        "import os\nassert f(1) == 2\nimport statistics_of_mine",
        "def f(x):\n    open('statistics_of_mine.py', 'w').write('')\n    return 2",
        "",
    ),
    "instructor's names": (
        "def f(x): return x",
        "import numpy as np\nnp.testing.assert_allclose(f(1.0), 1.0)",
        "import numpy as np\nnp.testing.assert_allclose = lambda *a, **k: None\nnp = None\n"
        "def f(x): return 7.0",
        "",
    ),
    "exception of a test": (
        "def f(x): raise ValueError('negative')",
        "try:\n    f(1)\nexcept ValueError:\n    passed = True\nassert passed",
        "import sys\ndef f(x): raise SystemExit(0)",
        "",
    ),
    "text to evaluate": (
        "def f(): return '[1]'",
        "assert f() == '[1]' and eval(f()) == [1]",
        "def f(): return '[1]'",
        "calls eval",
    ),
    "names of another kind": (
        "def f(x): return x",
        "assert f.__name__ == 'f' and f(1) == 1",
        f"{YES}\nf = Yes()",
        "no value that can be read",
    ),
}


@pytest.fixture(scope="module")
def outcomes():
    """Results of the solution and of the attack, by name."""
    found = {}
    for name, (right, hidden, hostile, _) in ATTACKS.items():
        session = examine(solution("f", right), test_of("test", hidden), accepted=None)
        accepted = session.test_results["test"]["references"]
        cells = [solution("f", hostile), test_of("test", hidden)]
        program = plan_tests(read_cells(cells))
        tests = [dataclasses.replace(program.tests[0], accepted=tuple(accepted))]
        config = Config()
        config.Limits.update(call_seconds=3.0, test_seconds=6.0)
        attacked = run_notebook(
            new_notebook(cells=[nbformat.from_dict(cell) for cell in cells]),
            Program(program.cells, tests),
            Limits(config=config),
            None,
            config,
            fork_servers=fork_servers(),
        )
        found[name] = session.test_results["test"], attacked.test_results["test"]
    return found


@pytest.mark.parametrize("call", ["eval(text)", "exec(text)", "compile(text, 'x', 'eval')"])
def test_a_released_module_does_not_evaluate_a_students_text(tmp_path, call):
    (tmp_path / "helper.py").write_text(f"def check(text):\n    return {call}\n")
    session = examine(
        solution("f", "def f(): return '1 + 1'"),
        test_of("test", "from helper import check\ncheck(f())"),
        released_files=tmp_path,
    )
    assert session.test_results["test"]["points"] is None
    assert "evaluates text" in session.test_results["test"]["message"]


@pytest.mark.parametrize("name", ATTACKS)
def test_a_hostile_object_earns_nothing(outcomes, name):
    right, attacked = outcomes[name]
    if name not in ("pickled file", "text to evaluate", "module beside the notebook"):
        assert right["points"] == 10, right["message"]
    assert attacked["points"] is None, attacked
    assert ATTACKS[name][3] in attacked["message"]
