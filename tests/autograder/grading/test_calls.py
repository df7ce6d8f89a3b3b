"""Values that a test and a student's function exchange, through a real kernel."""

import pytest

PLAIN = {
    "numbers": "[1, -2, 2**200, 1.5, float('inf'), 1 + 2j, True, None]",
    "text": r"['', 'Łódź', 'a\nb\x00', '\ud800', b'\xff\x00']",
    "nested": "{'a': [1, (2, {3: {4, 5}})], (1, 'b'): frozenset([6])}",
    "arrays": "[np.arange(6).reshape(2, 3), np.zeros((0, 3)), np.array(1.5), np.ones(3) > 0]",
    "kinds": "[np.ones(2, kind) for kind in ('i1', 'u2', '>i4', 'f2', '>f8', 'c8', '?')]",
    "words": "np.array(['rex', 'Łódź', ''])",
    "scalars": "[np.float32(1.5), np.int64(3), np.bool_(True), np.str_('a')]",
    "views": "np.arange(24).reshape(4, 6)[::2, ::-1].T",
}
SAME = """
import numpy as np

def same(a, b):
    if isinstance(a, np.ndarray):
        kinds = a.dtype.newbyteorder("="), b.dtype.newbyteorder("=")
        return a.shape == b.shape and kinds[0] == kinds[1] and (a == b).all()
    if isinstance(a, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    return a == b
"""
CASES = {
    # Each value there and back; and made there, so that both directions are tried.
    **{
        f"echo_{name}": (
            f"import numpy as np\ndef echo_{name}(x): return x\ndef made_{name}(): return {value}",
            f"{SAME}\nassert same(echo_{name}({value}), {value})\n"
            f"assert same(made_{name}(), {value})",
        )
        for name, value in PLAIN.items()
    },
    "list_in_place": (
        "def list_in_place(x): x.append(4); x[0] = 9",
        "x = [1, 2]; y = x\nassert list_in_place(x) is None\nassert x == [9, 2, 4] and y is x",
    ),
    "dict_in_place": (
        "def dict_in_place(d): d['b'] = d.pop('a'); d['b'].append(1); return d['b']",
        "d = {'a': []}\ninner = d['a']\nout = dict_in_place(d)\n"
        "assert d == {'b': [1]} and d['b'] is inner and out is inner",
    ),
    "array_in_place": (
        "def array_in_place(g, n):\n    for a in g.values(): a[...] = n\n    return g",
        "import numpy as np\ng = {'W': np.zeros((2, 2)), 'b': np.zeros(2)}\nW = g['W']\n"
        "assert array_in_place(g, 3) is g\nassert W.min() == 3 and g['W'] is W",
    ),
    "set_in_place": (
        "def set_in_place(s): s.add(3)",
        "s = {1}\nset_in_place(s)\nassert s == {1, 3}",
    ),
    "argument_untouched": (
        "def argument_untouched(x): return [i + 1 for i in x]",
        "x = [1]\nassert argument_untouched(x) == [2] and x == [1]",
    ),
    "same_object_twice": (
        "def same_object_twice(a, b): a.append(1); return len(b)",
        "x = []\nassert same_object_twice(x, x) == 1 and x == [1]",
    ),
    "keywords": (
        "def keywords(a, *rest, b=2, **more): return [a, rest, b, more]",
        "assert keywords(1, 5, c=3) == [1, (5,), 2, {'c': 3}]",
    ),
    "state_kept": (
        "count = 0\ndef state_kept():\n    global count\n    count += 1\n    return count",
        "assert [state_kept(), state_kept()] == [1, 2]",
    ),
    "a_class": (
        "class a_class:\n    def __new__(cls, x): return x * 2",
        "assert a_class(3) == 6",
    ),
    "raises": (
        "def raises(x):\n    if x < 0: raise ValueError('a secret: %s' % x)\n    return x",
        "try:\n    raises(-1)\nexcept ValueError as error:\n"
        "    assert str(error) == 'a secret: -1'\n"
        "else:\n    assert False, 'no error'",
    ),
    "own_exception": (
        "class Odd(KeyError): pass\ndef own_exception(): raise Odd('secret')",
        "try:\n    own_exception()\nexcept KeyError:\n    pass",
    ),
    "a_value": ("a_value = {'x': [1, 2]}", "assert a_value['x'] == [1, 2]"),
    "partial": ("def partial(): return 1", "partial()\n2.5"),
    "too_much": ("def too_much(): return 1", "too_much()\n99"),
    "negative": ("def negative(): return 1", "negative()\n-3"),
    "not_a_number": ("def not_a_number(): return float('nan')", "not_a_number()"),
    "true_is_no_number": ("def true_is_no_number(): return True", "true_is_no_number()"),
}
POINTS = {"partial": 2.5, "too_much": 10, "negative": 0, "not_a_number": 0}


