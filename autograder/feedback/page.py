"""The frame of every page: its policy, its style, and a last cleaning of the whole page."""

import re
from pathlib import Path

import nh3
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from autograder.feedback.sanitize_html import ATTRIBUTES, DROPPED, REL, TAGS

# Nothing may be loaded or run, even if an earlier check fails.
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
TEMPLATES = Path(__file__).parent / "templates"
IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=]+")
ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# What our own templates use beyond what a student may use.
PAGE_TAGS = TAGS | {"header", "main", "nav", "section", "footer"}
PAGE_ATTRIBUTES = {
    **ATTRIBUTES,
    "*": {"class", "id", "aria-label", "aria-labelledby", "tabindex", "role"},
}
UNLINKED_ATTRIBUTES = {tag: names for tag, names in PAGE_ATTRIBUTES.items() if tag != "a"}


def render(template, **values):
    """Return a whole page.

    Parameters
    ----------
    template : str
        Name of a template, which fills the page's ``<main>``.
    **values
        For the template. Text is escaped; only `Markup` is taken for HTML.

    Returns
    -------
    str
    """
    body = ENVIRONMENT.get_template(template).render(**values)
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    return ENVIRONMENT.get_template("page.html.j2").render(
        title=values["assignment"],
        policy=Markup(POLICY),
        style=Markup(style),
        body=Markup(seal(body)),
    )


def seal(body, links=True):
    """Clean a whole body once more, by rules that let our own templates' elements pass.

    Parameters
    ----------
    body : str
    links : bool
        Whether links lead somewhere; of the others the text stays.

    Returns
    -------
    str
    """
    return nh3.clean(
        body,
        tags=PAGE_TAGS if links else PAGE_TAGS - {"a"},
        clean_content_tags=DROPPED,
        attributes=PAGE_ATTRIBUTES if links else UNLINKED_ATTRIBUTES,
        attribute_filter=only_data,
        link_rel=REL,
        url_schemes={"http", "https", "mailto", "data"},
        generic_attribute_prefixes=set(),
    )


def only_data(tag, name, value):
    """Let only pictures in the page itself and links within it or to the web pass."""
    if name == "src":
        return value if IMAGE.fullmatch(value) else None
    if name == "href":
        return value if value.lower().startswith(("#", "http:", "https:", "mailto:")) else None
    return value
