"""A folder or zip of notebooks, as somebody has put it together by hand.

``<student>.ipynb``, ``<student>.zip`` (or another archive with one notebook), or ``<student>/``
with files in it; the student is named by id, platform id, e-mail or name.
"""

from autograder.downloads.pieces import Owner, Piece
from autograder.intake.reader import ARCHIVE, NOTEBOOK

ENDINGS = (".json", ".txt", ".ipynb", ".gz", ".bz2", ".xz", ".tar", ".zip", ".tgz", ".txz", ".tbz",
           ".tbz2")  # fmt: skip


def read_path(steps, assignment):
    """What a path tells, or None for a file that names no student.

    Parameters
    ----------
    steps : tuple of str
    assignment : str

    Returns
    -------
    Piece or None
    """
    if len(steps) > 1:
        return Piece(Owner("plain", "", steps[0]), "/".join(steps[1:]))
    name, notebook = steps[0], bool(NOTEBOOK.fullmatch(steps[0]))
    if not notebook and not ARCHIVE.fullmatch(name):
        return None
    student = name
    while student.lower().endswith(ENDINGS) and not student.startswith("."):
        student = student.rpartition(".")[0]
    if not student or student == assignment:
        return None
    return Piece(Owner("plain", "", student), f"{assignment}.ipynb" if notebook else name)
