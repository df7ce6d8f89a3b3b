"""A student's home, an exchange, and the course that an instructor releases into it."""

import json
import shutil
from types import SimpleNamespace

import pytest

from tests.autograder.conftest import make_course, run
from tests.autograder.student.lab import PICTURES
from tests.autograder.tiny import NAME
from tests.instructor import SHAKESPEARE

# Else JupyterLab asks whether it may fetch news, over what the pictures are to show.
QUIET = {"fetchNews": "false", "checkForUpdates": False}


def quiet(keep):
    """A folder for Jupyter's own files, with which JupyterLab asks nothing."""
    settings = keep / "CONFIG" / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(QUIET))
    return keep


def forget_pictures(album=""):
    """Remove those of an earlier run, which would be taken for this one's."""
    for old in (PICTURES / album).glob("*.png"):
        old.unlink()


@pytest.fixture(scope="module")
def machine(released, tmp_path_factory):
    """An instructor and a student who share an exchange, under one account.

    Gives an object with ``course``, ``home`` (the student's), ``keep`` (where her Jupyter keeps its
    own files) and ``instructor``, which runs a command in the course.
    """
    forget_pictures()
    folder = tmp_path_factory.mktemp("machine")
    course, home, exchange = folder / "course", folder / "home", folder / "exchange"
    keep = quiet(folder / "keep")
    shutil.copytree(released, course)
    for made in (home, exchange):
        made.mkdir()
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


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """A student's folder with the Shakespeare notebook.

    It comes from nbgrader alone: that every output is as promised, which a release looks at first,
    takes minutes and is tested elsewhere. Gives an object with ``home`` and ``keep`` as `machine`,
    ``release``, of which the home is a copy, and a ``folder`` around them.
    """
    name = SHAKESPEARE.name
    forget_pictures(name)
    folder = tmp_path_factory.mktemp("reader")
    course = folder / "course"
    course.mkdir()
    done = run(["nbgrader", "generate_assignment", name], make_course(course))
    assert done.returncode == 0, done.stdout + done.stderr
    release = course / "course" / "release" / name
    home = shutil.copytree(release, folder / "home")
    return SimpleNamespace(home=home, keep=quiet(folder / "keep"), release=release, folder=folder)
