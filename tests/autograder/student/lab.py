"""A notebook in JupyterLab or Notebook 7, used as a student does: by mouse and keyboard."""

import re
import time
from contextlib import contextmanager

import nbformat
from playwright.sync_api import expect

from tests.autograder.formgrader.server import SECRET
from tests.instructor import ROOT

PICTURES = ROOT / "build" / "screenshots"
WIDE = {"width": 1280, "height": 1000}
WAIT = 60_000  # milliseconds, on a busy machine
LONGEST_RUN = 180_000  # of all cells
expect.set_options(timeout=WAIT)
# Notebook 7 says this while it starts, whatever it is to show.
NOT_OURS = {"Cannot read properties of undefined (reading 'schema')"}
# A cell that waits or runs has a star for its number. `seen` is one that has to have run, unless
# an error has stopped all that come after it.
FINISHED = """
(seen) => {
  const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")];
  const kernel = document.querySelector(".jp-Notebook-ExecutionIndicator");
  return kernel.dataset.status === "idle"
    && !prompts.some((prompt) => prompt.textContent.includes("*"))
    && (/[0-9]/.test(seen.querySelector(".jp-InputPrompt").textContent)
      || document.querySelector('[data-mime-type="application/vnd.jupyter.stderr"]'));
}
"""


@contextmanager
def at(browser, home, address, name):
    """Open a page of the student's Jupyter; in the end nothing may have gone wrong in it.

    Parameters
    ----------
    browser : Browser
    home : str
        Where Jupyter is served.
    address : str
        Below that.
    name : str
        Of the picture that is kept where the test fails.

    Yields
    ------
    playwright.sync_api.Page
    """
    errors = set()
    # Figures are there at once, whole, for those who want no motion; and for pictures of them.
    still = {"reduced_motion": "reduce"}
    with browser.visit("about:blank", viewport=WIDE, settle=0, **still) as visit:
        page = visit.page
        page.set_default_timeout(WAIT)
        page.on("console", lambda line: line.type == "error" and errors.add(line.text))
        page.on("pageerror", lambda error: errors.add(str(error)))
        try:
            page.goto(f"{home}/{address}?token={SECRET}")
            yield page
        except BaseException:
            picture(page, f"failed-{name}")
            raise
        assert errors <= NOT_OURS, errors
        assert not visit.dialogs, visit.dialogs
        # Whoever reads and runs the notebook tells nobody.
        assert not [asked for asked in visit.requests if not asked.startswith((home, "about:"))]


def picture(shown, name):
    """Keep a picture of a page, or of a part of it that a locator finds."""
    path = PICTURES / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    shown.screenshot(path=path)


def menu(page, *names):
    """Choose from the menu bar."""
    labels = page.locator(".lm-MenuBar-itemLabel, .lm-Menu-itemLabel")
    for name in names:
        labels.get_by_text(name, exact=True).filter(visible=True).click()


class Notebook:
    """An open notebook.

    Parameters
    ----------
    page : playwright.sync_api.Page
    path : Path
        Its file, which is only read: it tells where each cell stands.
    album : str
        Begins the names of its pictures, and is another one for each file of tests, since several
        run at once: a folder, ``name/``.
    """

    def __init__(self, page, path, album=""):
        self.page, self.path, self.album = page, path, album
        self.order = [cell.id for cell in self.read().cells]
        expect(page.locator(".jp-Notebook .jp-Cell")).to_have_count(len(self.order))
        idle = page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
        expect(idle).to_have_count(1)

    def read(self):
        """What is stored."""
        return nbformat.read(self.path, as_version=4)

    def cell(self, name):
        """A cell by its id."""
        place = f'.jp-Notebook .jp-Cell[data-windowed-list-index="{self.order.index(name)}"]'
        return self.page.locator(place)

    def output(self, name):
        """What stands below a cell."""
        return self.cell(name).locator(".jp-Cell-outputWrapper")

    def text(self, name):
        """The text below a cell, also where the browser leaves out what is not in view."""
        return self.output(name).text_content()

    def type_over(self, name, line, lines, keys):
        """Click on a line of a cell and type others in its place.

        Parameters
        ----------
        name : str
            The cell's id.
        line : str
            What the line holds; it gives its indentation to the others.
        lines : list of str
        keys : bool
            Whether every key is pressed, which takes seconds, or each line comes at once.
        """
        found = self.cell(name).locator(".cm-line", has_text=line)
        found.scroll_into_view_if_needed()
        indentation = re.match(" *", found.text_content())[0]
        found.click()
        self.page.keyboard.press("Home")
        self.page.keyboard.press("Shift+End")
        for number, line in enumerate(lines):
            if number:
                # Enter would indent by itself.
                self.page.keyboard.insert_text("\n" + indentation)
            (self.page.keyboard.type if keys else self.page.keyboard.insert_text)(line)

    def rewrite(self, name, source):
        """Put another text into a cell, as from the clipboard."""
        self.cell(name).locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)

    def run(self, name):
        """Run a cell and wait until it is done."""
        prompt = self.cell(name).locator(".jp-InputPrompt")
        before = prompt.inner_text()
        prompt.click()
        self.page.keyboard.press("Control+Enter")
        expect(prompt).not_to_have_text(before)
        self.wait_for(name)

    def run_all(self):
        """Run all cells from the menu; give the seconds that it takes."""
        begin = time.monotonic()
        menu(self.page, "Run", "Run All Cells")
        self.wait_for_all()
        return time.monotonic() - begin

    def wait_for_all(self):
        """Until all cells have run."""
        *_, last = (cell.id for cell in self.read().cells if cell.cell_type == "code")
        self.wait_for(last)

    def wait_for(self, name):
        """Until nothing runs any more, after a cell has."""
        seen = self.cell(name).element_handle()
        self.page.wait_for_function(FINISHED, arg=seen, timeout=LONGEST_RUN)

    def save(self):
        with self.page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
            self.page.keyboard.press("Control+S")
        assert saved.value.ok

    def picture(self, shown, name):
        """Keep a picture in the notebook's album."""
        picture(shown, f"{self.album}{name}")

    def pictures(self):
        """Keep a picture of each section, with its heading at the top."""
        # One that another follows at once is in that one's picture, or as good as.
        headings = self.page.locator(".jp-Notebook :is(h1, h2, h3):not(:has(+ :is(h2, h3)))").all()
        for number, heading in enumerate(headings, start=1):
            heading.evaluate("heading => heading.scrollIntoView()")
            title = re.sub(r"\W+", "-", heading.inner_text()).strip("-").lower()
            self.picture(self.page, f"section-{number:02}-{title[:40]}")
