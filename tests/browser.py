"""Debian's Chromium, to look at pages with: what they ask for, say and run.

``browser`` is a fixture of `tests/autograder/conftest.py`, and of no other: each import would make
a browser of its own, and playwright allows one in a process. Nothing is downloaded: the browser is
the system's, and playwright only speaks to it.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever a page asks for, nothing leaves this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 700}


@dataclass
class Visit:
    """A page, and what happened in it.

    Attributes
    ----------
    page : Page
        playwright's.
    requests : list of str
        Every address that was asked for, the page's own first; ``data:`` is not counted.
    dialogs, console, popups : list of str
        Texts of dialogs, lines of the console, addresses of windows that opened.
    """

    page: Page
    requests: list = field(default_factory=list)
    dialogs: list = field(default_factory=list)
    console: list = field(default_factory=list)
    popups: list = field(default_factory=list)


class Browser:
    """A running Chromium; each visit gets a profile of its own.

    Parameters
    ----------
    chromium : playwright.sync_api.Browser
    """

    def __init__(self, chromium):
        self.chromium = chromium

    @contextmanager
    def visit(self, address, viewport=DESKTOP, settle=300, **context):
        """Open a page and record what it does.

        Parameters
        ----------
        address : str or Path
            A URL, or a file.
        viewport : dict of str to int
            ``width`` and ``height`` in CSS pixels.
        settle : int
            Milliseconds to wait after it has loaded, for what starts late.
        **context
            For playwright's ``new_context``.

        Yields
        ------
        Visit
        """
        if isinstance(address, Path):
            address = address.resolve().as_uri()
        profile = self.chromium.new_context(viewport=viewport, **context)
        try:
            visit = Visit(profile.new_page())
            page = visit.page
            page.on("request", lambda request: note_request(visit, request.url))
            page.on("console", lambda line: visit.console.append(line.text))
            page.on("pageerror", lambda error: visit.console.append(str(error)))
            page.on("popup", lambda popup: visit.popups.append(popup.url))
            page.on("dialog", lambda dialog: note_dialog(visit, dialog))
            page.goto(address, wait_until="load", timeout=60_000)
            page.wait_for_timeout(settle)
            yield visit
        finally:
            profile.close()


def note_request(visit, address):
    """Record an address that leaves the page."""
    if not address.startswith(("data:", "blob:")):
        visit.requests.append(address)


def note_dialog(visit, dialog):
    """Record a dialog and close it, so that the page goes on."""
    visit.dialogs.append(dialog.message)
    dialog.dismiss()


@contextmanager
def opened():
    """A `Browser` for as long as it is needed."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=ARGUMENTS, chromium_sandbox=False
        )
        yield Browser(chromium)
        chromium.close()


@pytest.fixture(scope="session")
def browser():
    """A `Browser` for all tests of a run."""
    with opened() as browser:
        yield browser
