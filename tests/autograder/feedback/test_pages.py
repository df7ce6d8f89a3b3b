"""Feedback pages in a real browser: nothing runs, nothing is loaded, nothing asks."""

import html

import pytest

from autograder.feedback.exporter import rejection_page
from autograder.feedback.page import POLICY
from autograder.feedback.pictures import drawing
from tests.autograder.feedback.payloads import (
    DEAD,
    LIVE,
    SVG,
    TEXT,
    filled,
    hostile_notebook,
    text64,
)
from tests.browser import PHONE

# What a reader might do: move over everything, press everything that does not lead elsewhere.
PROVOKE = """(page) => {
  for (const element of page.querySelectorAll('*')) {
    for (const kind of ['mouseover', 'pointerenter', 'focus', 'toggle', 'animationstart'])
      element.dispatchEvent(new Event(kind));
    const address = element.getAttribute('href') || element.getAttribute('xlink:href') || '';
    if (!/^(https?|mailto):/i.test(address) && element.matches('a,area,button,input,summary'))
      element.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));
  }
}"""


def run(browser, file, settle=300):
    """Open a page, provoke it, and tell what it did beside being there."""
    with browser.visit(file, settle=settle) as visit:
        visit.page.evaluate(f"() => ({PROVOKE})(document)")
        visit.page.wait_for_timeout(settle)
        done = {
            "ran": visit.page.evaluate("window.pwned || []"),
            "asked": [asked for asked in visit.requests if asked != file.resolve().as_uri()],
            "dialogs": visit.dialogs,
            "popups": visit.popups,
        }
        return done, visit.page.evaluate("document.querySelectorAll('section').length")


NOTHING = {"ran": [], "asked": [], "dialogs": [], "popups": []}


def in_frames(payloads, home, before=""):
    """A page with a frame for each payload, which leaves its number when it does anything."""
    frames = [
        filled([payload], f"{home}/{number}", f"top.pwned.push({number})")[0]
        for number, payload in enumerate(payloads)
    ]
    page = "".join(
        f'<iframe srcdoc="{html.escape(f"<!DOCTYPE html>{before}<body>{frame}")}"></iframe>'
        for frame in frames
    )
    return f"<!DOCTYPE html><meta charset=utf-8><script>pwned = []</script>{page}"


def provoke_frames(visit):
    """Provoke every frame that is still there, and give the numbers of those that ran."""
    visit.page.evaluate(
        "() => { for (const frame of document.querySelectorAll('iframe'))"
        f" if (frame.contentDocument) ({PROVOKE})(frame.contentDocument) }}"
    )
    visit.page.wait_for_timeout(1000)
    return set(visit.page.evaluate("pwned"))


def test_payloads_are_live_before_they_are_cleaned(browser, listener, tmp_path):
    """Else the tests below would show nothing."""
    file = tmp_path / "raw.html"
    file.write_text(in_frames(LIVE, listener.address))
    with browser.visit(file, settle=1000) as visit:
        alive = provoke_frames(visit)
        asked = [address for address in visit.requests if address.startswith(listener.address)]
    alive |= {int(address.split("/")[3]) for address in asked}
    assert [payload for number, payload in enumerate(LIVE) if number not in alive] == []
    assert len(LIVE) >= 50
    assert listener.asked


def test_policy_alone_holds_too(browser, listener, tmp_path):
    """What would happen if everything else failed."""
    # A policy in a page cannot keep it from going elsewhere.
    payloads = [payload for payload in LIVE + DEAD if "refresh" not in payload]
    file = tmp_path / "raw.html"
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    file.write_text(in_frames(payloads, listener.address, meta))
    with browser.visit(file, settle=1000) as visit:
        assert provoke_frames(visit) == set()
    assert listener.asked == []


@pytest.mark.parametrize("policy", [True, False], ids=["with policy", "without policy"])
def test_hostile_notebook_does_nothing(browser, export, listener, tmp_path, policy):
    notebook = hostile_notebook(listener.address)
    page = export(notebook)
    assert page.count(POLICY) == 1
    if not policy:
        start = page.index("<meta http-equiv")
        page = page[:start] + page[page.index(">", start) + 1 :]
        assert "Content-Security" not in page[:2000]
    file = tmp_path / "feedback.html"
    file.write_text(page, encoding="utf-8")
    assert run(browser, file, settle=1000) == (NOTHING, len(notebook.cells))
    assert listener.asked == []


@pytest.mark.parametrize("number", range(len(SVG)))
def test_drawing_shown_as_picture_is_dead(browser, listener, tmp_path, number):
    """Even one that was not rebuilt: an <img> runs and loads nothing."""
    (svg,) = filled([SVG[number]], listener.address)
    file = tmp_path / "picture.html"
    file.write_text(f'<p><img src="data:image/svg+xml;base64,{text64(svg)}" alt="x">')
    assert run(browser, file)[0] == NOTHING
    assert listener.asked == []


def test_rebuilt_drawing_is_drawn(browser, tmp_path):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="9"/></svg>'
    file = tmp_path / "picture.html"
    file.write_text(f'<img src="{drawing(svg)[0]}" alt="x">')
    with browser.visit(file) as visit:
        assert visit.page.evaluate("document.images[0].naturalWidth") == 40


def test_rejection_page_shows_what_it_quotes_and_does_nothing(browser, tmp_path):
    text = " ".join(filled(TEXT + LIVE, "http://127.0.0.1:9"))[:2000]
    page = rejection_page(f"toy {text}", f"It says {text}")
    file = tmp_path / "rejection.html"
    file.write_text(page, encoding="utf-8")
    assert POLICY in page
    assert run(browser, file, settle=50)[0] == NOTHING


def test_page_fits_a_phone(browser, export, tmp_path):
    file = tmp_path / "feedback.html"
    file.write_text(export(hostile_notebook("http://127.0.0.1:9")), encoding="utf-8")
    with browser.visit(file, viewport=PHONE) as visit:
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_every_picture_has_a_text(browser, export, tmp_path):
    file = tmp_path / "feedback.html"
    file.write_text(export(hostile_notebook("http://127.0.0.1:9")), encoding="utf-8")
    with browser.visit(file) as visit:
        pictures = visit.page.evaluate(
            "[...document.images].map(i => [i.getAttribute('alt'), i.getAttribute('src')])"
        )
    shown = [alt for alt, address in pictures if address]
    assert shown
    assert all(shown)
