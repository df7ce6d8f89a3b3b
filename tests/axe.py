"""axe over pages, in a real browser.

axe is a collection of rules for accessible pages; its script comes with a package and is not
downloaded. As a program it prints what it finds, for notebooks (as nbconvert exports them, in both
of its themes) and for pages: ``python -m tests.axe [FILE.ipynb or FILE.html ...]``.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from axe_playwright_python.sync_playwright import Axe
from nbconvert import HTMLExporter

from tests.browser import opened
from tests.instructor import ASSIGNMENTS

THEMES = ("light", "dark")
# What nbconvert's own template does, which we leave as it is: rule, where, and why.
THEIRS = {
    ("color-contrast", ".jp-InputPrompt, .jp-OutputPrompt"): "the grey counters of cells",
    ("color-contrast", ".highlight"): "Pygments' colours of code",
}
# Most words of a page are code, and to measure the contrast of each would take most of the time.
CODE = [[".highlight"]]
# nbconvert's text for a picture that has none; axe takes it for one.
FILLER = "No description has been provided"


@dataclass
class CellResult:
    """What axe says of a page.

    Attributes
    ----------
    passed : int
        Rules that apply and hold.
    ours, theirs : list of str
        Places that break a rule: those that we answer for, and those of `THEIRS`.
    unsure : list of str
        What axe leaves to a person.
    """

    passed: int
    ours: list
    theirs: list
    unsure: list


def export(notebook, theme, path):
    """Write a notebook as the page that ``jupyter nbconvert --to html --theme`` makes of it.

    Parameters
    ----------
    notebook : NotebookNode
    theme : {"light", "dark"}
    path : Path
        The file to write.

    Returns
    -------
    Path
    """
    page, _ = HTMLExporter(theme=theme).from_notebook_node(notebook)
    path.write_text(page, "utf-8")
    return path


def examine(page, code=False):
    """Run axe on an open page.

    Parameters
    ----------
    page : playwright.sync_api.Page
    code : bool
        Whether code is looked at too, which takes several times as long.

    Returns
    -------
    Test result
    """
    found = Axe().run(page, context=None if code else {"exclude": CODE}).response
    test_result = CellResult(len(found["passes"]), [], [], [])
    for violation in found["violations"]:
        for node in violation["nodes"]:
            place = theirs(page, violation["id"], node["target"])
            kept = test_result.ours if place is None else test_result.theirs
            kept.append(f"{violation['id']}: {violation['help']}: {node['html'][:120]}")
    for rule in found["incomplete"]:
        test_result.unsure += [f"{rule['id']}: {node['html'][:120]}" for node in rule["nodes"]]
    return test_result


def theirs(page, rule, target):
    """Why a violation is not ours, or None if it is."""
    for (name, place), reason in THEIRS.items():
        inside = "([target, place]) => !!document.querySelector(target)?.closest(place)"
        if rule == name and len(target) == 1 and page.evaluate(inside, [target[0], place]):
            return reason
    return None


def check_file(browser, path, scheme, code=False):
    """Open a page with the system set to a light or a dark scheme, and run axe on it.

    Parameters
    ----------
    browser : tests.browser.Browser
    path : Path
    scheme : {"light", "dark"}
    code : bool
        As for `examine`.

    Returns
    -------
    Test result
    """
    with browser.visit(path, settle=0, color_scheme=scheme) as visit:
        visit.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        return examine(visit.page, code)


def reject_own_names(browser, notebook, theme, folder):
    """Fail if axe finds in a notebook's page what we answer for, or hardly anything to look at.

    Parameters
    ----------
    browser : tests.browser.Browser
    notebook : NotebookNode
    theme : {"light", "dark"}
    folder : Path
        Gets the page.
    """
    page = export(notebook, theme, folder / "page.html")
    assert FILLER not in page.read_text("utf-8")
    test_result = check_file(browser, page, theme)
    assert test_result.ours == []
    assert test_result.passed > 20


def main(paths):
    """Print a table, and below it every place that breaks a rule of ours; 1 if there is one."""
    ours = []
    print("| page | theme | rules that hold | ours | nbconvert's own | for a person to judge |")
    print("| --- | --- | --- | --- | --- | --- |")
    with opened() as browser, TemporaryDirectory() as folder:
        for path in paths:
            for theme in THEMES:
                page = path
                if path.suffix == ".ipynb":
                    notebook = nbformat.read(path, as_version=4)
                    page = export(notebook, theme, Path(folder) / f"{theme}.html")
                test_result = check_file(browser, page, theme, code=True)
                counts = [test_result.ours, test_result.theirs, test_result.unsure]
                numbers = " | ".join(str(len(places)) for places in counts)
                print(f"| {path.name} | {theme} | {test_result.passed} | {numbers} |")
                ours += [f"{path.name}, {theme}: {place}" for place in test_result.ours]
    print("\n".join(["", *ours]))
    return 1 if ours else 0


if __name__ == "__main__":
    ours = [assignment.notebook for assignment in ASSIGNMENTS]
    sys.exit(main([Path(name) for name in sys.argv[1:]] or ours))