@pytest.fixture(scope="module")
def test_results(many):
    return many(CASES)


@pytest.mark.parametrize("name", CASES)
def test_values_arrive_unchanged(test_results, name):
    assert test_results[name]["points"] == POINTS.get(name, 10), test_results[name]["message"]


EXACT = {
    # A value of each further type that is copied, made by the student's code.
    "decimal": "__import__('decimal').Decimal('1.50')",
    "fraction": "__import__('fractions').Fraction(1, 3)",
    "date": "__import__('datetime').date(2024, 2, 29)",
    "moment": "__import__('datetime').datetime(2024, 2, 29, 1, 2, 3, 4)",
    "zoned": "__import__('datetime').datetime(2024, 1, 1, tzinfo=__import__('datetime').UTC)",
    "duration": "__import__('datetime').timedelta(1, 2, 3)",
    "ranges": "[range(1, 9, 2), slice(None, 3), ...]",
    "counter": "__import__('collections').Counter('aab')",
    "deque": "__import__('collections').deque([1, 2], 3)",
    "path": "__import__('pathlib').Path('a/b')",
    "dtype": "np.dtype([('a', '<i4'), ('b', '<f8', (2,))])",
    "structured": "np.array([(1, 2.5)], dtype=[('a', '<i4'), ('b', '<f8')])",
    "days": "np.array(['2024-02-29'], dtype='datetime64[D]')",
    "object_array": "np.array([1, 'a', None, (2,)], dtype=object)",
    "day": "np.datetime64('2024-02-29')",
    "long_list": "list(range(2_000_000))",
    "types": "[int, ValueError, np.float64]",
    "frame": "pd.DataFrame({'a': [1, 2], 'b': ['x', None]}, index=['r', 's'])",
    "categories": "pd.Series(['a', 'b', 'a'], dtype='category')",
    "nullable": "pd.Series([1, None], dtype='Int64', name='n')",
    "dates": "pd.date_range('2024-01-01', periods=3, tz='Europe/Paris').to_series()",
    "levels": "pd.DataFrame({'x': [1, 2]}, index=pd.MultiIndex.from_tuples([(1, 'a'), (2, 'b')]))",
    "sparse": "scipy.sparse.csr_array(np.eye(3))",
}
EQUAL = """
import numpy as np, pandas as pd, scipy.sparse

def equal(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, (pd.DataFrame, pd.Series)):
        check = pd.testing.assert_frame_equal if a.ndim == 2 else pd.testing.assert_series_equal
        check(a, b)
        return True
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and bool((a == b).all())
    if scipy.sparse.issparse(a):
        return a.format == b.format and (a != b).nnz == 0
    return a == b
"""


@pytest.fixture(scope="module")
def exact(many):
    cases = {}
    for name, value in EXACT.items():
        code = f"import numpy as np, pandas as pd, scipy.sparse\ndef {name}(*args):\n"
        code += f"    return args[0] if args else {value}"
        check = f"assert equal({name}(), value) and equal({name}(value), value)"
        cases[name] = code, f"{EQUAL}\nvalue = {value}\n{check}"
    return many(cases, cell_seconds=60.0)


@pytest.mark.parametrize("name", EXACT)
def test_values_of_other_types_arrive_unchanged(exact, name):
    assert exact[name]["points"] == 10, exact[name]["message"]


