"""Write the report as one file, under the policy of every page of ours."""

from datetime import UTC, datetime
from pathlib import Path

import nh3
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from autograder.feedback import DROPPED, PAGE_ATTRIBUTES, PAGE_TAGS, POLICY
from autograder.feedback import ENVIRONMENT as FRAMES
from autograder.files import write_atomically
from autograder.report.class_data import read_class
from autograder.report.formatting import duration, number, percent, plural, when
from autograder.report.view import view

TEMPLATES = Path(__file__).parent / "templates"
PAGES = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
PAGES.globals.update(duration=duration, number=number, percent=percent, plural=plural, when=when)
TAGS = PAGE_TAGS | {"bdi"}


def write_report(course, assignment, made=None):
    """Write the report of a class.

    Parameters
    ----------
    course : Course
    assignment : str
    made : datetime, optional
        What the page gives as the time at which it was made, in UTC; now by default. The same
        class and the same time make the same bytes.

    Returns
    -------
    Path
        ``course/report/<assignment>.html``.

    Raises
    ------
    UserError
        If the assignment was never released, or the roster cannot be read.
    """
    made = made or datetime.now(UTC)
    target = course.work / "report" / f"{assignment}.html"
    write_atomically(target, render(view(course, assignment, read_class(course, assignment), made)))
    return target


def render(values):
    """Return the page.

    Parameters
    ----------
    values : dict of str to object
        From `autograder.report.view.view`.

    Returns
    -------
    str
    """
    pictures = {}

    def slot(picture):
        """Return a placeholder for a drawing, which the cleaning below would remove."""
        place = Markup(f'<div id="picture-{len(pictures) + 1}"></div>')
        pictures[place] = picture
        return place

    body = seal(PAGES.get_template("report.html.j2").render(**values, slot=slot))
    for place, picture in pictures.items():
        # Never in a student's text: there each < is escaped.
        before, found, after = body.partition(place)
        if not found:
            raise ValueError(f"the page has lost {place}")
        body = before + str(picture) + after  # a sum with Markup would escape the rest
    return FRAMES.get_template("page.html.j2").render(
        title=f"{values['assignment']}: class report",
        policy=Markup(POLICY),
        style=Markup((TEMPLATES / "style.css").read_text(encoding="utf-8")),
        body=Markup(body),
    )


def seal(body):
    """Clean the page's text once more, in case the template does not escape something."""
    return nh3.clean(
        body,
        tags=TAGS,
        clean_content_tags=DROPPED,
        attributes=PAGE_ATTRIBUTES,
        attribute_filter=only_here,
        link_rel=None,
        url_schemes=set(),
        generic_attribute_prefixes=set(),
    )


def only_here(tag, name, value):
    """Let links lead to this page and to feedback beside it, and nowhere else."""
    if name in ("href", "src"):
        return value if value.startswith(("#", "../feedback/")) else None
    return value
