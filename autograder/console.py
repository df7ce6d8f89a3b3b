"""Where tables and bars are shown."""

from rich.console import Console


def make_console(stderr=False):
    """A console as wide as the terminal; a file or a pipe gets the same table everywhere.

    Parameters
    ----------
    stderr : bool
        Write to standard error.

    Returns
    -------
    rich.console.Console
    """
    console = Console(stderr=stderr)
    return console if console.is_terminal else Console(stderr=stderr, width=120)
