"""What a run leaves behind for people: all marks as a table, and the report."""

from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin


def write_closing(course, assignment):
    """Write all that is made of the gradebook after a run.

    Parameters
    ----------
    course : Course
    assignment : str

    Returns
    -------
    dict of str to Path
        Where things lie, by what they are.
    """
    return {
        "Marks": export_grades(course, assignment),
        "Gradebook": course.work / "gradebook.db",
        "Feedback": course.work / "feedback",
    }


def export_grades(course, assignment):
    """Write nbgrader's CSV of all marks.

    Returns
    -------
    Path
        ``course/grades.csv``.
    """
    api = course.api()
    target = course.work / "grades.csv"
    temporary = course.work / ".grades.csv"
    plugin = CsvExportPlugin(to=str(temporary), assignment=[assignment])
    with Gradebook(api.coursedir.db_url, course_id=api.course_id) as gradebook:
        plugin.export(gradebook)
    temporary.replace(target)
    return target
