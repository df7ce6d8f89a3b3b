"""What a run leaves behind for people: all marks in one table, and the report."""

from nbgrader.api import Gradebook
from sqlalchemy.engine import make_url

from autograder.exports.wide import WideExportPlugin
from autograder.report.page import write_report


def write_closing(course, assignment):
    """Write all that is made of the gradebook after a run.

    Parameters
    ----------
    course : Course
    assignment : str

    Returns
    -------
    dict of str to Path or str
        Where things lie, by what they are.
    """
    api = course.api()
    with Gradebook(api.coursedir.db_url, course_id=api.course_id) as gradebook:
        table = WideExportPlugin(
            parent=api,
            assignment=[assignment],
            to=str(course.work / "marks" / f"{assignment}.csv"),
        )
        table.export(gradebook)
    return {
        "Marks": table.target,
        "Report": write_report(course, assignment),
        "Feedback": course.work / "feedback",
        "Gradebook": place_of(api.coursedir.db_url),
    }


def place_of(url):
    """Where a gradebook is, without its password."""
    url = make_url(url)
    return url.database if url.get_backend_name() == "sqlite" else url.render_as_string()
