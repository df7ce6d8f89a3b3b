"""Sanitize HTML, Markdown and plain text that a student wrote.

The result cannot run code, load anything, or change the layout of a page.
"""

import base64
import binascii
import functools
import html
import re
from functools import partial

import nh3
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder.feedback.pictures import Allowance, InvalidPictureError, drawing, picture

LONGEST = 20_000

# Colours and cursor movements of a terminal. Bounded, so that no input makes it slow.
ANSI = re.compile(
    r"\x1b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\x07\x1b]{0,1000}(?:\x07|\x1b\\)|[@-Z\\^_=>78c])"
)

# Characters that are invisible, or that change the order in which a browser shows the text:
# controls, invisible characters, directional overrides, tag characters, surrogates.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text):
    """Return a text with the code of each invisible character in its place, as ``⟨U+202E⟩``.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Has no controls except line feeds and tabs, and can be written as UTF-8.
    """
    return UNSEEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def capped(text, longest=LONGEST):
    """Return a text, or its beginning and how many characters are left out."""
    if len(text) <= longest:
        return text
    return f"{text[:longest]}\n[{len(text) - longest:,} more characters are left out]"


def plain(text, longest=LONGEST):
    """Return a terminal's output as plain text.

    Parameters
    ----------
    text : object
        Another type than str counts as empty; the JSON of a notebook can have one.
    longest : int
        Number of characters that are kept.

    Returns
    -------
    str
        Without colours. Only the last version of a line that was rewritten, such as a progress
        bar.
    """
    if not isinstance(text, str):
        return ""
    # Shortened first, so that the next steps take little time.
    beginning = ANSI.sub("", text[: 10 * longest])
    lines = beginning.replace("\r\n", "\n").split("\n")
    shown = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)
    missing = len(text) - 10 * longest
    if missing > 0:
        shown = shown[:longest] + f"\n[{missing:,} more characters are left out]"
        return visible(shown)
    return visible(capped(shown, longest))


def escaped(text, longest=LONGEST):
    """Return a terminal's output as HTML without elements."""
    # A no-break space is written as nh3 writes it, so that the size of the page is known.
    return html.escape(plain(text, longest)).replace("\xa0", "&nbsp;")


LONGEST_HTML = 200_000
# The time for nested elements grows with their square: 0.1 s for this number, 5 s for ten times it.
MOST_TAGS = 5_000
# Including embedded pictures; more than the limit of a page.
LONGEST_WHOLE = 5_000_000
LONGEST_NAME = 300
SHORT = 5_000  # shorter texts may be cached from one page to the next

