# ruff: noqa: E501, a line of a case is a line of a program
"""Objects that a test and the student's code use by reference, through a real kernel."""

import pytest

from tests.autograder.grading.conftest import examine, solution, test_of

ACCOUNT = """
class Account:
    rate = 2
    def __init__(self, owner, balance=0):
        self.owner, self.balance = owner, balance
    def pay_in(self, amount):
        if amount < 0:
            raise TooLittle('only positive amounts', amount)
        self.balance += amount
        return self
    def __len__(self): return self.balance
    def __contains__(self, item): return item == self.owner
    def __getitem__(self, key): return [self.owner, self.balance][key]
    def __setitem__(self, key, value): self.balance = value
    def __iter__(self): return iter([self.owner, self.balance])
    def __add__(self, other): return Account(self.owner, self.balance + getattr(other, 'balance', other))
    __radd__ = __add__
    def __eq__(self, other): return isinstance(other, Account) and self.balance == other.balance
    def __lt__(self, other): return self.balance < other.balance
    def __hash__(self): return hash(self.owner)
    def __enter__(self): self.balance = 100; return self
    def __exit__(self, *raised): self.balance = -1
    def __repr__(self): return f'Account({self.owner!r})'
class TooLittle(ValueError): pass
class Savings(Account): pass
"""
CASES = {
    "class": (ACCOUNT, "a = Account('Ada', 3)\nassert a.balance == 3 and a.pay_in(2) is a"),
    "kind": (
        ACCOUNT,
        "s = Savings('Ada')\nassert isinstance(s, Account) and issubclass(Savings, Account)\n"
        "assert type(s) is Savings and not isinstance(Account('Bob'), Savings)\n"
        "assert type(s).__name__ == 'Savings' and not isinstance(3, Account)",
    ),
    "special": (
        ACCOUNT,
        "a = Account('Ada', 3)\nassert len(a) == 3 and 'Ada' in a and 'Bob' not in a\n"
        "assert a[0] == 'Ada' and list(a) == ['Ada', 3] and repr(a) == \"Account('Ada')\"\n"
        "a[1] = 9\nassert a.balance == 9 and {a: 1}[a] == 1 and bool(a)",
    ),
    "arithmetic": (
        ACCOUNT,
        "a, b = Account('Ada', 3), Account('Bob', 4)\nassert (a + b).balance == 7\n"
        "assert (a + 1).balance == 4 and (1 + a).balance == 4 and a < b and a != b\n"
        "assert a == Account('Eve', 3) and sorted([b, a])[0] is a",
    ),
    "attributes": (
        ACCOUNT,
        "a = Account('Ada')\na.balance = 8\nassert a.balance == 8 and Account.rate == 2\n"
        "a.note = [1]\nassert a.note == [1] and hasattr(a, 'note')\ndel a.note\n"
        "assert not hasattr(a, 'note') and a.__dict__ == {'owner': 'Ada', 'balance': 8}",
    ),
    "with": (ACCOUNT, "with Account('Ada') as a:\n    assert a.balance == 100\nassert a.balance == -1"),
    "own error": (
        ACCOUNT,
        "try:\n    Account('Ada').pay_in(-1)\nexcept TooLittle as error:\n"
        "    assert isinstance(error, ValueError) and error.args == ('only positive amounts', -1)\n"
        "else:\n    assert False",
    ),
    "unittest": (
        ACCOUNT,
        "import unittest\ncase = unittest.TestCase()\n"
        "with case.assertRaisesRegex(TooLittle, 'only positive'):\n    Account('Ada').pay_in(-1)",
    ),
    "subclass": (
        "class Shape:\n    def area(self): raise NotImplementedError\n"
        "    def double(self): return 2 * self.area()",
        "class Square(Shape):\n    def area(self): return 9\n"
        "assert Square().double() == 18 and isinstance(Square(), Shape)",
    ),
    "enum": (
        "import enum\nclass Color(enum.Enum):\n    RED = 1\n    BLUE = 2",
        "assert Color.RED.value == 1 and Color['BLUE'].name == 'BLUE' and len(Color) == 2\n"
        "assert [c.name for c in Color] == ['RED', 'BLUE'] and Color(1) is Color.RED",
    ),
    "generator": (
        "def count(n):\n    while True:\n        n += 1\n        yield n",
        "import types, itertools\ng = count(1)\nassert next(g) == 2 and isinstance(g, types.GeneratorType)\n"
        "assert list(itertools.islice(g, 3)) == [3, 4, 5]\ng.close()\nassert list(g) == []",
    ),
    "lazy": (
        "def lazy(x): return map(str, x), zip(x, x), filter(None, x), {1: 2}.keys(), iter(x)",
        "a, b, c, d, e = lazy([0, 1])\nassert list(a) == ['0', '1'] and dict(b) == {0: 0, 1: 1}\n"
        "assert list(c) == [1] and d == {1} and 1 in d and len(d) == 1 and next(e) == 0\n"
        "assert isinstance(a, map)",
    ),
    "closure": (
        "def adder(n): return lambda x: x + n",
        "add = adder(2)\nassert add(3) == 5 and callable(add) and [add(i) for i in range(2)] == [2, 3]",
    ),
    "callback": (
        "def twice(f, x): return f(f(x))",
        "seen = []\ndef f(x):\n    seen.append(x)\n    return x + 1\n"
        "assert twice(f, 1) == 3 and seen == [1, 2]\n"
        "assert twice(abs, -3) == 3",
    ),
    "callback error": (
        "def safe(f):\n    try:\n        return f()\n    except KeyError as error:\n        return str(error)",
        "def fail(): raise KeyError('k')\nassert safe(fail) == \"'k'\"\n"
        "def worse(): raise OSError('o')\n"
        "try:\n    safe(worse)\nexcept OSError as error:\n    assert str(error) == 'o'\nelse:\n    assert 0",
    ),
    "callback calls back": (
        "def outer(f): return f(inner)\ndef inner(x): return x * 2",
        "assert outer(lambda g: g(4) + inner(1)) == 10",
    ),
    "decorator": (
        "def doubled(f):\n    def wrapper(*args): return 2 * f(*args)\n    return wrapper",
        "@doubled\ndef h(x): return x\nassert h(3) == 6",
    ),
    "key function": ("def order(items, key): return sorted(items, key=key)",
                     "assert order([3, 1, 2], lambda x: -x) == [3, 2, 1]"),
    "iterator in": ("def total(items): return sum(items)",
                    "assert total(i for i in range(4)) == 6 and total(iter([1, 2])) == 3"),
    "object in": (
        "def describe(thing): return thing.name + str(thing.size(2))",
        "class Box:\n    name = 'box'\n    def size(self, n): return n * 3\nassert describe(Box()) == 'box6'",
    ),
    "method": (ACCOUNT, "f = Account('Ada', 1).pay_in\nassert f(2).balance == 3"),
    "function": (
        "def described(a, b=2, *rest, c: int = 3):\n    'Describes.'\n    return a",
        "import inspect\nassert described.__name__ == 'described' and described.__doc__ == 'Describes.'\n"
        "assert described.__defaults__ == (2,) and described.__code__.co_argcount == 2\n"
        "assert list(inspect.signature(described).parameters) == ['a', 'b', 'rest', 'c']\n"
        "assert 'return a' in inspect.getsource(described) and inspect.isfunction(described)",
    ),
    "stdout": (
        "def greet(name): print('Hello', name)",
        "import io, contextlib\nout = io.StringIO()\nwith contextlib.redirect_stdout(out):\n"
        "    greet('Ada')\nassert out.getvalue() == 'Hello Ada\\n'",
    ),
    "warning": (
        "import warnings\ndef old(): warnings.warn('old', DeprecationWarning)",
        "import warnings\nwith warnings.catch_warnings(record=True) as seen:\n"
        "    warnings.simplefilter('always')\n    old()\nassert seen[0].category is DeprecationWarning",
    ),
    "random": (
        "import random\nimport numpy as np\ndef roll(): return random.random(), float(np.random.rand())",
        "import random, numpy as np\nrandom.seed(1); np.random.seed(1)\nfirst = roll(), roll()\n"
        "random.seed(1); np.random.seed(1)\nassert first[0] == (random.random(), np.random.rand())\n"
        "assert (random.random(), np.random.rand()) == first[1]",
    ),
    "rng": (
        "def draw(rng): return rng.random()",
        "import numpy as np\na, b = np.random.default_rng(3), np.random.default_rng(3)\n"
        "assert [draw(a), draw(a)] == [b.random(), b.random()]",
    ),
    "file": (
        "def save(name):\n    with open(name, 'w') as file: file.write('text')",
        "import os\nsave('out.txt')\nassert open('out.txt').read() == 'text' and os.path.exists('out.txt')",
    ),
    "rebind": (
        "def square(x): return x * x\ndef total(n): return sum(square(i) for i in range(n))",
        "kept = square\nsquare = lambda x: 1\nassert total(3) == 3\nsquare = kept\nassert total(3) == 5\n"
        "del square\ntry:\n    total(3)\nexcept NameError:\n    pass\nelse:\n    assert 0",
    ),
    "patch": (
        "def fetch(): return 1\ndef use(): return fetch() + 1",
        "from unittest import mock\nwith mock.patch('__main__.fetch', return_value=5) as fetched:\n"
        "    assert use() == 6\nassert fetched.call_count == 1 and use() == 2",
    ),
    "names": ("there = 1", "assert 'there' in dir() and 'there' in globals() and 'not_there' not in dir()"),
    "namedtuple": (
        "from collections import namedtuple\nPoint = namedtuple('Point', 'x y')\ndef point(): return Point(1, 2)",
        "assert point() == (1, 2) and point().x == 1 and point()._asdict() == {'x': 1, 'y': 2}",
    ),
    "axes": (
        "import matplotlib.pyplot as plt\ndef plot():\n    fig, ax = plt.subplots()\n"
        "    ax.plot([1, 2], [3, 4], label='a')\n    ax.set_title('T')\n    return ax",
        "ax = plot()\nassert ax.get_title() == 'T' and list(ax.lines[0].get_ydata()) == [3, 4]",
    ),
    "list of objects": (ACCOUNT + "def several(): return [Account('Ada', 1), Account('Bob', 2)]",
                        "assert [a.balance for a in several()] == [1, 2]"),
    "changed table": (
        "def add_column(df): df['b'] = df['a'] * 2",
        "import pandas as pd\ndf = pd.DataFrame({'a': [1, 2]})\nadd_column(df)\nassert list(df['b']) == [2, 4]",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def results(many):
    """Each case in a notebook of its own, because several define the same names."""
    found = {}
    for start in range(0, len(CASES), 12):
        cells = []
        for name in list(CASES)[start : start + 12]:
            code, hidden = CASES[name]
            cells += [solution(name, code), test_of(f"test-{name}", hidden)]
        found |= examine(*cells, accepted=None, cell_seconds=60.0).test_results
    return found


@pytest.mark.parametrize("name", CASES)
def test_a_test_uses_objects_of_the_student_as_in_the_notebook(results, name):
    assert results[f"test-{name}"]["points"] == 10, results[f"test-{name}"]["message"]


@pytest.mark.parametrize("name", ["class", "closure", "list of objects", "axes"])
def test_a_reference_is_rejected_where_the_solution_gave_none(name):
    code, hidden = CASES[name]
    result = examine(solution(name, code), test_of("test", hidden)).test_results["test"]
    assert result["points"] is None
    assert "where" in result["message"]
    assert "expected" in result["message"]


@pytest.mark.parametrize(
    ("code", "hidden"),
    [
        ("def f(n): return (i * i for i in range(n))", "assert list(f(3)) == [0, 1, 4]"),
        ("def f(n): return map(str, range(n))", "assert sorted(f(2)) == ['0', '1']"),
        (
            "def f(n): return {i: 1 for i in range(n)}.keys()",
            "assert f(2) == {0, 1} and len(f(3)) == 3",
        ),
    ],
)
def test_an_iterator_of_values_takes_the_place_of_a_list(code, hidden):
    result = examine(solution("f", code), test_of("test", hidden)).test_results["test"]
    assert result["points"] == 10, result["message"]


def test_an_iterator_is_no_list():
    code, hidden = "def f(n): return (i for i in range(n))", "assert f(2) == [0, 1]"
    result = examine(solution("f", code), test_of("test", hidden)).test_results["test"]
    assert result["points"] is None


def test_each_place_of_a_reference_is_recorded():
    code, hidden = CASES["class"]
    session = examine(solution("class", code), test_of("test", hidden), accepted=None)
    places = session.test_results["test"]["references"]
    assert places == ["Account", "Account\n()", "Account\n()\n.pay_in", "Account\n()\n.pay_in\n()"]
