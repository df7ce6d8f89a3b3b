"""The output of `nbgrader validate`, which students run before they submit."""

import shutil

import nbformat

from autograder.release.source_notebook import read_solutions
from tests import instructor
from tests.autograder.conftest import run
from tests.mutants import messages
from tests.mutants.corpus import solutions, submission

# A wrong value, an error in the student's code, and wrong parameters.
MISTAKES = ("clip_only_above", "sample_passes_scores", "model_x_without_none")


def test_it_prints_complete_messages_without_colours(released, tmp_path):
    release = released / "course" / "release" / "dinosaur_land"
    shutil.copytree(release, tmp_path, dirs_exist_ok=True)
    wrong = {s.function: s.code for s in solutions() if s.name in MISTAKES}
    sources = {**read_solutions(instructor.read()), **wrong}
    notebook = nbformat.read(tmp_path / "dinosaur_land.ipynb", as_version=4)
    nbformat.write(submission(notebook, sources), tmp_path / "dinosaur_land.ipynb")

    shown = run(["nbgrader", "validate", "dinosaur_land.ipynb"], tmp_path).stdout

    lines = shown.split("\n")
    for name, message in messages.run(*MISTAKES).items():
        for line in f"CheckFailed: {message['text']}".split("\n"):
            assert f"    {line}" in lines, name
    assert "\x1b" not in shown
    assert "Traceback" not in shown
    assert "rnn_utils/checks" not in shown
