"""A class with grades: what is in it, and how an export of it is run and read."""

import csv
import datetime
import io

from nbgrader.api import Gradebook

from autograder.course import Course

ASSIGNMENT = "dinosaur_land"
# In the order of the notebook, which is not that of the letters.
CELLS = {"test-sample-form": 10, "test-clip": 30, "test-clip-range": 60}
DUE = datetime.datetime(2026, 3, 1, 12)
ROSTER = [
    ("ada", "Ada Lovelace", "ada@example.org", "101"),
    ("ben", "Ben Łukasz", "ben@example.org", "102"),
    ("chi", "Chi, =HYPERLINK(1)", "chi@example.org", "103"),
    ("dan", "-Dan+1", "dan@example.org", "104"),
    ("eve", "Eve", "eve@example.org", "105"),
    ("fay", "Fay", "fay@example.org", "106"),
    ("gus", "Gus", "gus@example.org", "107"),
]


def grade(book, student, points, manual=(), timestamp=None, penalty=None, unfinished=False):
    """Give a student points for each cell."""
    book.update_or_create_student(student)
    submission = book.add_submission(ASSIGNMENT, student)
    submission.timestamp = timestamp
    (notebook,) = submission.notebooks
    notebook.late_submission_penalty = penalty
    for grade in notebook.grades:
        grade.auto_score = points[list(CELLS).index(grade.name)]
        grade.manual_score = dict(manual).get(grade.name)
        grade.needs_manual_grade = unfinished and grade.name == "test-clip"
    book.db.commit()


def export(root, plugin_class, **traits):
    """Run an export plugin as our own command does.

    Returns
    -------
    content : bytes
        Of the file that it wrote.
    sentences : str
    """
    api = Course(root).api()
    plugin = plugin_class(parent=api, assignment=[ASSIGNMENT], **traits)
    with Gradebook(api.coursedir.db_url, course_id=api.course_id) as book:
        plugin.export(book)
    return plugin.target.read_bytes(), "\n".join(plugin.sentences)


def table(content, delimiter=",", encoding="utf-8-sig"):
    """Rows of a CSV as a dict of header to text each."""
    text = io.StringIO(content.decode(encoding), newline="")
    return list(csv.DictReader(text, delimiter=delimiter, strict=True))
