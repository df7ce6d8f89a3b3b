"""A first look at what was handed in, before nbgrader sees it."""

import json

import nbformat

# The executed notebook has about 200 kB; nobody needs a hundred times that.
LARGEST = 20_000_000


class Refused(Exception):
    """A submission that cannot be marked; its text tells the student why."""


def look_at(path):
    """Refuse a file that is no notebook.

    Parameters
    ----------
    path : Path
        The file that was handed in.

    Returns
    -------
    bytes
        Its content.

    Raises
    ------
    Refused
        If the file is missing, a link, too large, or no notebook that can be upgraded to format 4.
    """
    if path.is_symlink() or not path.is_file():
        raise Refused(f"There is no file {path.name}: hand in the notebook under this very name.")
    size = path.stat().st_size
    if size > LARGEST:
        raise Refused(
            f"{path.name} has {size:,} bytes, more than {LARGEST:,}: clear the outputs, save, "
            "and hand it in again."
        )
    content = path.read_bytes()
    try:
        loaded = json.loads(content)
    except (ValueError, RecursionError):
        raise Refused(
            f"{path.name} is not a notebook (it is not JSON text): hand in the .ipynb file itself, "
            "not a PDF, a web page or a script with another ending."
        ) from None
    try:
        if not isinstance(loaded, dict):
            raise ValueError("not an object")
        nbformat.reads(content.decode("utf-8"), as_version=4)
    except Exception:  # nbformat raises whatever its converters stumble over
        raise Refused(
            f"{path.name} is JSON text but not a notebook: open it in JupyterLab, save it, and "
            "hand it in again."
        ) from None
    return content
