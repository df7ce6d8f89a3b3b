"""What in a notebook somebody could not read who hears it, enlarges it or sees no colours.

A lint of the notebook itself, without a browser: headings, pictures, tables, links, words.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from nbconvert.filters import markdown2html

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
FIELDS = {"input", "meter", "progress", "select", "textarea"}
# Texts that stand for a picture and say nothing: nbconvert's, matplotlib's, IPython's, a file's.
FILLER = re.compile(r"no description|^<|^\S+\.(png|svg|jpe?g|gif)$", re.IGNORECASE)
LEAST_WORDS = 5
NOWHERE = re.compile(
    r"(click )?(here|this|link|this link|more|read more|page|this page|source|see|website)[.:]?",
    re.IGNORECASE,
)
COLOUR = (
    "(?:black|white|red|green|blue|orange|yellow|purple|violet|pink|brown|gr[ae]y|cyan|magenta)"
)
SHADE = "(?:(?:light|dark|bright|pale) ?)?"
THING = (
    "(?:ones?|cells?|lines?|curves?|paths?|bars?|box(?:es)?|areas?|parts?|fields?|texts?|words?|"
    "letters?|names?|numbers?|rows?|columns?|regions?|points?|arrows?)"
)
BY_COLOUR = re.compile(
    rf"\b{SHADE}{COLOUR}(?:-colou?red)? {THING}\b|\b(?:in|is|are) {SHADE}{COLOUR}\b", re.IGNORECASE
)
# In the same sentence, another way to find what is meant.
BY_ELSE = re.compile(
    r"\b(left|right|top|bottom|upper|lower|above|below|dashed|dotted|solid|thick|thin|squares?|"
    r"circles?|triangles?|stars?|cross(es)?|dots?|label(l?ed|s)?|graded with|hatched)\b",
    re.IGNORECASE,
)


@dataclass
class Element:
    """A piece of HTML; `inside` names the elements around it, the outermost first."""

    tag: str
    attributes: dict
    inside: tuple
    text: str = ""


@dataclass
class Reader(HTMLParser):
    """Reads HTML strictly: what browsers would mend is a problem."""

    elements: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    open: list = field(default_factory=list)

    def __post_init__(self):
        super().__init__()

    def handle_starttag(self, tag, attrs):
        inside = tuple(element.tag for element in self.open)
        if len(dict(attrs)) < len(attrs):
            self.problems.append(f"<{tag}> has an attribute twice")
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, inside))
        if tag not in VOID:
            self.open.append(self.elements[-1])

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            element = self.open.pop()
            if "svg" not in (tag, *element.inside):
                self.problems.append(f"<{tag}/> stays open in HTML")

    def handle_endtag(self, tag):
        if tag in (element.tag for element in self.open):
            while (element := self.open.pop()).tag != tag:
                self.problems.append(f"<{element.tag}> is not closed")
        else:
            self.problems.append(f"</{tag}> closes nothing")

    def handle_data(self, data):
        for element in self.open:
            element.text += data


def read_html(text):
    """The elements of some HTML, and what is wrong with its tags.

    Parameters
    ----------
    text : str

    Returns
    -------
    elements : list of Element
    problems : list of str
    """
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader.elements, reader.problems + [f"<{one.tag}> is not closed" for one in reader.open]


def tells(text):
    """Whether a text can stand for a picture."""
    return len(re.findall(r"\w\w+", text)) >= LEAST_WORDS and not FILLER.search(text.strip())


def findings(notebook):
    """All that is wrong with a notebook.

    Parameters
    ----------
    notebook : NotebookNode

    Returns
    -------
    list of str
        A sentence each, which begins with the cell's id.
    """
    found, levels, ids = [], [], []
    for cell in notebook.cells:
        here = []
        for html in pages(cell, here):
            elements, problems = read_html(html)
            here += problems
            here += [problem for element in elements for problem in about(element)]
            here += tables(elements)
            levels += [(cell.id, HEADINGS[e.tag], e.text) for e in elements if e.tag in HEADINGS]
            ids += [(cell.id, e.attributes["id"]) for e in elements if e.attributes.get("id")]
        here += [f"by its colour alone: {words!r}" for words in colours(words_of(cell))]
        found += [f"{cell.id}: {problem}" for problem in here]
    return found + list(steps(levels)) + list(doubled(ids))


def pages(cell, problems):
    """HTML of a text cell, or of a code cell's outputs; an output without any is a problem."""
    if cell.cell_type == "markdown":
        yield markdown2html(cell.source)
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if any(kind.startswith("image/") for kind in data):
            problems.append("an output is a bare picture: show HTML that is told in words")
        if html := "".join(data.get("text/html", "")):
            yield html
            words = "".join(data.get("text/plain", ""))
            if not words.strip() or FILLER.search(words.strip()):
                problems.append(f"an output's text tells nothing: {words[:60]!r}")
            elif re.search(r"<(svg|img)\b", html) and not tells(words):
                problems.append(f"an output's text does not tell its picture: {words[:60]!r}")


def about(element):
    """Yield what is wrong with one element."""
    given = element.attributes
    label = (given.get("aria-label") or "").strip()
    if element.tag == "img" and not tells(given.get("alt", "")):
        yield f"a picture's alt tells nothing: {given.get('alt')!r}"
    if element.tag == "svg" and "svg" not in element.inside and given.get("aria-hidden") != "true":
        if given.get("role") != "img":
            yield 'a drawing without role="img"'
        if not tells(label):
            yield f"a drawing's aria-label tells nothing: {label!r}"
    if element.tag == "a" and "href" in given and given.get("class") != "anchor-link":
        name = label or element.text.strip()
        if len(name) < 4 or NOWHERE.fullmatch(name) or re.match(r"\w+://", name):
            yield f"a link's text does not say where it leads: {name!r}"
    if element.tag in FIELDS and not label and "label" not in element.inside:
        yield f"a <{element.tag}> without a label"
    if element.tag in HEADINGS and not element.text.strip("\u00b6 \n"):
        yield "an empty heading"


def tables(elements):
    """Yield a sentence for each table whose headers are missing or empty."""
    heads = [element for element in elements if element.tag == "th"]
    for table in (element for element in elements if element.tag == "table"):
        if not any(head.text and head.text in table.text for head in heads):
            yield "a table without headers"


def words_of(cell):
    """What is said in a cell: its text, or what its outputs print and tell."""
    if cell.cell_type == "markdown":
        return re.sub(r"```.*?```", "", cell.source, flags=re.DOTALL)
    return "\n".join(
        "".join(output.get("text", "") or output.get("data", {}).get("text/plain", ""))
        for output in cell.get("outputs", [])
    )


def colours(text):
    """Yield each place where only a colour tells what is meant."""
    for sentence in re.split(r"(?<=[.!?:])\s|\n\n", text):
        found = BY_COLOUR.search(" ".join(sentence.split()))
        if found and not BY_ELSE.search(sentence):
            yield found[0]


def steps(levels):
    """Yield what is wrong with the order of headings, given as cell id, level and text."""
    before = 0
    for cell_id, level, text in levels:
        if level > before + 1:
            yield f"{cell_id}: a level is skipped before the heading {text.strip()!r}"
        if level == 1 and before:
            yield f"{cell_id}: another title, {text.strip()!r}"
        before = level
    if not levels:
        yield "no cell: there is no heading"


def doubled(ids):
    """Yield each id of an element that stands twice."""
    names = [name for _, name in ids]
    for number, (cell_id, name) in enumerate(ids):
        if name in names[:number]:
            yield f"{cell_id}: the id {name!r} stands twice"
