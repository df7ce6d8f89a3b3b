"""Errors that the user of the command line can correct."""


class UserError(Exception):
    """An error whose text says what is wrong, where, and what to run or edit.

    The command line prints the text without a traceback and exits with status 2.
    """
