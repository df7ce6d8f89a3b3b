"""The frame of every HTML page: templates, Content-Security-Policy, style and sanitizing."""

import re
from pathlib import Path

import nh3
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from autograder.feedback.sanitize_html import ATTRIBUTES, DROPPED, REL, TAGS

# A second layer of defence: the browser loads and runs nothing that sanitizing has missed.
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
TEMPLATES = Path(__file__).parent / "templates"
IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=]+")
# Elements and attributes that our templates use and a student's HTML must not use.
PAGE_TAGS = TAGS | {"bdi", "header", "main", "nav", "section", "footer"}
PAGE_ATTRIBUTES = {
    **ATTRIBUTES,
    "*": {"class", "id", "aria-label", "aria-labelledby", "tabindex", "role"},
}
UNLINKED_ATTRIBUTES = {tag: names for tag, names in PAGE_ATTRIBUTES.items() if tag != "a"}


def build_environment(templates):
    """Return a Jinja environment that escapes text and rejects undefined names.

    Parameters
    ----------
    templates : Path
        Folder of the templates.

    Returns
    -------
    jinja2.Environment
    """
    return Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


ENVIRONMENT = build_environment(TEMPLATES)


def frame_page(title, body, style):
    """Return a whole HTML page under the Content-Security-Policy.

    Parameters
    ----------
    title : str
        Plain text; it is escaped.
    body : str
        HTML from `seal_html`.
    style : Path
        The page's style sheet.

    Returns
    -------
    str
    """
    return ENVIRONMENT.get_template("page.html.j2").render(
        title=title,
        policy=Markup(POLICY),
        style=Markup(style.read_text(encoding="utf-8")),
        body=Markup(body),
    )


def render_feedback(template, **values):
    """Return a whole feedback page.

    Parameters
    ----------
    template : str
        Name of a template, which fills the page's ``<main>``.
    **values
        Values for the template. Text is escaped; only `Markup` is inserted as HTML.

    Returns
    -------
    str
    """
    body = seal_html(ENVIRONMENT.get_template(template).render(**values))
    return frame_page(values["assignment"], body, TEMPLATES / "style.css")


def is_safe_address(name, value):
    """Return whether an address is an embedded picture, or a link to this page or the web."""
    if name == "src":
        return IMAGE.fullmatch(value) is not None
    return value.lower().startswith(("#", "http:", "https:", "mailto:"))


def seal_html(body, *, is_allowed=is_safe_address, links=True, web=True):
    """Return the body of a page, sanitized by rules that let our templates' elements pass.

    Parameters
    ----------
    body : str
    is_allowed : callable
        Gets ``src`` or ``href`` and the attribute's value; returns whether the attribute stays.
    links : bool
        Whether links stay. The text of a removed link stays.
    web : bool
        Whether addresses may have a scheme, such as ``https:``.

    Returns
    -------
    str
    """

    def filter_attribute(tag, name, value):
        return value if name not in ("src", "href") or is_allowed(name, value) else None

    return nh3.clean(
        body,
        tags=PAGE_TAGS if links else PAGE_TAGS - {"a"},
        clean_content_tags=DROPPED,
        attributes=PAGE_ATTRIBUTES if links else UNLINKED_ATTRIBUTES,
        attribute_filter=filter_attribute,
        link_rel=REL if web else None,
        url_schemes={"http", "https", "mailto", "data"} if web else set(),
        generic_attribute_prefixes=set(),
    )
