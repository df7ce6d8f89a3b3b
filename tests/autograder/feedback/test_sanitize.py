"""Whatever goes into the sanitizer, nothing comes out that runs, loads or asks."""

import string
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autograder.feedback import sanitize_html
from autograder.feedback.outputs import outputs_html
from autograder.feedback.page import seal_html
from autograder.feedback.pictures import Allowance
from autograder.feedback.sanitize_html import ATTRIBUTES, REL, TAGS, clean_html, markdown_html
from tests.autograder.feedback.payloads import DEAD, LIVE, MARKDOWN, displays, filled, png, text64

HOME = "http://127.0.0.1:9"
ALL = filled(LIVE + DEAD + MARKDOWN, HOME)


class Findings(HTMLParser):
    """What is in a piece of HTML that should not be."""

    def __init__(self, source):
        super().__init__()
        self.wrong = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag not in TAGS:
            self.wrong.append(tag)
        for name, value in attributes:
            if name not in ATTRIBUTES.get(tag, ()) and (name, value) != ("rel", REL):
                self.wrong.append((tag, name))
            if name == "src" and not value.startswith("data:image/"):
                self.wrong.append((tag, name, value))
            if name == "href" and not value.lower().startswith(("http:", "https:", "mailto:")):
                self.wrong.append((tag, name, value))

    def handle_comment(self, data):
        self.wrong.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


@pytest.mark.parametrize("payload", ALL)
def test_payloads_come_out_clean_and_stay_so(payload):
    for cleaned in (clean_html(payload), markdown_html(payload)):
        assert Findings(cleaned).wrong == []
        assert clean_html(cleaned) == cleaned


def test_the_check_itself_finds_what_is_wrong():
    found = [payload for payload in filled(LIVE, HOME) if Findings(payload).wrong]
    assert found == filled(LIVE, HOME)


# Pieces that a parser takes for the beginnings and ends of things, in any order.
PIECES = st.sampled_from(
    [piece for payload in ALL for piece in payload.replace(">", ">\x01").split("\x01")]
    + [
        "</p>",
        "</b>",
        "</svg>",
        "</math>",
        "</style>",
        "</table>",
        "<p>",
        "<b>",
        "<a>",
        "<table>",
        "<svg>",
        "<math>",
        "<mi>",
        "<li>",
    ]
    + ["<style>", "<title>", "<noscript>", "<form>", "<!--", "-->", "<![CDATA[", "]]>", "<?x"]
    + ["&lt;script&gt;", "&#x202e;", "\x00", "\r", '"', "'", "`", "<", "&", "=", "/"]
)
SOUP = st.lists(PIECES | st.text(string.printable, max_size=5), max_size=12).map("".join)


@settings(max_examples=400, deadline=None)
@given(SOUP)
@example("<a><marquee><a>")  # without the element between them, one link is in the other
@example("<a><table><a>")
@example("<pre>\n\n\n\n\n\n\n\nx")  # a parser drops one line break each time
def test_no_soup_of_pieces_gets_through(soup):
    cleaned = clean_html(soup)
    assert Findings(cleaned).wrong == []
    assert clean_html(cleaned) == cleaned
    assert seal_html(cleaned) == cleaned
    assert Findings(markdown_html(soup)).wrong == []


@settings(max_examples=100, deadline=None)
@given(SOUP, st.sampled_from(["text/html", "text/plain", "image/svg+xml", "text/markdown"]))
def test_no_output_of_any_kind_gets_through(soup, kind):
    outputs = [
        {"output_type": "display_data", "data": {kind: soup}},
        {"output_type": "stream", "text": soup},
        {"output_type": "error", "ename": soup, "evalue": soup, "traceback": [soup]},
    ]
    assert Findings(outputs_html(outputs, "cell 1")).wrong == []


def test_every_prepared_output_is_harmless():
    for output in displays(HOME):
        assert Findings(outputs_html([output], "cell 1")).wrong == []


