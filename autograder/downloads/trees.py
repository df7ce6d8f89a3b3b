"""nbgrader's own folders: ``submitted``, and the exchange's ``inbound``.

Documents: "The philosophy and the approach" (directory structure) and "Exchange" of nbgrader's
documentation, nbgrader.readthedocs.io, and nbgrader's ``exchange/default/submit.py`` for the form
``<course>/inbound/<student>+<assignment>+<time>[+<random>]``.
"""

import re

from autograder.downloads.pieces import PASSED_OVER, Owner, Piece
from autograder.downloads.stamps import seconds

INBOUND = re.compile(r"(.+)\+([^+]+)\+(\d{4}-\d\d-\d\d [^+]+)(?:\+([A-Za-z0-9_-]{1,40}))?")
BESIDE = ("outbound", "feedback")


def read_submitted(steps, assignment):
    """What ``[submitted/]<student>/<assignment>/<file>`` tells; see `read_inbound`."""
    if steps[0] == "submitted":
        steps = steps[1:]
    if len(steps) < 3:
        return None
    if steps[1] != assignment:
        return PASSED_OVER
    return Piece(Owner("nbgrader", "", steps[0]), "/".join(steps[2:]))


def read_inbound(steps, assignment):
    """What a path tells, or None if it is none of an exchange.

    Parameters
    ----------
    steps : tuple of str
    assignment : str

    Returns
    -------
    Piece, None or PASSED_OVER
    """
    # The exchange, a course's folder in it, or inbound alone.
    for depth in range(min(3, len(steps) - 1)):
        found = INBOUND.fullmatch(steps[depth])
        if found and seconds(found[3]):
            if found[2] != assignment:
                return PASSED_OVER
            owner = Owner("exchange", "", found[1])
            inner = "/".join(steps[depth + 1 :])
            return Piece(owner, inner, stamp=found[3], attempt=steps[depth])
        if steps[depth] in BESIDE:
            return PASSED_OVER
    return None