# Without elements that have their own rules of parsing (svg, math, style, template), ask for input,
# contain another page, or change the direction of writing.
TAG_NAMES = (
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span "
    "strong sub summary sup table tbody td tfoot th thead tr tt u ul var wbr"
)
TAGS = set(TAG_NAMES.split())
# These are removed with their content. The text of any other unknown element stays.
DROPPED_NAMES = (
    "script style template title noscript noembed noframes iframe object embed applet svg math "
    "textarea select xmp plaintext head"
)
DROPPED = set(DROPPED_NAMES.split())
# No class and no id, so that a student's cell cannot imitate the page or be the target of a link.
ATTRIBUTES = {
    "*": set(),  # nh3 allows lang and title everywhere by default
    "a": {"href"},
    "abbr": {"title"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
}
REL = "noopener noreferrer nofollow"
VALUES = {
    "href": re.compile(r"(?:https?://|mailto:)[^\s\x00-\x20]+", re.IGNORECASE),
    "colspan": re.compile(r"[1-9][0-9]?"),
    "rowspan": re.compile(r"[1-9][0-9]?"),
    "width": re.compile(r"[0-9]{1,4}"),
    "height": re.compile(r"[0-9]{1,4}"),
    "start": re.compile(r"[0-9]{1,6}"),
    "align": re.compile(r"left|right|center|justify", re.IGNORECASE),
    "scope": re.compile(r"col|row|colgroup|rowgroup", re.IGNORECASE),
    "open": re.compile(r""),
    "rel": re.compile(REL),
    "alt": re.compile(rf"(?s:.{{0,{LONGEST_NAME}}})"),
    "title": re.compile(rf"(?s:.{{0,{LONGEST_NAME}}})"),
}
DATA_IMAGE = re.compile(r"\s*data:image/(svg\+xml|[a-z]+);base64,", re.IGNORECASE)
TAG = re.compile(r"<[A-Za-z]")
BASE64 = re.compile(r"[A-Za-z0-9+/=]{1000,}")
# A parser drops one line break after this tag each time, so all of them are dropped at once.
BREAKS_IN_PRE = re.compile(r"<pre>\n+")
# Random sources need at most three: sanitize, repair the nesting, compare.
MOST_ROUNDS = 5


def clean_html(source, allowance=None):
    """Return sanitized HTML.

    Parameters
    ----------
    source : str
        A fragment. One that is longer than `LONGEST_HTML`, or has more than `MOST_TAGS`, is shown
        as its source.
    allowance : Allowance, optional
        Remaining size of the page; by default that of an empty page.

    Returns
    -------
    str
        Has no script, handler, form, frame, style, class or id; its links go to http, https and
        mailto; its pictures are checked ``data:`` URIs. Sanitizing it again changes nothing;
        a fragment that changes in each of `MOST_ROUNDS` is shown as its source.
    """
    long = len(source) > LONGEST_WHOLE or len(bare(source)) > LONGEST_HTML
    if long or sum(1 for _ in TAG.finditer(source)) > MOST_TAGS:
        return f"<pre>{escaped(source)}</pre>"
    # Removing an element can leave nesting that a browser parses in another way, such as a link
    # in a link, so the result is parsed and sanitized until it stays the same.
    before, allowance = source, allowance or Allowance()
    for _ in range(MOST_ROUNDS):
        cleaned = clean_once(before, allowance)
        if cleaned == before:
            return cleaned
        before, allowance = cleaned, Allowance()  # the page's own has counted the pictures
    return f"<pre>{escaped(source)}</pre>"


def clean_once(source, allowance):
    """Return HTML, parsed and sanitized a single time."""
    cleaned = nh3.clean(
        source,
        tags=TAGS,
        clean_content_tags=DROPPED,
        attributes=ATTRIBUTES,
        attribute_filter=partial(attribute, allowance),
        link_rel=REL,
        url_schemes={"http", "https", "mailto", "data"},
        url_relative="deny",
        generic_attribute_prefixes=set(),
    )
    return visible(BREAKS_IN_PRE.sub("<pre>", cleaned))


def bare(source):
    """Return HTML or Markdown without long base64, which a parser skips quickly."""
    return BASE64.sub("", source)


def attribute(allowance, tag, name, value):
    """Return the new value of an attribute; None removes it."""
    if name == "src":
        return embedded(value, allowance)
    # nh3 calls this also for attributes that it drops later.
    allowed = VALUES.get(name)
    match = allowed and allowed.fullmatch(value.strip())
    return match[0] if match else None


def embedded(address, allowance):
    """Return the checked picture of a ``data:`` URI; None for every other address."""
    match = DATA_IMAGE.match(address)
    if not match:
        return None
    body = address[match.end() :]
    try:
        svg = match[1].lower() == "svg+xml"
        uri, pixels = drawing(decoded(body)) if svg else picture(body)
        allowance.take("pixels", pixels)
    except InvalidPictureError:
        return None
    return uri


def decoded(body):
    """Return the text of a drawing in base64."""
    try:
        return base64.b64decode(body).decode("utf-8")
    except (binascii.Error, ValueError):
        raise InvalidPictureError("this is no SVG") from None


class Renderer(IPythonRenderer):
    """Render Markdown as nbconvert does, with readable formulas and optional attachments."""

    def image(self, text, url, title=None):
        if url.startswith("attachment:"):
            bundle = self.attachments.get(url.removeprefix("attachment:"))
            for kind, body in (bundle if isinstance(bundle, dict) else {}).items():
                if kind.startswith("image/") and isinstance(body, str):
                    url = f"data:{kind};base64,{''.join(body.split())}"
                    break
        return super().image(text, url, title)

    def _embed_image_or_attachment(self, src):
        return src  # no file is read

    def block_code(self, code, info=None):
        return f"<pre><code>{self.escape_html(code)}</code></pre>\n"

    def block_math(self, body):
        return f"<pre><code>{self.escape_html(body.strip())}</code></pre>\n"

    def inline_math(self, body):
        return f"<code>{self.escape_html(body.strip())}</code>"


def markdown_html(source, attachments=None, allowance=None):
    r"""Return sanitized HTML of Markdown.

    Parameters
    ----------
    source : str
        Formulas stay as TeX, readable without a script.
    attachments : dict, optional
        The cell's attachments in nbformat's form: ``{name: {MIME type: base64}}``.
    allowance : Allowance, optional
        Remaining size of the page.

    Returns
    -------
    str
    """
    if not isinstance(source, str):
        return ""
    allowance = allowance or Allowance()
    if len(source) > LONGEST_WHOLE or len(bare(source)) > LONGEST:
        source = capped(bare(source[:LONGEST_WHOLE]), LONGEST)
    try:
        allowance.take("markup", len(bare(source)))
    except InvalidPictureError:
        return f"<pre>{escaped(source)}</pre>"
    attachments = attachments if isinstance(attachments, dict) else {}
    if len(source) < SHORT and not attachments and "data:" not in source.lower():
        return short_markdown_html(source)
    return rendered(source, attachments, allowance)


def rendered(source, attachments, allowance):
    """Return clean HTML of Markdown."""
    renderer = Renderer(escape=False, exclude_anchor_links=True, attachments=attachments)
    return clean_html(MarkdownWithMath(renderer=renderer).render(source), allowance)


@functools.lru_cache(500)
def short_markdown_html(source):
    """Return clean HTML of Markdown without pictures; it is cached for the pages of a class."""
    # Without pictures, because the pixels of a page are counted.
    return rendered(source, {}, Allowance(pixels=0))
