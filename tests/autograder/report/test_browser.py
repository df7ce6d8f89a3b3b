"""The report in a real browser: for phones, screen readers and keyboards, against hostile names."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from autograder.feedback.page import POLICY
from tests.autograder.report.hostile import LIVE
from tests.axe import check_file
from tests.browser import DESKTOP

ESSENTIALS = Path(__file__).with_name("essentials.js").read_text()
SMALL = {"width": 360, "height": 740}
OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"


@pytest.fixture(params=["shown", "hostile"])
def page(request, shown_page, hostile):
    return {"shown": shown_page, "hostile": hostile}[request.param]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [SMALL, DESKTOP], ids=["phone", "desktop"])
def test_essentials_of_accessibility(browser, page, scheme, viewport):
    with browser.visit(page, viewport=viewport, settle=50, color_scheme=scheme) as visit:
        visit.page.evaluate(OPEN_ALL)
        assert visit.page.evaluate(ESSENTIALS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, shown_page, scheme):
    test_result = check_file(browser, shown_page, scheme)
    assert test_result.ours + test_result.theirs == []
    assert test_result.passed > 15


BROKEN = {
    "<h3>": "a level of headings is skipped",
    "<caption>": "table without a caption",
    'role="img"': "picture without its role",
    ' scope="col"': "head without a scope",
    ' lang="en"': "no language",
    'id="review"': "link to nothing",
}
REPLACED = {"<h3>": "<h5>", "<caption>": "<caption hidden></caption><caption>"}


@pytest.mark.parametrize("piece", BROKEN)
def test_the_check_of_essentials_finds(browser, shown_page, tmp_path, piece):
    """Else an empty list would tell nothing."""
    text = shown_page.read_text(encoding="utf-8")
    assert piece in text
    file = tmp_path / "broken.html"
    file.write_text(text.replace(piece, REPLACED.get(piece, "")), encoding="utf-8")
    with browser.visit(file, settle=0) as visit:
        assert BROKEN[piece] in " ".join(visit.page.evaluate(ESSENTIALS))


def test_the_check_of_essentials_finds_faint_letters(browser, shown_page):
    with browser.visit(shown_page, settle=0) as visit:
        visit.page.add_style_tag(content=":root { --muted: #9aa0a6 !important }")
        assert "contrast" in " ".join(visit.page.evaluate(ESSENTIALS))


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_wider_than_the_window(browser, page, width):
    with browser.visit(page, viewport={"width": width, "height": 800}, settle=0) as visit:
        visit.page.evaluate(OPEN_ALL)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        wide = """[...document.querySelectorAll('main *')]
            .filter(one => !one.closest('svg, .scroll, caption'))
            .filter(one => one.getBoundingClientRect().right > window.innerWidth + 1)
            .map(one => one.outerHTML.slice(0, 100))"""
        assert visit.page.evaluate(wide) == []


def test_it_loads_runs_and_says_nothing(browser, page):
    with browser.visit(page) as visit:
        assert [asked for asked in visit.requests if asked != page.resolve().as_uri()] == []
        assert (visit.console, visit.dialogs, visit.popups) == ([], [], [])
        assert visit.page.evaluate("window.pwned") is None
        assert visit.page.evaluate("document.scripts.length + document.images.length") == 0
        policy = "document.querySelector('meta[http-equiv=Content-Security-Policy]').content"
        assert visit.page.evaluate(policy) == POLICY


def test_what_students_write_stays_text(browser, hostile):
    with browser.visit(hostile, settle=0) as visit:
        visit.page.evaluate(OPEN_ALL)
        text = visit.page.evaluate("document.querySelector('main').innerText")
        elements = visit.page.evaluate(
            "[...document.querySelectorAll('body *')].map(e => e.tagName)"
        )
        names = visit.page.evaluate("[...document.querySelectorAll('bdi')].map(e => e.innerText)")
        handlers = visit.page.evaluate("""[...document.querySelectorAll('*')]
            .flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on') || n === 'src')""")
        pictures = visit.page.evaluate("document.querySelectorAll('svg').length")
    squeezed = " ".join(text.split())
    for piece in LIVE:
        assert piece[:49] in squeezed, piece
    assert "1337" not in text
    assert {"SCRIPT", "IMG", "STYLE", "I"}.isdisjoint(elements)
    assert handlers == []
    assert pictures == 8  # two for wide and narrow each, four exercises
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b]", text)
    assert "⟨U+202E⟩evil" in text
    assert "محمد" in text
    assert max(map(len, names)) <= 80


def test_no_name_is_longer_than_a_line_or_two(browser, hostile):
    with browser.visit(hostile, viewport=SMALL, settle=0) as visit:
        heights = visit.page.evaluate(
            "[...document.querySelectorAll('bdi')].map(e => e.getBoundingClientRect().height)"
        )
    assert len(heights) > 50
    assert max(heights) < 260


def test_each_link_leads_to_a_feedback_page(browser, page):
    with browser.visit(page, settle=0) as visit:
        links = visit.page.evaluate(
            "[...document.links].filter(a => !a.getAttribute('href').startsWith('#'))"
            ".map(a => [a.getAttribute('href'), a.href])"
        )
    assert len(links) > 10
    for written, resolved in links:
        assert re.fullmatch(r"\.\./feedback/(?:[\w.~-]|%[0-9A-F]{2})+/[\w.]+/[\w.]+\.html", written)
        assert Path(unquote(resolved.removeprefix("file://"))).is_file(), written


def test_a_link_opens_in_the_browser(browser, hostile):
    with browser.visit(hostile, settle=0) as visit:
        visit.page.locator("section a[href^='..']").first.click()
        visit.page.wait_for_load_state()
        assert visit.page.title() == "Feedback"


def test_a_screen_reader_gets_the_figures(browser, shown_page):
    """From the browser's own tree of accessible things."""
    with browser.visit(shown_page, settle=0) as visit:
        tree = visit.page.locator("body").aria_snapshot()
    assert re.search(r'heading "dinosaur_land" \[level=1\]', tree)
    assert re.search(r'img "Histogram of total points out of 100\. Median [\d.]+', tree)
    assert re.search(r'img "Bars of the graded cells of clip: range, \d+ % with full points', tree)
    assert re.search(r'img "Points by time of submitting, in UTC\. Due 2026-03-20 22:00', tree)
    # Of each picture for wide and narrow windows a reader meets one.
    assert tree.count('img "') == 6
    assert re.search(r'columnheader "Why"', tree)
    assert 'table "Rejected: students and reasons"' in tree


def test_the_keyboard_shows_where_it_is(browser, shown_page):
    with browser.visit(shown_page, settle=0) as visit:
        visit.page.keyboard.press("Tab")
        style = visit.page.evaluate(
            "(({outlineStyle, outlineWidth}) => [outlineStyle, outlineWidth, "
            "document.activeElement.textContent, "
            "document.activeElement.getBoundingClientRect().left])"
            "(getComputedStyle(document.activeElement))"
        )
        assert style[:3] == ["solid", "3px", "Skip to the report"]
        assert style[3] >= 0
        visit.page.keyboard.press("Enter")
        assert visit.page.evaluate("document.activeElement.id") == "main"


def test_on_paper_it_is_dark_on_white(browser, shown_page):
    with browser.visit(shown_page, settle=0, color_scheme="dark") as visit:
        visit.page.emulate_media(media="print")
        colours = "(({color, backgroundColor}) => [color, backgroundColor])"
        assert visit.page.evaluate(f"{colours}(getComputedStyle(document.body))") == [
            "rgb(0, 0, 0)",
            "rgb(255, 255, 255)",
        ]
