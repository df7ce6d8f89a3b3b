"""The intake: it trusts nothing that was handed in, and hands on only what it built itself."""

from autograder.intake.refused import LARGEST, Refused

__all__ = ["LARGEST", "Refused", "look_at"]


def look_at(path):
    """Refuse what is no notebook, before anything else happens to a submission.

    Parameters
    ----------
    path : Path
        Where the file should lie; see `autograder.intake.reader.read_submission` for what is taken
        in its place.

    Returns
    -------
    bytes
        What was handed in, as it is.

    Raises
    ------
    Refused
        If there is nothing that can be marked; the text tells the student why.
    """
    # Here, because the jailed child imports this package too and has to start fast.
    from autograder.intake.isolated import clean_isolated
    from autograder.intake.reader import read_submission

    content = read_submission(path.parent, path.stem).content
    clean_isolated(content)
    return content
