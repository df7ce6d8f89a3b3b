"""What ``pytest --nbval`` compares in these notebooks: see the file that is named here.

``autograder release`` uses the same file.
"""

from autograder.release import SANITIZER


def pytest_configure(config):
    """Leave out what differs between processors, where nbval runs without other options."""
    if not config.getoption("nbval_sanitize_with", None):
        config.option.nbval_sanitize_with = str(SANITIZER)
