"""Smoothing, and a bar that is there only when somebody looks."""

import math
import os
import pty
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_client.manager import start_new_kernel

from rnn_utils import get_initial_loss, progress, smooth
from rnn_utils.training import LONG_RUN
from tests.instructor import ROOT


def test_initial_loss_is_that_of_even_guesses():
    assert get_initial_loss(27, 7) == pytest.approx(7 * math.log(27))
    assert get_initial_loss(27, 7) == pytest.approx(23.0708580620, abs=1e-10)


@given(st.floats(0, 1e3), st.floats(0, 1e3))
def test_smoothing_moves_a_thousandth_of_the_way(loss, current):
    assert smooth(loss, current) == pytest.approx(loss + 0.001 * (current - loss))


@pytest.mark.parametrize("total", [0, 1, 7, LONG_RUN, LONG_RUN + 1])
def test_progress_counts_like_range_and_is_silent_where_nobody_looks(total, capfd):
    assert list(progress(total)) == list(range(total))
    assert capfd.readouterr() == ("", "")


@pytest.fixture(scope="module")
def kernel():
    """A real kernel and a client of it, started once."""
    manager, client = start_new_kernel(cwd=str(ROOT))
    try:
        client.execute("import os, time\nfrom rnn_utils import progress, training", reply=True)
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run_cell(kernel, code, interrupt=False):
    """What the cell sends to the page, as pairs of type and content; interrupt it at its bar."""
    manager, client = kernel
    sent = client.execute(code)
    messages = []
    while True:
        message = client.get_iopub_msg(timeout=30)
        if message["parent_header"].get("msg_id") != sent:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "status" and content["execution_state"] == "idle":
            return messages
        if kind == "display_data" and interrupt:
            manager.interrupt_kernel()
        if kind not in ("status", "execute_input"):
            messages.append((kind, content))


def test_a_long_loop_draws_one_bar_and_redraws_it_in_place(kernel):
    (first, shown), *others = run_cell(kernel, f"for j in progress({LONG_RUN}): pass")
    assert first == "display_data"
    assert [kind for kind, _ in others] == ["update_display_data"] * len(others)
    assert len(others) >= 1
    assert {content["transient"]["display_id"] for _, content in others} == {
        shown["transient"]["display_id"]
    }
    assert 'value="0" max="2000"' in shown["data"]["text/html"]
    last = others[-1][1]["data"]
    assert 'value="2000" max="2000"' in last["text/html"]
    assert last["text/plain"].startswith("2,000 of 2,000 iterations, ")


def test_a_slow_loop_redraws_on_the_way(kernel):
    code = f"for j in progress({LONG_RUN}): time.sleep(0.7 if j in (0, 99) else 0)"
    _, *updates = run_cell(kernel, code)
    drawn = [content["data"]["text/plain"] for _, content in updates]
    assert [text.split(" of ")[0] for text in drawn] == ["1", "100", "2,000"]
    assert all(" a second, " in text and text.endswith(" s left") for text in drawn)


def test_short_loops_draw_none(kernel):
    assert run_cell(kernel, f"for j in progress({LONG_RUN - 1}): pass") == []


def test_what_the_cell_prints_is_left_alone(kernel):
    code = f"for j in progress({LONG_RUN}):\n    if j == 5: print('x')"
    streams = [content for kind, content in run_cell(kernel, code) if kind == "stream"]
    assert streams == [{"name": "stdout", "text": "x\n"}]


def test_an_interrupted_loop_leaves_the_bar_where_it_was(kernel):
    code = f"for j in progress({LONG_RUN}): time.sleep(0.02)"
    (first, _), *updates, (last, error) = run_cell(kernel, code, interrupt=True)
    assert (first, last, error["ename"]) == ("display_data", "error", "KeyboardInterrupt")
    assert all(kind == "update_display_data" for kind, _ in updates)
    assert not any('value="2000"' in content["data"]["text/html"] for _, content in updates)


def test_no_bar_while_nbgrader_runs(kernel):
    code = (
        "os.environ['NBGRADER_EXECUTION'] = 'validate'\n"
        f"for j in progress({LONG_RUN}): pass\n"
        "del os.environ['NBGRADER_EXECUTION']"
    )
    assert run_cell(kernel, code) == []


def test_a_terminal_gets_one_line_on_stderr():
    """Redrawn over itself: each text covers the one before, and the last ends the line."""
    program = (
        "from rnn_utils import progress, training\n"
        "training.LONG_RUN, training.SECONDS_BETWEEN_REDRAWS = 3, -1\n"
        "print(list(progress(3)))"
    )
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        check=True,
        cwd=ROOT,
    )
    os.close(theirs)
    drawn = os.read(ours, 10_000).decode()
    os.close(ours)
    assert done.stdout == "[0, 1, 2]\n"
    begin, *texts, end = drawn.split("\r")
    assert (begin, end) == ("", "\n")
    assert [text[:6] for text in texts] == ["0 of 3", "1 of 3", "2 of 3", "3 of 3"]
    assert len({len(text) for text in texts}) == 1
