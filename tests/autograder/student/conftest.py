"""A student's home, an exchange, and the course that an instructor releases into it."""

import json
import shutil
from types import SimpleNamespace

import pytest

from tests.autograder.conftest import run
from tests.autograder.student.lab import PICTURES
from tests.autograder.tiny import NAME

# Else JupyterLab asks whether it may fetch news, over what the pictures are to show.
QUIET = {"fetchNews": "false", "checkForUpdates": False}


@pytest.fixture(scope="module")
def machine(released, tmp_path_factory):
    """An instructor and a student who share an exchange, under one account.

    Gives an object with ``course``, ``home`` (the student's), ``keep`` (where her Jupyter keeps its
    own files) and ``instructor``, which runs a command in the course.
    """
    for old in PICTURES.glob("*.png"):
        old.unlink()
    folder = tmp_path_factory.mktemp("machine")
    course, home, keep = folder / "course", folder / "home", folder / "keep"
    exchange = folder / "exchange"
    shutil.copytree(released, course)
    settings = keep / "CONFIG" / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
    for made in (home, settings, exchange):
        made.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(QUIET))
    (keep / "CONFIG" / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.Exchange.root = {str(exchange)!r}\n"
    )

    def instructor(*command):
        where = [f"--Exchange.root={exchange}"] if command[0] == "nbgrader" else []
        done = run([*command, *where], course)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    instructor("nbgrader", "release_assignment", NAME)
    return SimpleNamespace(course=course, home=home, keep=keep, instructor=instructor)
