"""Which platform a delivery comes from, told by the names in it."""

import re
from collections import Counter

from autograder.downloads import canvas, moodle, plain, trees
from autograder.downloads.pieces import PASSED_OVER

# In this order, since a student chooses names only inside what the platform has named.
READERS = {
    "exchange": trees.read_inbound,
    "moodle": moodle.read_path,
    "canvas": canvas.read_path,
    "nbgrader": trees.read_submitted,
    "plain": plain.read_path,
}
TITLES = {
    "canvas": "Canvas's download",
    "moodle": "Moodle's download",
    "nbgrader": "nbgrader's submitted folder",
    "exchange": "nbgrader's exchange",
    "plain": "notebooks named after students",
}
NO_NAME = "a name that {} does not give"


def recognise(delivery, assignment, kind=None):
    """Read the names of a delivery as those of one platform.

    A platform is recognised when more than half of the names can only be its own; the folder that
    some people pack a download into is passed over.

    Parameters
    ----------
    delivery : Delivery
    assignment : str
    kind : str, optional
        The platform, when it is known.

    Returns
    -------
    kind : str
    pieces : list of (Found, Piece)
    others : list of Found
        Files that say nothing of a student.
    """
    steps = [tuple(found.path.split("/")) for found in delivery.files]
    inside = unwrapped(steps)
    for name in [kind] if kind else READERS:
        for view in [steps] if inside is steps else [steps, inside]:
            read = [READERS[name](path, assignment) for path in view]
            if name == "plain" and view is steps and inside is not steps and is_class(inside):
                continue
            good = [piece for piece in read if piece is not None]
            enough = kind or name == "plain" or 2 * len(good) > len(read)
            # Another assignment's tree looks like a folder of students with folders.
            if (enough and any(piece is not PASSED_OVER for piece in good)) or name == "plain":
                return name, *sorted_out(delivery.files, read)
    # Only when the kind was given, and nothing fits it.
    return kind, [], list(delivery.files)


def unwrapped(steps):
    """Paths without the one folder that all of them lie in; the same list where there is none."""
    tops = {path[0] for path in steps}
    if len(tops) == 1 and all(len(path) > 1 for path in steps):
        return [path[1:] for path in steps]
    return steps


def is_class(steps):
    """Whether paths inside a single folder are those of several students, not of one's files."""
    if any(len(path) > 1 for path in steps):
        return all(len(path) > 1 for path in steps)
    return sum(path[0].lower().endswith(plain.ENDINGS) for path in steps) > 1


def sorted_out(files, read):
    """Pair each file with its piece, and list those that have none."""
    pairs = list(zip(files, read, strict=True))
    pieces = [pair for pair in pairs if pair[1] is not None and pair[1] is not PASSED_OVER]
    return pieces, [found for found, piece in pairs if piece is None]


def of_another(pieces, assignment, others):
    """Which other assignment's notebooks a delivery holds.

    Parameters
    ----------
    pieces : list of tuple of (Found, Piece)
    assignment : str
    others : list of str
        Assignments that it could be.

    Returns
    -------
    str or None
        None unless most notebooks bear that name and none bears the assignment's own: then one
        student who has handed in the wrong file stops nobody.
    """
    counts, notebooks = Counter(), 0
    for found, piece in pieces:
        stems = {
            path.rpartition("/")[2].removesuffix(".ipynb")
            for path in (found.path, piece.inner)
            if path.endswith(".ipynb")
        }
        # Canvas numbers a file that is handed in again.
        counts.update(stems | {re.sub(r"-\d+$", "", stem) for stem in stems})
        notebooks += bool(stems)
    if counts[assignment]:
        return None
    return next((other for other in others if 2 * counts[other] > notebooks), None)


def is_several(delivery, assignment):
    """Whether a zip is surely a platform's download of a class, and no student's own archive."""
    kind, pieces, _ = recognise(delivery, assignment)
    return kind != "plain" and len(Counter(piece.owner for _, piece in pieces)) > 1
