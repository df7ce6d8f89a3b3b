"""The pages show commands that exist, links that lead somewhere, and what was computed."""

import importlib
import importlib.util
import re
import shlex

import click
import nbformat
import pytest
from nbgrader.apps import NbGraderApp
from traitlets.config import Configurable

from autograder.cli import main
from tests.instructor import NOTEBOOK, ROOT

PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md"),
                 *ROOT.glob("notebooks/*/README.md")]
)  # fmt: skip
MOST_README_LINES, LONGEST_README_LINE = 120, 100
BLOCK = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^    (\S.*)$", re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
# Where the classes of the traits lie that the pages name, besides nbgrader's own applications.
MODULES = (
    "autograder.export.canvas",
    "autograder.export.moodle",
    "autograder.grading.calibration",
    "autograder.release.package",
    "autograder.sandbox.limits",
    "nbgrader.coursedir",
    "nbgrader.exchange.default.exchange",
)


def read(page):
    return (ROOT / page).read_text("utf-8")


def commands(text):
    """Yield the commands that a page shows, without their comments and outputs."""
    found = [line for block in BLOCK.findall(text) for line in block.splitlines()]
    found += INDENTED.findall(text) + INLINE.findall(text)
    for line in found:
        line = line.partition("  #")[0].strip().removeprefix("$ ")
        line = re.sub(r"^([A-Z_]+=\S+ )+", "", line)
        yield re.sub(r"^(\.venv/bin/)?(python -m (?=pytest|autograder|nbgrader))?", "", line)


def of_program(text, program):
    """Yield the words of each command of one program."""
    for line in commands(text):
        if re.match(rf"{program} \S", line) and not re.search(r"[│━]|\.\.\.", line):
            yield shlex.split(line)[1:]


ALL = {page: read(page) for page in PAGES}
# What changed is not what there is.
CURRENT = {page: text for page, text in ALL.items() if page != "CHANGELOG.md"}


def in_pages(program):
    found = {(page, tuple(words)) for page, text in CURRENT.items()
             for words in of_program(text, program)}  # fmt: skip
    return [pytest.param(words, id=f"{page}: {' '.join(words)}") for page, words in sorted(found)]


def check_click(command, words):
    """Raise click's own error for an option that a command does not know."""
    words = list(words)
    while isinstance(command, click.Group):
        # A group leaves what follows its own options, as click does.
        _, words, _ = command.make_parser(click.Context(command)).parse_args(words)
        if not words:
            return
        found = command.get_command(click.Context(command), words[0])
        assert found is not None, f"there is no command {words[0]}"
        command, words = found, words[1:]
    command.make_parser(click.Context(command)).parse_args(words)


@pytest.mark.parametrize("words", in_pages("autograder"))
def test_every_command_of_ours_exists(words):
    check_click(main, words)


def test_a_command_that_does_not_exist_is_found():
    with pytest.raises(AssertionError, match="no command mark"):
        check_click(main, ["mark"])
    with pytest.raises(click.NoSuchOption):
        check_click(main, ["export", "canvas", "--refused", "zero"])
    with pytest.raises(click.NoSuchOption):
        check_click(main, ["grade", "--anew"])


@pytest.mark.parametrize("words", in_pages("make"))
def test_every_target_exists(words):
    targets = re.search(r"^\.PHONY: (.*)$", read("Makefile"), re.MULTILINE)[1].split()
    for word in words:
        assert word in targets or re.match(r"[A-Z]+=", word), word


@pytest.mark.parametrize("words", in_pages("nbgrader"))
def test_every_command_of_nbgraders_exists(words):
    app = NbGraderApp()
    assert words[0] in app.subcommands, words[0]
    for word in words[1:]:
        name = word.partition("=")[0].removeprefix("--")
        if word.startswith("--") and "." not in name:
            command = app.subcommands[words[0]][0]
            known = (
                {**command.aliases.default(), **command.flags.default()}
                if hasattr(command.aliases, "default")
                else {**command.aliases, **command.flags}
            )
            assert name in known, word


@pytest.mark.parametrize("words", in_pages("pytest"))
def test_what_pytest_runs_is_there(words):
    paths = [word for word in words if not word.startswith("-")]
    assert paths
    assert all((ROOT / path).exists() for path in paths)


@pytest.mark.parametrize("words", in_pages("python"))
def test_every_program_is_there(words):
    if words[0] == "-m":
        assert words[1] == "pip" or importlib.util.find_spec(words[1]), words[1]
    else:
        # The second notebook's README is read in its own folder.
        folders = (ROOT, ROOT / "notebooks" / "shakespeare")
        assert any((folder / words[0]).is_file() for folder in folders), words[0]


def classes():
    """The configurable classes that a page may name, by name."""
    found = {}
    for module in MODULES:
        for name, value in vars(importlib.import_module(module)).items():
            if isinstance(value, type) and issubclass(value, Configurable):
                found[name] = value
    return found


def test_every_trait_exists():
    named = {pair for text in CURRENT.values()
             for pair in re.findall(r"\bc\.([A-Z]\w+)\.([a-z_]+)", text)}  # fmt: skip
    assert named
    known = classes()
    for name, trait in named:
        assert known[name].class_trait_names(config=True).count(trait) == 1, f"c.{name}.{trait}"


def anchors(text):
    """The anchors that GitHub gives to a page's headings."""
    titles = re.findall(r"^#+ (.+)$", BLOCK.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    for link in LINK.findall(BLOCK.sub("", ALL[page])):
        path, _, anchor = link.partition("#")
        if "://" in link:
            continue
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target.read_text("utf-8")), link


@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("docs/")])
def test_each_page_begins_with_what_it_is_for(page):
    title, _, rest = ALL[page].partition("\n")
    assert title.startswith("# ")
    assert rest.strip().startswith("This page is "), page


def test_the_readme_is_one_page():
    lines = ALL["README.md"].splitlines()
    assert len(lines) <= MOST_README_LINES
    assert [line for line in lines if len(line) > LONGEST_README_LINE] == []


def test_the_names_shown_are_the_networks():
    """They stand in the executed notebook."""
    quoted = " ".join(re.findall(r"^> (.*)$", ALL["README.md"], flags=re.MULTILINE))
    names = re.findall(r"[A-Z][a-z]+", quoted)
    notebook = nbformat.read(NOTEBOOK, 4)
    (cell,) = (cell for cell in notebook.cells if cell.get("id") == "names")
    assert len(names) >= 5
    assert set(names) <= set(cell.outputs[0].text.split())
