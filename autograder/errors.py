"""Mistakes of a user, told in one sentence."""


class UserError(Exception):
    """Something that the person at the keyboard can mend; its text says what and how.

    The command line prints the text alone and exits with status 2.
    """