SECRET = "Cretaceous"
WRONG = {
    # What a function may not give, and what the message has to say.
    "generator": ("def generator(): yield generator", "list(generator())", "a function, where"),
    "function": ("def function(): return len", "function()", "a function, where"),
    "instance": ("class C: pass\ndef instance(): return C()", "instance()", "an object of a class"),
    "objects": (
        "import numpy as np\ndef objects(): return np.array([object()])",
        "objects()",
        "an object of a class",
    ),
    "cycle": ("def cycle():\n    x = []; x.append(x); return x", "cycle()", "nested too deeply"),
    "deep": (
        "def deep():\n    x = []\n    for _ in range(100_000): x = [x]\n    return x",
        "deep()",
        "nested too deeply",
    ),
    "aliases": (
        "def aliases():\n    x = [1]\n    for _ in range(60): x = [x, x]\n    return x",
        "aliases()",
        "more data than",
    ),
    "huge_int": ("def huge_int(): return 2 ** 100_000", "huge_int()", "more data than"),
    "huge_array": (
        "import numpy as np\ndef huge_array(): return np.zeros(10**7)",
        "huge_array()",
        "more data than",
    ),
    "exits": ("import os\ndef exits(): os._exit(0)", "exits()", "ended its process"),
    "sys_exit": ("def sys_exit(): raise SystemExit", "sys_exit()", "exception of its own kind"),
    "loops": ("def loops():\n    while True: pass", "loops()", "took too long"),
    "sleeps": (
        "import time\ndef sleeps():\n    while True:\n"
        "        try: time.sleep(100)\n        except BaseException: pass",
        "sleeps()",
        "took too long",
    ),
    "unwritten": (
        "def unwritten(): raise NotImplementedError('x')",
        "unwritten()",
        "Still to write",
    ),
    "missing": ("other = 1", "missing()", "missing is not defined"),
    "says_secret": (
        f"class {SECRET}(Exception): pass\ndef says_secret(x): raise {SECRET}(x)",
        f"says_secret('{SECRET}')",
        "exception of its own kind",
    ),
    "prints_secret": (
        "import sys, os\ndef prints_secret(x):\n    print(x); print(x, file=sys.stderr)\n"
        "    os.write(1, x.encode()); os.write(2, x.encode())\n    raise IndexError(x)",
        f"prints_secret('{SECRET}')",
        "prints_secret raised IndexError",
    ),
    "none": ("def none(x): pass", "none(1)['a']", "none returned None"),
    "odd_bool": (
        "import numpy as np\ndef odd_bool(): return np.frombuffer(bytes([2, 2, 2]), dtype=bool)",
        "assert odd_bool().sum() == 99",
        "",
    ),
    "reshaped": (
        "def reshaped(x): x.shape = (4,)",
        "import numpy as np\nreshaped(np.zeros((2, 2)))",
        "changed the shape",
    ),
    "shown_equal": (
        "class Equal(int):\n    def __eq__(self, other): return True\n"
        "    __hash__ = int.__hash__\ndef shown_equal(): return Equal(3)",
        "assert shown_equal() == 4",
        "",
    ),
    "attributes": ("def attributes(): pass", "attributes.__code__", "an object of a class"),
    "raises_secret": (
        "def raises_secret(x): raise ValueError(x)",
        f"raises_secret('{SECRET}')",
        "raises_secret raised ValueError",
    ),
}


@pytest.fixture(scope="module")
def rejected(many):
    cases = {name: (code, hidden) for name, (code, hidden, _) in WRONG.items()}
    return many(cases, call_seconds=5.0)


@pytest.mark.parametrize("name", WRONG)
def test_an_invalid_answer_gets_no_points_and_a_message_without_secrets(rejected, name):
    test_result = rejected[name]
    assert test_result["points"] is None
    assert WRONG[name][2] in test_result["message"]
    assert SECRET not in str({**test_result, "grade_id": ""}).replace(name, "")


def test_one_function_that_never_ends_spoils_no_other_test(rejected, many):
    """The agent answers each test in a process of its own."""
    assert rejected["loops"]["points"] is None
    later = many(
        {
            "loops": ("def loops():\n    while True: pass", "loops()"),
            "fine": ("def fine(x): return x + 1", "assert fine(1) == 2"),
        },
        call_seconds=1.0,
    )
    assert later["fine"]["points"] == 10
