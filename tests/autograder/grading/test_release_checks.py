"""Names in a test cell, and what a release says about its tests."""

import nbformat
import pytest
from nbformat.v4 import new_notebook
from traitlets.config import Config

from autograder.errors import UserError
from autograder.grading.name_analysis import find_names, to_python
from autograder.grading.test_cells import delimiters, visible
from autograder.grading.test_plan import plan_tests, read_cells
from autograder.release.verification import verify_release
from tests.autograder.conftest import run
from tests.autograder.grading.conftest import solution, test_of
from tests.instructor import NOTEBOOK

PAIR = delimiters(Config())
MOCKED = (
    "from unittest import mock\nwith mock.patch('builtins.input', return_value='3'):\n"
    "    assert f() == 3"
)
STREAM = "import io\nassert f(io.StringIO('a')) == 'a'"
CELL = "shown()\n### BEGIN HIDDEN TESTS\nf(1)\n### END HIDDEN TESTS\nshown_too()\n"


def test_the_visible_part_of_a_cell_is_what_is_outside_of_hidden_tests():
    assert visible(CELL, PAIR) == "shown()\n\nshown_too()"
    assert visible("f(1)", PAIR) == "f(1)"
    assert visible("a()\n### BEGIN HIDDEN TESTS\nsecret()", PAIR) == "a()"
    assert visible("secret()\n### END HIDDEN TESTS\na()", PAIR) == "a()"


def test_delimiters_are_those_of_nbgraders_configuration():
    config = Config()
    config.ClearHiddenTests.begin_test_delimeter = "SECRET FROM HERE"
    assert delimiters(config) == ("SECRET FROM HERE", "END HIDDEN TESTS")
    assert visible("a()\n# SECRET FROM HERE\nb()", delimiters(config)) == "a()"


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("f(1)", {"f"}),
        ("import numpy as np\nassert np.sum(f(1)) == len([])", {"f"}),
        ("def test():\n    x = f(g)\n    return x\ntest()", {"f", "g"}),
        ("def test(f):\n    return f\n", set()),
        ("[f(i) for i in range(3)]", {"f"}),
        ("for i in range(3):\n    f(i)\nprint(i)", {"f"}),
        ("class A(Base):\n    x = y", {"Base", "y"}),
        ("def test():\n    global made\n    made = 1\ntest(); made", set()),
        ("with f() as g: g()", {"f"}),
        ("try:\n    f()\nexcept ValueError as e:\n    e", {"f"}),
        ("(y := 3); f(y)", {"f"}),
        ("lambda x: x + f(x)", {"f"}),
        (
            "def outer():\n    x = 1\n    def inner():\n        return x + f\n    return inner",
            {"f"},
        ),
    ],
)
def test_a_test_needs_the_names_that_it_does_not_bind(code, names):
    assert find_names(code).used == names


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("x = x + 1", {"x"}),
        ("x += 1", {"x"}),
        ("kept = f\ndel f\nf = kept", {"f"}),
        ("f = f", {"f"}),
        ("def g():\n    return h\nh = 1", set()),
    ],
)
def test_a_name_that_is_used_before_it_is_bound_is_needed(code, names):
    assert find_names(code).used == names


def test_names_that_change_in_place_are_found():
    found = find_names("df['a'] = 1\nitems.append(2)\nx.y.z += 1\nprint(w)")
    assert found.changed == {"df", "items", "x"}


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("%matplotlib inline\nf()", "pass\nf()"),
        ("%%time\nf()", "f()"),
        ("x = 1\n%time f()", "x = 1\nf()"),
        ("if x:\n    %config a.b = 1", "if x:\n    pass"),
        ("f() % g()", "f() % g()"),
    ],
)
def test_commands_that_change_nothing_are_left_out(source, python):
    assert to_python(source) == python


def test_other_commands_are_not_python():
    with pytest.raises(SyntaxError):
        to_python("%timeit f()")


