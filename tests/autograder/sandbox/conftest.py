"""Running as somebody else than root, as most instructors do."""

import os
import subprocess
import sys

import pytest

from tests.instructor import ROOT

NOBODY = 65534
AS_NOBODY = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]


@pytest.fixture
def as_user(tmp_path):
    """Run Python as an ordinary user, in a home of its own."""
    home = tmp_path / "home"
    home.mkdir()
    # Everything above belongs to the user who runs the tests.
    for folder in (home, *home.parents[:3]):
        if folder.stat().st_uid == os.geteuid() and folder != folder.parent:
            folder.chmod(0o755)
    prefix = []
    if os.geteuid() == 0:
        os.chown(home, NOBODY, NOBODY)
        prefix = AS_NOBODY

    def run(*arguments, **options):
        return subprocess.run(
            [*prefix, sys.executable, *map(str, arguments)],
            cwd=options.pop("cwd", home),
            env={**os.environ, "HOME": str(home), "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
            capture_output=True,
            text=True,
            **options,
        )

    run.home = home
    return run
