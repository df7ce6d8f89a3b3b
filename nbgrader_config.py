"""nbgrader's configuration of this course. All nbgrader commands in this folder read it."""

from autograder.config import configure

configure(get_config())  # noqa: F821, nbgrader provides it
