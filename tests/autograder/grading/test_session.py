"""Running a whole notebook: order, deadlines, restarts, and who decides about points."""

import tempfile
from pathlib import Path

import pytest

from tests.autograder.grading.conftest import examine, solution, test_of

ADD = solution("add", "def add(a, b):\n    return a + b")
TEST_ADD = test_of("test-add", "assert add(1, 2) == 3", visible="print('checking')")


def points(session, grade_id="test-add"):
    return session.test_results[grade_id]["points"]


def test_a_function_is_graded_as_it_was_when_its_cell_was_reached():
    session = examine(
        "helper = lambda x: x + 1",
        solution("f", "def f(x):\n    return helper(x)"),
        test_of("test-f", "assert f(1) == 2"),
        "helper = lambda x: 0\ndef f(x): return 0",
        test_of("test-f-again", "assert f(1) == 0"),
    )
    assert points(session, "test-f") == 10
    assert points(session, "test-f-again") == 10


def test_kernels_that_are_forked_and_kernels_that_start_anew_do_the_same(tmp_path):
    (tmp_path / "helper.py").write_text("def three(): return 3\n")
    cells = (
        "import helper, numpy as np\nnp.random.seed(1)\nprint(np.random.rand(), helper.three())",
        "1 / 0",
        test_of("test-early", "assert add(1, 2) == 3"),
        ADD,
        TEST_ADD,
        "import os\nos._exit(0)",
        "%%time\ndisplay(add(1, 1))",
        test_of(
            "test-late", "import helper\nassert add(1, helper.three()) == 4", visible="add(0, 0)"
        ),
    )
    warm, cold = (examine(*cells, released_files=tmp_path, warm=way) for way in (True, False))
    for session in (warm, cold):
        session.outputs[6] = [one for one in session.outputs[6] if one["output_type"] != "stream"]
        for test_result in session.test_results.values():
            test_result.pop("seconds")
    assert warm.outputs == cold.outputs
    assert warm.test_results == cold.test_results
    assert warm.events == cold.events == ["cell 6 ended the Python process (os._exit, or a crash)"]
    assert [points(cold, name) for name in ("test-early", "test-add", "test-late")] == [
        None,
        10,
        10,
    ]


def test_a_function_that_comes_after_its_test_does_not_count():
    session = examine(TEST_ADD, ADD)
    assert points(session) is None
    assert (
        "add is not defined when this cell is reached"
        in session.test_results["test-add"]["message"]
    )


def test_calls_come_after_the_last_cell():
    """So that no cell that is still recorded can repeat what a function was asked."""
    session = examine(
        "asked = []",
        solution("f", "def f(x):\n    asked.append(x)\n    return x"),
        test_of("test-f", "assert f(12345) == 12345"),
        "import time\ntime.sleep(1)\nprint('asked so far:', asked)",
    )
    assert points(session, "test-f") == 10
    assert session.outputs[3][0]["text"] == "asked so far: []\n"
    assert "12345" not in str(session.outputs)


def test_the_kernel_never_sees_a_hidden_test():
    source = "import sys, gc\nfound = [o for o in gc.get_objects() if 'xyzzy' in str(o)[:9999]]"
    session = examine(
        ADD,
        test_of("test-add", "assert add(1, 2) == 3  # xyzzy", visible="seen = In[-1]"),
        "print('xyz' + 'zy' in seen, len(seen))",
        source,
    )
    assert points(session) == 10
    assert session.outputs[2][0]["text"].startswith("False")


@pytest.mark.parametrize(
    "forgery",
    [
        "import sys; sys.displayhook(10)",
        "from IPython.display import display; display(10)",
        "get_ipython().kernel.do_execute = None",
        "import agent_of_mine",
        "import builtins; builtins.AssertionError = type('Never', (Exception,), {})",
        "import numpy; numpy.allclose = lambda *a, **k: True",
    ],
)
def test_no_points_for_no_work(forgery):
    unsolved = solution("add", "def add(a, b): return None")
    session = examine(forgery, unsolved, TEST_ADD, cell_seconds=5.0)
    assert points(session) is None


