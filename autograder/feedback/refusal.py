"""The page for a submission that could not be marked."""

from autograder.feedback.page import render
from autograder.feedback.text import plain


def refusal_page(assignment, reason):
    """Say why there is no mark.

    Parameters
    ----------
    assignment : str
        Name of the assignment.
    reason : str
        One sentence; it may repeat what a student wrote.

    Returns
    -------
    str
        A whole HTML page, under the same policy as every feedback page.
    """
    return render("refusal.html.j2", assignment=plain(assignment, 200), reason=plain(reason, 2000))
