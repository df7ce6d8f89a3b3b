"""Found by every nbgrader command that runs in this folder."""

from autograder.config import configure

configure(get_config())  # noqa: F821, nbgrader provides it