def test_what_a_cell_shows_is_kept_and_counts_nothing():
    session = examine(
        ADD, test_of("test-add", "assert add(1, 2) == 4", visible="print('fine')\n10")
    )
    assert points(session) is None
    assert session.outputs[1][0] == {"output_type": "stream", "name": "stdout", "text": "fine\n"}


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("import os; os._exit(3)", "ended the Python process"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "ended the Python process"),
        ("import ctypes; ctypes.string_at(0)", "ended the Python process"),
        ("import signal; signal.signal(2, signal.SIG_IGN)\nwhile True: pass", "ran too long"),
        ("x = [bytearray(2**27) for _ in range(99)]\nfor b in x: b[::4096] = b[::4096]", ""),
    ],
)
def test_a_cell_that_ends_the_kernel_costs_only_itself(cell, said):
    """The kernel is started again without that cell."""
    other = [solution("f", "f = len"), test_of("test-f", "assert f('ab') == 2")]
    # The memory has to reach its limit before the time does, also on a busy machine.
    session = examine(ADD, TEST_ADD, cell, *other, cell_seconds=2.0 if "while" in cell else 60.0)
    assert points(session) == points(session, "test-f") == 10
    assert any(said in event for event in session.events) or not said


def test_a_loop_is_interrupted_and_the_rest_goes_on():
    session = examine(ADD, "while True: pass", TEST_ADD, cell_seconds=1.0)
    assert points(session) == 10
    assert session.outputs[1][0]["ename"] == "KeyboardInterrupt"
    assert session.events == ["cell 2 was stopped after 1 s"]


def test_an_interrupt_leaves_the_state_before_it():
    session = examine(ADD, TEST_ADD, "while True: pass", cell_seconds=1.0)
    assert points(session) == 10


def test_many_loops_cost_one_deadline_for_the_notebook():
    endless = ["import signal; signal.signal(2, signal.SIG_IGN)\nwhile True: pass"] * 8
    session = examine(*endless, ADD, TEST_ADD, cell_seconds=2.0, notebook_seconds=6.0)
    assert session.seconds["cells"] < 25
    assert points(session) is None


def test_what_was_released_lies_beside_the_notebook(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "names.txt").write_text("rex\n")
    (tmp_path / "helpers.py").write_text("def twice(x):\n    return 2 * x\n")
    (tmp_path / "link").symlink_to("/etc")
    (tmp_path / "solution.ipynb").write_text("{}")
    session = examine(
        "import os\nfrom helpers import twice\nprint(sorted(os.listdir()))",
        "open('helpers.py', 'w')",
        "open('mine.txt', 'w').write('own files are fine')",
        solution("f", "def f(x): return twice(x)"),
        test_of("test-f", "from helpers import twice\nassert f(4) == twice(4)"),
        released_files=tmp_path,
    )
    assert "'data', 'helpers.py']" in session.outputs[0][0]["text"]
    assert session.outputs[1][0]["ename"] == "OSError"
    assert "error" not in str(session.outputs[2])
    assert points(session, "test-f") == 10
    assert (tmp_path / "helpers.py").read_text().startswith("def twice")


def test_a_flood_of_output_is_cut():
    session = examine(
        "for _ in range(3000): print('x' * 10_000)",
        "print('y' * 300_000_000)",
        "for number in range(5000): display(number)",
        ADD,
        TEST_ADD,
        output_kb=100,
        cell_seconds=15.0,
    )
    assert points(session) == 10
    for place in range(3):
        assert len(str(session.outputs.get(place, ""))) < 150_000
        assert len(session.outputs.get(place, "")) <= 100


def test_grading_without_a_sandbox_gives_the_same_points():
    """The way of macOS, for the instructor's own notebook."""
    session = examine(ADD, TEST_ADD, solution("g", "g = 1"), test_of("test-g", "g()"), unsafe=True)
    assert points(session) == 10
    assert points(session, "test-g") is None


def test_a_hidden_test_that_never_ends_ends():
    session = examine(
        ADD,
        test_of("test-add", "while True:\n    try:\n        add(1, 2)\n    except Exception: pass"),
        test_seconds=3.0,
    )
    assert session.test_results["test-add"]["kind"] == "Timeout"


def test_nothing_is_left_of_a_session(monkeypatch):
    # Short, because the path of a socket is; not tmp_path, where other tests' folders are too.
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="session-") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        examine("import subprocess\nsubprocess.Popen(['sleep', '1234'], start_new_session=True)")
        assert not list(Path(folder).iterdir())
    cmdlines = list(Path("/proc").glob("[0-9]*/cmdline"))
    assert not any(b"sleep\x001234" in read(p) for p in cmdlines)


def read(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_a_kernel_that_ends_again_and_again_is_given_up():
    session = examine(ADD, TEST_ADD, *["import os; os._exit(1)"] * 4, restarts=2)
    assert points(session) is None
    assert "again and again" in session.test_results["test-add"]["message"]
    assert len(session.events) == 3
