"""Smoothing, and a loop that shows itself only when somebody looks."""

import math
import os
import pty
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_client.manager import start_new_kernel

from rnn_utils import get_initial_loss, progress, smooth
from rnn_utils.screens import UNWATCHED
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


def test_what_is_shown_is_printed_where_nobody_looks(capfd):
    loop = progress(3)
    for j in loop:
        loop.record(10.0 - j)
        if j != 1:
            loop.show(["Abba\n", "Cab\n"])
    assert loop.losses == [10, 9, 8]
    assert capfd.readouterr() == (
        "Iteration: 0, Loss: 10.000000\n\nAbba\nCab\n\n\n"
        "Iteration: 2, Loss: 8.000000\n\nAbba\nCab\n\n\n",
        "",
    )


@pytest.fixture(scope="module")
def kernel():
    """A real kernel and a client of it, started once, as by somebody who watches."""
    environment = {name: value for name, value in os.environ.items() if name not in UNWATCHED}
    manager, client = start_new_kernel(cwd=str(ROOT), env=environment)
    try:
        client.execute("import os, time\nfrom rnn_utils import progress, training", reply=True)
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run_cell(kernel, code, interrupts=0):
    """What the cell sends to the page, as pairs of type and content.

    It is interrupted when it is redrawn, as often as requested.
    """
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
        if kind == "update_display_data" and interrupts:
            interrupts -= 1
            manager.interrupt_kernel()
        if kind not in ("status", "execute_input"):
            messages.append((kind, content))


def pages(messages):
    """The HTML of each redraw."""
    return [content["data"]["text/html"] for kind, content in messages if "display" in kind]


TRAINING = f"""
loop = progress({LONG_RUN})
for j in loop:
    loop.record(5 - j / 1000)
    if j % 1000 == 0:
        loop.show([f"A<b>{{j}}\\n", "Cab\\n"])
"""


def test_a_long_loop_is_drawn_in_one_place(kernel):
    (first, shown), *others = messages = run_cell(kernel, TRAINING)
    assert first == "display_data"
    assert {kind for kind, _ in others} == {"update_display_data"}
    assert {content["transient"]["display_id"] for _, content in others} == {
        shown["transient"]["display_id"]
    }
    first, *_, last = pages(messages)
    assert 'value="0" max="2000"' in first
    assert 'value="2000" max="2000"' in last
    assert "2,000 of 2,000 iterations in " in last
    assert "Curve of the smoothed loss: 5.00 at first, 3.00 now" in last
    assert "A&lt;b&gt;1000" in last  # names come from a list, and are no HTML
    assert "<b>" not in last


def test_names_replace_each_other_and_all_are_kept_for_the_end(kernel):
    *drawn, last = pages(run_cell(kernel, TRAINING))
    later = next(page for page in drawn if "1000</li>" in page)
    assert "&gt;0</li>" not in later
    assert "<table>" not in later
    assert last.count('<th scope="row"') == 2
    plain = run_cell(kernel, TRAINING)[-1][1]["data"]["text/plain"]
    assert "Iteration: 1000, Loss: 4.000000\n\nA<b>1000\nCab" in plain


# Its clock moves by itself, because a busy machine would add redraws.
SLOW = f"""
import types
from unittest import mock
clock = types.SimpleNamespace(now=0.0)
clock.monotonic = lambda: clock.now
with mock.patch.object(training, "time", clock):
    for j in progress({LONG_RUN}):
        clock.now += 0.7 if j in (0, 99) else 0
"""


def test_a_slow_loop_redraws_on_the_way(kernel):
    _, *updates = run_cell(kernel, SLOW)
    drawn = [content["data"]["text/plain"] for _, content in updates]
    assert [text.split(" of ")[0] for text in drawn] == ["1", "100", "2,000"]
    assert all(" a second, " in text and text.endswith(" s left") for text in drawn[:-1])
    assert re.fullmatch(r"2,000 of 2,000 iterations in \d+ s, [\d,]+ a second", drawn[-1])


def test_short_loops_draw_none(kernel):
    assert run_cell(kernel, f"for j in progress({LONG_RUN - 1}): pass") == []


def test_what_the_cell_prints_is_left_alone(kernel):
    code = f"for j in progress({LONG_RUN}):\n    if j == 5: print('x')"
    streams = [content for kind, content in run_cell(kernel, code) if kind == "stream"]
    assert streams == [{"name": "stdout", "text": "x\n"}]


def test_an_interrupt_ends_the_loop_and_keeps_what_was_computed(kernel):
    code = f"w = 0\nfor j in progress({LONG_RUN}):\n    time.sleep(0.02)\n    w += 1"
    messages = run_cell(kernel, code, interrupts=1)
    assert "error" not in dict(messages)
    assert f"of {LONG_RUN:,} iterations. What was learned so far is kept." in pages(messages)[-1]
    done = "print(0 < w == j + 1 < 2000, __import__('signal').getsignal(2).__name__)"
    ((_, output),) = run_cell(kernel, done)
    assert output["text"] == "True default_int_handler\n"  # the next cell stops as any other


def test_a_second_interrupt_does_not_wait(kernel):
    """Of an iteration that never ends."""
    code = (
        f"loop = progress({LONG_RUN})\nfor j in loop:\n    while j == 1:\n        time.sleep(0.1)\n"
        "        loop.screen.draw(loop)"
    )
    messages = run_cell(kernel, code, interrupts=3)
    assert dict(messages)["error"]["ename"] == "KeyboardInterrupt"


def test_an_error_in_the_loop_leaves_interrupts_as_they_were(kernel):
    run_cell(kernel, f"for j in progress({LONG_RUN}): 1 / 0")
    ((_, output),) = run_cell(kernel, "print(__import__('signal').getsignal(2).__name__)")
    assert output["text"] == "default_int_handler\n"


@pytest.mark.parametrize("name", UNWATCHED)
def test_nothing_is_drawn_while_nobody_looks(kernel, name):
    code = f"os.environ[{name!r}] = 'x'\n{TRAINING}\ndel os.environ[{name!r}]"
    messages = run_cell(kernel, code)
    assert {kind for kind, _ in messages} == {"stream"}
    assert messages[0][1]["text"].startswith("Iteration: 0, Loss: 5.000000\n\nA<b>0\nCab\n")


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
        env={name: value for name, value in os.environ.items() if name not in UNWATCHED},
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
