"""Smoothing, and a bar that is there only when somebody looks."""

import math
import subprocess
import sys

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbclient import NotebookClient

from rnn_utils import get_initial_loss, progress, smooth
from rnn_utils.training import LONG_RUN


def test_initial_loss_is_that_of_even_guesses():
    assert get_initial_loss(27, 7) == pytest.approx(7 * math.log(27))


@given(st.floats(0, 1e3), st.floats(0, 1e3))
def test_smoothing_moves_a_thousandth_of_the_way(loss, current):
    assert smooth(loss, current) == pytest.approx(loss + 0.001 * (current - loss))


@pytest.mark.parametrize("total", [0, 1, 7, LONG_RUN])
def test_progress_counts_like_range(total, capsys):
    assert list(progress(total)) == list(range(total))
    captured = capsys.readouterr()
    assert captured.out == captured.err == ""


def outputs(source, environment=""):
    """Run a cell in a real kernel."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(f"import os\n{environment}\n{source}")]
    )
    NotebookClient(notebook, kernel_name="python3").execute()
    return notebook.cells[0].outputs


LOOP = "from rnn_utils import progress\nfor j in progress({}): print('x') if j == 0 else None"


def test_a_long_loop_shows_a_bar_that_ends_full():
    bar, stream = outputs(LOOP.format(LONG_RUN))
    assert bar.output_type == "display_data"
    assert bar.data["text/plain"].startswith("2,000 of 2,000 iterations")
    assert 'value="2000" max="2000"' in bar.data["text/html"]
    assert (stream.name, stream.text) == ("stdout", "x\n")


def test_short_loops_show_none():
    assert [output.output_type for output in outputs(LOOP.format(LONG_RUN - 1))] == ["stream"]


def test_no_bar_while_nbgrader_runs():
    environment = "os.environ['NBGRADER_EXECUTION'] = 'validate'"
    found = outputs(LOOP.format(LONG_RUN), environment)
    assert [output.output_type for output in found] == ["stream"]


def test_a_terminal_gets_a_line():
    """A pseudo-terminal on stderr; standard output stays clean."""
    program = (
        "import os, pty, subprocess, sys\n"
        "ours, theirs = pty.openpty()\n"
        f"done = subprocess.run([sys.executable, '-c', {LOOP.format(LONG_RUN)!r}],\n"
        "    stdout=subprocess.PIPE, stderr=theirs, text=True)\n"
        "assert done.stdout == 'x\\n', done.stdout\n"
        "print(os.read(ours, 10000).decode())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "2,000 of 2,000 iterations" in done.stdout