def test_what_would_take_long_to_parse_is_shown_as_its_source():
    assert clean_html("<div>" * 6_000).startswith("<pre>&lt;div&gt;")
    assert clean_html("x " * 150_000).startswith("<pre>x")
    table = "<table>" + "<tr><td>1</td><td>2</td></tr>" * 1_000 + "</table>"
    assert clean_html(table).count("<td>2</td>") == 1_000


def test_what_never_stays_the_same_is_shown_as_its_source(monkeypatch):
    assert clean_html("<a><marquee><a>").count("<a ") == 2
    monkeypatch.setattr(sanitize_html, "MOST_ROUNDS", 2)
    assert clean_html("<b>x") == "<b>x</b>"
    assert clean_html("<a><marquee><a>") == "<pre>&lt;a&gt;&lt;marquee&gt;&lt;a&gt;</pre>"


def test_pictures_are_counted_once():
    source = f'<img src="data:image/png;base64,{text64(png(9, 9))}"><a><marquee><a>'
    assert clean_html(source, Allowance(pixels=81)).count("<img src=") == 1
    assert clean_html(source * 2, Allowance(pixels=161)).count("<img src=") == 1


def test_highlighted_text_stays_and_elements_that_html_lacks_go():
    assert clean_html("<mark>a</mark> <grade>b</grade>") == "<mark>a</mark> b"


def test_honest_markdown_stays():
    page = markdown_html(
        "# Title\n\n*a* **b** `c` [d](https://example.org/?a=1&b=2)\n\n- x\n- y\n\n"
        "|a|b|\n|-|:-:|\n|1|2|\n\n```python\nprint(1 < 2)\n```\n\n$a_1 < b_2$\n\n$$x^2$$"
    )
    for part in (
        "<h1>Title</h1>",
        "<em>a</em> <strong>b</strong> <code>c</code>",
        f'<a href="https://example.org/?a=1&amp;b=2" rel="{REL}">d</a>',
        "<li>x</li>",
        "<td>1</td>",
        "<pre><code>print(1 &lt; 2)\n</code></pre>",
        "<code>a_1 &lt; b_2</code>",
        "<code>x^2</code>",
    ):
        assert part in page


def test_attached_pictures_are_shown_when_they_are_pictures():
    bundle = {"a.png": {"image/png": text64(png(9, 9))}, "b.png": {"image/png": text64("<svg>")}}
    page = markdown_html("![A](attachment:a.png) ![B](attachment:b.png)", bundle)
    assert f'src="data:image/png;base64,{text64(png(9, 9))}" alt="A"' in page
    assert page.count("src=") == 1
    assert 'alt="B"' in page


def test_best_safe_form_of_an_output_is_chosen():
    def show(**data):
        named = {name.replace("_", "/"): value for name, value in data.items()}
        return outputs_html([{"output_type": "display_data", "data": named}], "cell 4")

    assert show(text_html="<b>1</b>", text_plain="1") == "<div><b>1</b></div>"
    assert show(text_html="<script>1</script>", text_plain="1") == "<pre>1</pre>"
    assert show(application_javascript="alert(1)") == ""
    assert 'alt="Picture: output 1 of cell 4"' in show(image_png=text64(png(9, 9)))
    assert "50,000 by 50,000" in show(image_png=text64(png(50_000, 50_000)), text_plain="<Figure>")
    assert show(text_latex="$x<y$") == "<pre>$x&lt;y$</pre>"


def test_a_cell_and_a_page_are_full_some_time():
    stream = {"output_type": "stream", "text": "x" * 15_000}
    page = outputs_html([stream] * 40, "cell 1")
    assert len(page) < 260_000
    assert "the rest of its output is left out" in page
    many = [{"output_type": "stream", "text": "x"}] * 10_000
    assert "9950 more outputs are left out" in outputs_html(many, "cell 1")


@pytest.mark.parametrize(
    "outputs", [None, 3, "x", [None], [{}], [{"output_type": "display_data", "data": 3}]]
)
def test_outputs_that_are_none(outputs):
    assert outputs_html(outputs, "cell 1") == ""
