"""Write the report of a class as one HTML file, in the frame of the feedback pages."""

from datetime import UTC, datetime
from pathlib import Path

from markupsafe import Markup

from autograder.feedback import build_environment, frame_page, seal_html
from autograder.files import write_atomically
from autograder.report.class_data import read_class
from autograder.report.formatting import duration, number, percent, plural, when
from autograder.report.view import view

TEMPLATES = Path(__file__).parent / "templates"
ENVIRONMENT = build_environment(TEMPLATES)
ENVIRONMENT.globals.update(
    duration=duration, number=number, percent=percent, plural=plural, when=when
)


def write_report(course, assignment, made=None):
    """Write the report of a class and return its path.

    Parameters
    ----------
    course : Course
    assignment : str
    made : datetime, optional
        Creation time that the page shows, in UTC; by default now. The same class and the same
        time produce the same bytes.

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
    values = view(course, assignment, read_class(course, assignment), made)
    write_atomically(target, render_report(values))
    return target


def render_report(values):
    """Return the report as one HTML page.

    Parameters
    ----------
    values : dict
        From `view`.

    Returns
    -------
    str
    """
    pictures = {}

    def reserve_place(picture):
        """Return a placeholder for a drawing, because sanitizing would remove the drawing."""
        place = Markup(f'<div id="picture-{len(pictures) + 1}"></div>')
        pictures[place] = picture
        return place

    text = ENVIRONMENT.get_template("report.html.j2").render(**values, slot=reserve_place)
    body = seal_html(text, is_allowed=is_local, web=False)
    for place, picture in pictures.items():
        # A student's text cannot contain a placeholder: each of its < is escaped.
        before, found, after = body.partition(place)
        if not found:
            raise ValueError(f"the page has lost {place}")
        body = before + str(picture) + after  # a sum with Markup would escape the rest
    return frame_page(f"{values['assignment']}: class report", body, TEMPLATES / "style.css")


def is_local(name, value):
    """Return whether an address is within this page or in the feedback folder beside it."""
    return value.startswith(("#", "../feedback/"))
