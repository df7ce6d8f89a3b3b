"""How measurements are shown: as a table, as a chart, with a slider where somebody can move it."""

import re

import numpy as np
import pytest
from jupyter_client.manager import start_new_kernel

from rnn_utils import figures, widgets
from rnn_utils.figures.norms import POINTS, thin
from rnn_utils.tables import Table
from tests.instructor import ROOT

WIDGET = "application/vnd.jupyter.widget-view+json"
CELL = """
import numpy as np
from rnn_utils import initialize_parameters, widgets
parameters = initialize_parameters(4, 3, 3)
parameters["by"] += [[0], [0], [1]]
widgets.explore_temperature(parameters, {0: "\\n", 1: "a", 2: "<b>"})
"""


@pytest.fixture
def table():
    return Table(("name", "bits"), [("<b>x</b>", 2.345), ("y", 12)], "A & B")


def test_a_table_has_headers_and_a_caption(table):
    page = table._repr_mimebundle_()["text/html"]
    assert "<caption>A &amp; B</caption>" in page
    assert re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page) == ["name", "bits"]
    assert re.findall(r'<th scope="row"[^>]*>(.*?)</th>', page) == ["&lt;b&gt;x&lt;/b&gt;", "y"]
    assert re.findall(r"<td[^>]*>(.*?)</td>", page) == ["2.35", "12"]


def test_a_table_is_aligned_as_text(table):
    text = table._repr_mimebundle_()["text/plain"]
    assert text.splitlines() == [
        "A & B",
        "name      bits",
        "<b>x</b>  2.35",
        "y         12",
    ]


def test_a_name_of_fifty_letters_does_not_make_a_table_wider_than_the_page():
    (long,) = re.findall("<td.*?</td>", Table(("", ""), [("x", "y" * 50)], "").to_html())
    (short,) = re.findall("<td.*?</td>", Table(("", ""), [("x", "two short words")], "").to_html())
    assert "overflow-wrap: anywhere" in long
    assert "overflow-wrap" not in short


@pytest.mark.parametrize("length", [1, 59, 60, 61, 1500])
def test_a_thin_line_keeps_its_peaks(length):
    values = np.random.default_rng(0).random(length)
    steps, peaks = thin(values, np.max)
    assert len(steps) == len(peaks) <= POINTS
    assert max(peaks) == values.max()
    assert steps[0] == 0


def test_the_chart_says_what_it_shows():
    runs = {
        "<wild>": (np.array([1.0, 4321.0, 10.0]), np.array([5.0, 60.0, 70.0])),
        "tame": (np.array([1.0, 2.0, 3.0]), np.array([5.0, 3.0, 2.5])),
    }
    picture = figures.gradient_norms(runs, 32)
    for told in ("\u201c<wild>\u201d the largest norm is 4,321", "costs 70 bits", "costs 2.5 bits"):
        assert told in picture.alt
    assert "Guessing evenly costs 5.00 bits" in picture.alt
    page = picture.to_html()
    assert "&lt;wild&gt;" in page
    assert "<wild>" not in page
    # Told apart without colour: a solid line, a dashed and a dotted one.
    assert page.count("stroke-dasharray") >= 3


def test_the_table_needs_no_notebook(capsys):
    table = widgets.explore_temperature(
        {"Wax": np.zeros((2, 2)), "Waa": np.zeros((2, 2)), "Wya": np.zeros((2, 2)),
         "b": np.zeros((2, 1)), "by": np.array([[9.0], [0.0]])},
        {0: "\n", 1: "a"},
    )  # fmt: skip
    assert [row[0] for row in table.rows] == ["T = 0.2", "T = 0.5", "T = 1.0", "T = 2.0"]
    assert table.rows[0][1] == ", ".join(["(no letters)"] * widgets.NAMES)
    assert capsys.readouterr().out == ""


@pytest.fixture(scope="module")
def kernel():
    """A real kernel and a client of it, started once, where somebody watches."""
    manager, client = start_new_kernel(cwd=str(ROOT))
    try:
        run(client, "import os\nfor name in ('NBGRADER_EXECUTION', 'PYTEST_CURRENT_TEST'):\n"
                    "    os.environ.pop(name, None)")  # fmt: skip
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client, code):
    """What the cell shows, as bundles, and what it prints."""
    bundles, printed = [], ""

    def collect(message):
        nonlocal printed
        kind, content = message["msg_type"], message["content"]
        assert kind != "error", content
        if kind in ("display_data", "execute_result"):
            bundles.append(content["data"])
        elif kind == "stream":
            printed += content["text"]

    client.execute_interactive(code, output_hook=collect, timeout=60)
    return bundles, printed


def test_a_notebook_has_a_slider_above_the_table(kernel):
    (slider, table), printed = run(kernel, CELL)
    assert WIDGET in slider
    assert "A slider for the temperature" in slider["text/plain"]
    assert "<table>" in table["text/html"]
    assert printed == ""


def test_the_slider_moves_the_names_and_the_field_has_its_label(kernel):
    (slider, _), _ = run(kernel, CELL)
    identity = slider[WIDGET]["model_id"]
    _, printed = run(
        kernel,
        "import ipywidgets\n"
        f"box = ipywidgets.widgets.widget._instances[{identity!r}]\n"
        "(field, slider), names = box.children[0].children, box.children[1]\n"
        "before = names.value\n"
        "slider.value = 0.3\n"
        "print(field.value, field.description, names.value != before, '<b>' in names.value)",
    )
    assert printed == "0.3 Temperature T True False\n"


def test_nobody_watches_so_there_is_only_the_table(kernel):
    """What the instructor's notebook stores: nothing that needs a kernel to be seen."""
    before, after = (
        "import os; os.environ['NBGRADER_EXECUTION'] = 'x'\n",
        "del os.environ['NBGRADER_EXECUTION']",
    )
    (table,), printed = run(kernel, before + CELL)
    run(kernel, after)
    assert set(table) == {"text/html", "text/plain"}
    assert printed == ""


def test_without_ipywidgets_there_is_a_hint(kernel):
    run(kernel, "import sys; had = sys.modules['ipywidgets']; sys.modules['ipywidgets'] = None")
    (table,), printed = run(kernel, CELL)
    run(kernel, "sys.modules['ipywidgets'] = had")
    assert "<table>" in table["text/html"]
    assert "pip install ipywidgets" in printed