def plan(*cells):
    cells = [nbformat.v4.new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    return plan_tests(read_cells(cells))


def sources(program):
    """Return the sources of the cells that the only test needs."""
    (test,) = program.tests
    return [program.cells[number]["source"] for number in test.cells]


def test_a_test_gets_the_instructors_cells_that_it_needs():
    program = plan(
        "import numpy as np\nimport math",
        "unused = heavy()",
        "data = np.arange(3)",
        "data[0] = 5",
        "def helper(x):\n    return np.sum(x) + scale",
        "scale = 2",
        solution("f", "def f(x):\n    return x"),
        test_of("test-f", "assert helper(f(data)) == 10"),
    )
    assert sources(program) == [
        "import numpy as np\nimport math",
        "data = np.arange(3)",
        "data[0] = 5",
        "def helper(x):\n    return np.sum(x) + scale",
        "scale = 2",
    ]
    assert program.tests[0].names == ("f",)


def test_the_last_cell_that_binds_a_name_decides_whose_it_is():
    program = plan(
        "x = 1",
        solution("x", "x = 2"),
        test_of("test-x", "assert x == 2"),
    )
    assert program.tests[0].names == ("x",)
    program = plan(solution("x", "x = 2"), "x = 1", test_of("test-x", "assert x == 1"))
    assert program.tests[0].names == ()
    assert sources(program) == ["x = 1"]


def test_a_cell_with_a_star_import_gives_the_names_that_nothing_else_binds():
    program = plan(
        "from public_tests import *",
        solution("f", "def f(): pass"),
        test_of("test-f", "check_f(f)"),
    )
    assert sources(program) == ["from public_tests import *"]
    assert program.tests[0].names == ("f",)


def test_libraries_that_a_solution_cell_imports_are_not_the_students():
    program = plan(
        solution("f", "import numpy as np\ndef f(): return np.ones(2)"),
        test_of("test-f", "assert np.all(f() == 1)"),
    )
    assert sources(program) == ["import numpy as np"]
    assert program.tests[0].names == ("f",)


def test_a_test_that_lists_its_names_gets_all_of_the_students():
    program = plan(solution("x", "x = 2\ny = 1"), test_of("test-x", "assert 'x' in dir()"))
    assert program.tests[0].other_names == ("x", "y")


@pytest.mark.parametrize(
    ("code", "reason"),
    [("%timeit f()", "not plain Python"), ("await f()", "uses await")],
)
def test_a_test_that_is_not_plain_python_runs_in_the_kernel(code, reason):
    (test,) = plan(solution("f", "f = 1"), test_of("test-f", code)).tests
    assert test.in_kernel
    assert reason in test.reason


def release_of(tmp_path, *cells):
    path = tmp_path / "exercise.ipynb"
    nbformat.write(new_notebook(cells=list(cells)), path)
    return path


@pytest.mark.parametrize(
    ("code", "hidden_test", "message"),
    [
        ("def f(): pass", "np.sum(f())", "np is not defined when this cell is reached"),
        ("def f(): return 1", "assert f() == 2, 'not two'", "test-f: not two"),
        ("def f(): return 1", "f()\n4", "your solution gets 4 of 10 points"),
    ],
)
def test_a_release_says_where_the_solution_loses_points(tmp_path, code, hidden_test, message):
    path = release_of(tmp_path, solution("f", code), test_of("test-f", hidden_test))
    with pytest.raises(UserError) as caught:
        verify_release(path, tmp_path, Config())
    assert message in str(caught.value)
    assert "exercise.ipynb cannot be graded. Correct" in str(caught.value)


@pytest.mark.parametrize(
    ("code", "hidden_test", "reason"),
    [
        ("def f(): return int(input())", MOCKED, "f raised EOFError"),
        ("def f(g): return g.read()", STREAM, "f raised AttributeError"),
        ("def f(): return '1 + 1'", "assert eval(f()) == 2", "calls eval with text"),
        ("def f(): return 1", "%timeit -n1 -r1 f()", "is not plain Python"),
    ],
)
def test_a_release_says_which_tests_a_submission_can_forge(tmp_path, code, hidden_test, reason):
    path = release_of(tmp_path, solution("f", code), test_of("test-f", hidden_test))
    (tmp_path / "released").mkdir()
    release_of(tmp_path / "released", solution("f", "def f(*args): raise NotImplementedError"))
    (sentence,) = verify_release(path, tmp_path / "released", Config())
    assert sentence.startswith("test-f runs in the student's process, where a submission can forge")
    assert reason in sentence


def test_points_for_an_untouched_notebook_are_reported(tmp_path):
    """Here by a test that does not ask much."""
    path = release_of(
        tmp_path,
        solution("f", "def f(): return 1"),
        test_of("test-f", "assert f() == 1"),
        test_of("test-weak", "f", points=3),
    )
    (tmp_path / "released").mkdir()
    stub = solution("f", "def f(): raise NotImplementedError")
    release_of(tmp_path / "released", stub)
    sentences = verify_release(path, tmp_path / "released", Config())
    assert sentences == ["test-weak: the unchanged released notebook gets 3 points."]


def test_the_test_runner_can_run_all_tests_of_our_own_notebook():
    program = plan_tests(read_cells(nbformat.read(NOTEBOOK, as_version=4).cells))
    assert not any(test.in_kernel for test in program.tests)


def test_a_release_stops_before_its_zip(quick_course):
    """By the command, with the sentence and the exit code of a user's mistake."""
    name = NOTEBOOK.stem
    path = quick_course / "notebooks" / name / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "test-clip-range":
            # A test that passes in the notebook, but not where it is graded.
            places = "Path('/run/kernel'), Path('/run/runner')"
            check = f"assert not any(place.exists() for place in ({places})), 'not here'"
            lines = ["from pathlib import Path", check, "### END HIDDEN TESTS"]
            cell.source = cell.source.replace("### END HIDDEN TESTS", "\n".join(lines))
    nbformat.write(notebook, path)
    done = run(["autograder", "release"], quick_course)
    assert done.returncode == 2
    assert "test-clip-range: not here" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (quick_course / "course" / f"{name}.zip").exists()
