"""Reading hidden tests, and telling at release time what the test runner cannot do."""

import nbformat
import pytest
from nbformat.v4 import new_notebook
from traitlets.config import Config

from autograder.errors import UserError
from autograder.grading.test_cells import (
    UnsupportedTestError,
    delimiters,
    free_names,
    hidden,
    region,
    visible,
)
from autograder.release.verification import find_unsupported_tests, verify_release
from tests.autograder.conftest import run
from tests.autograder.grading.conftest import solution, test_of
from tests.instructor import NOTEBOOK

PAIR = delimiters(Config())
CELL = "shown()\n### BEGIN HIDDEN TESTS\nf(1)\n### END HIDDEN TESTS\nshown_too()\n"


def test_a_cell_is_what_is_hidden_and_what_is_shown():
    assert hidden(CELL, PAIR) == "f(1)"
    assert visible(CELL, PAIR) == "shown()\n\nshown_too()"
    assert hidden("f(1)", PAIR) == "f(1)"
    assert visible("f(1)", PAIR) == "f(1)"
    unclosed = "a()\n### BEGIN HIDDEN TESTS\nsecret()"
    assert visible(unclosed, PAIR) == "a()"
    assert hidden(unclosed, PAIR) == "secret()"
    unopened = "secret()\n### END HIDDEN TESTS\na()"
    assert visible(unopened, PAIR) == "a()"


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
def test_students_names_are_those_that_a_test_does_not_define(code, names):
    assert free_names(code) == names


@pytest.mark.parametrize(
    ("code", "said"),
    [("%time f()", "no plain Python"), ("f(", "no plain Python"), ("await f()", "uses await"),
     ("# to do", "is empty"), ("async def a():\n    await f()", "uses await")],
)  # fmt: skip
def test_what_is_no_plain_python_is_told(code, said):
    with pytest.raises(UnsupportedTestError, match=said):
        region("test-f", 1, code, PAIR)


def release_of(tmp_path, *cells):
    path = tmp_path / "exercise.ipynb"
    nbformat.write(new_notebook(cells=list(cells)), path)
    return path


@pytest.mark.parametrize(
    ("code", "hidden_test", "said"),
    [
        ("def f(): pass", "np.sum(f())", "uses np, which no solution cell defines"),
        ("def f():\n    yield 1", "next(f())", "f returned a generator"),
        ("class F: pass\ndef f(): return F()", "f()", "f returned an object of a class"),
        ("def f(g): return g(1)", "f(lambda x: x)", "f is called with a function"),
        ("def f(): pass", "assert f.__name__ == 'f'", "uses f.__name__"),
        ("def f(): return 1", "assert f() == 2, 'not two'", "test-f: not two"),
        ("def f(): return 1", "f()\n4", "your solution gets 4 of 10 points"),
    ],
)
def test_a_release_says_what_cannot_be_marked(tmp_path, code, hidden_test, said):
    path = release_of(tmp_path, solution("f", code), test_of("test-f", hidden_test))
    with pytest.raises(UserError) as caught:
        verify_release(path, tmp_path, Config())
    assert said in str(caught.value)
    assert "exercise.ipynb cannot be graded. Correct" in str(caught.value)


def test_points_for_an_untouched_notebook_are_told(tmp_path):
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
    told = verify_release(path, tmp_path / "released", Config())
    assert told == ["test-weak: the unchanged released notebook gets 3 points."]


def test_our_own_notebook_is_examinable():
    assert list(find_unsupported_tests(nbformat.read(NOTEBOOK, as_version=4), PAIR)) == []


def test_a_release_stops_before_its_zip(quick_course):
    """By the command, with the sentence and the exit code of a user's mistake."""
    name = NOTEBOOK.stem
    path = quick_course / "notebooks" / name / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "test-clip-range":
            cell.source = cell.source.replace("    import numpy as np\n", "", 1)
    nbformat.write(notebook, path)
    done = run(["autograder", "release"], quick_course)
    assert done.returncode == 2
    assert "test-clip-range: the hidden test uses np" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (quick_course / "course" / f"{name}.zip").exists()
