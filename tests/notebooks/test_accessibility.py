"""The lint finds what nobody could read, and finds nothing in our notebooks."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.instructor import ROOT
from tests.notebooks.accessible import findings, tells

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*/*.ipynb"))
ALT = "A line that falls from 23 to 22 over 35,000 steps."
DRAWING = f'<svg role="img" aria-label="{ALT}"><g><path d="M0 0"/></g></svg>'


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_our_notebooks_are_for_everybody(path):
    assert findings(nbformat.read(path, as_version=4)) == []


def text(source):
    return new_markdown_cell(f"# Title\n\n{source}", id="x")


def shown(html, plain=ALT, **other):
    output = new_output("display_data", {"text/html": html, "text/plain": plain, **other})
    return new_code_cell("1", id="x", outputs=[output])


def of(*cells):
    if not any(cell.source.startswith("# ") for cell in cells):
        cells = (new_markdown_cell("# Title", id="title"), *cells)
    return findings(new_notebook(cells=list(cells)))


GOOD = {
    "headings": text("## A\n\n### B\n\n## C\n\n```text\n##### no heading\n```"),
    "picture": text(f"![{ALT}](loss.png)"),
    "table": text("| a | b |\n| --- | --- |\n| 1 | 2 |"),
    "link": text("Read [the manual of numpy](https://numpy.org/doc/)."),
    "formula": text("$W_{aa} < 1$ and $$a^{(t)} = \\tanh(b)$$"),
    "shape": text("Both paths start at the orange square. The left one, in blue, is shorter."),
    "colour of a thing": text("The green valley. Is the red planet near?"),
    "drawing": shown(DRAWING),
    "hidden drawing": shown(DRAWING.replace('role="img"', 'aria-hidden="true"'), ALT),
    "img": shown(f'<img src="data:," alt="{ALT}">'),
    "progress": shown('<progress value="1" max="2" aria-label="training"></progress> half'),
    "html table": shown("<table><tr><th>a</th></tr><tr><td>1</td></tr></table>", "a\n1"),
    "print": new_code_cell("1", outputs=[new_output("stream", text="loss = 23.1\n")], id="x"),
    "value": new_code_cell("1", outputs=[new_output("execute_result", {"text/plain": "2"})]),
}


@pytest.mark.parametrize("cell", GOOD.values(), ids=GOOD)
def test_what_is_good_passes(cell):
    assert of(cell) == []


BAD = {
    "level": (text("### A"), "a level is skipped before the heading 'A"),
    "two titles": (text("# Another"), "another title, 'Another"),
    "empty heading": (text("##"), "an empty heading"),
    "no alt": (text("![](loss.png)"), "alt tells nothing: ''"),
    "filler": (text("![No description has been provided for this image](x.png)"), "tells nothing"),
    "file": (text("![loss.png](loss.png)"), "alt tells nothing: 'loss.png'"),
    "short alt": (text("![the loss](loss.png)"), "alt tells nothing: 'the loss'"),
    "html without alt": (text('<img src="loss.png">'), "alt tells nothing: None"),
    "here": (text("Click [here](https://numpy.org)."), "does not say where it leads: 'here'"),
    "bare address": (text("See <https://numpy.org>."), "does not say where it leads: 'https"),
    "html table": (text("<table><tr><td>1</td></tr></table>"), "a table without headers"),
    "empty headers": (text("| | |\n| --- | --- |\n| 1 | 2 |"), "a table without headers"),
    "colour": (text("The red cell is wrong."), "by its colour alone: 'red cell'"),
    "in colour": (text("Mistakes are shown in dark red."), "by its colour alone: 'in dark red'"),
    "png": (shown(DRAWING, **{"image/png": "eA=="}), "an output is a bare picture"),
    "svg": (shown(DRAWING, **{"image/svg+xml": "<svg/>"}), "an output is a bare picture"),
    "no label": (shown("<svg role='img'></svg>"), "aria-label tells nothing: ''"),
    "no role": (shown(DRAWING.replace(' role="img"', "")), 'without role="img"'),
    "img in output": (shown("<img src='data:,'>"), "alt tells nothing: None"),
    "two drawings": (shown(DRAWING + "<svg></svg>"), "aria-label tells nothing"),
    "matplotlib": (shown(DRAWING, "<Figure size 960x420 with 1 Axes>"), "text tells nothing"),
    "ipython": (shown("<b>x</b>", "<IPython.core.display.HTML object>"), "text tells nothing"),
    "no words": (shown("<b>x</b>", ""), "text tells nothing"),
    "few words": (shown(DRAWING, "a drawing"), "does not tell its picture: 'a drawing'"),
    "progress": (shown("<progress value='1'></progress>"), "<progress> without a label"),
    "output table": (shown("<table><tr><td>1</td></tr></table>"), "a table without headers"),
    "unclosed": (shown("<div><b>x</div>"), "<b> is not closed"),
    "unopened": (shown("x</div>"), "</div> closes nothing"),
    "left open": (shown("<p>x"), "<p> is not closed"),
    "self-closed": (shown("<div/>x"), "<div/> stays open"),
    "attribute": (shown('<b class="a" class="b">x</b>'), "has an attribute twice"),
    "ids": (shown('<b id="a">x</b><i id="a">y</i>'), "the id 'a' stands twice"),
    "colour in output": (shown("<b>x</b>", "look at the blue line"), "alone: 'blue line'"),
    "colour printed": (
        new_code_cell("1", outputs=[new_output("stream", text="the green bars\n")], id="x"),
        "by its colour alone: 'green bars'",
    ),
}


@pytest.mark.parametrize(("cell", "expected"), BAD.values(), ids=BAD)
def test_what_is_bad_is_found(cell, expected):
    (found,) = {finding for finding in of(cell) if expected in finding}
    assert found.startswith("x: ")


def test_a_notebook_without_headings_is_found():
    notebook = new_notebook(cells=[new_markdown_cell("Hello.")])
    assert findings(notebook) == ["no cell: there is no heading"]


def test_ids_of_several_cells_are_compared():
    one, other = shown('<b id="a">x</b>'), shown('<b id="a">y</b>')
    one.id = "first"
    assert of(one, other) == ["x: the id 'a' stands twice"]


@pytest.mark.parametrize("said", ["", "loss", "Figure 1", "<Figure size 640x480 with 1 Axes>"])
def test_tells_nothing(said):
    assert not tells(said)
