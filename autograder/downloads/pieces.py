"""What a path in a delivery says about who handed it in, and when."""

from dataclasses import dataclass
from typing import NamedTuple


class Owner(NamedTuple):
    """Who has handed something in, in the platform's words.

    Attributes
    ----------
    kind : str
        ``canvas``, ``moodle``, ``nbgrader``, ``exchange`` or ``plain``.
    platform_id : str
        The platform's number; empty where it has none.
    name : str
        Of the person, or for the last three kinds the id that the folder or file is called by.
    """

    kind: str
    platform_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a submission.

    Attributes
    ----------
    owner : Owner
    inner : str
        Its path inside the submission.
    number : int
        Grows with every upload; 0 where the platform does not count.
    late : bool or None
        The platform's own mark; None where it has none.
    stamp : str
        The exact time in nbgrader's format, if the path tells it.
    attempt : str
        Sets apart what one person has handed in several times.
    other : Piece or None
        Another way to read the same path, when there are two.
    """

    owner: Owner
    inner: str
    number: int = 0
    late: bool | None = None
    stamp: str = ""
    attempt: str = ""
    other: "Piece | None" = None


# Understood, and of no concern: another assignment, or a file beside the submissions.
PASSED_OVER = "passed over"
