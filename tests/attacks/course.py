"""A course with secrets planted in it, and the honest students who are graded with the rest."""

import hashlib
import os
import shutil
import subprocess
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.files import copy_sources
from autograder.release.package import add_released_files, find_name_lists
from autograder.release.source_notebook import read_solutions
from tests import instructor
from tests.attacks.canaries import plant_in_source
from tests.attacks.corpus import FILE
from tests.mutants.corpus import graded_cells, owner, submission

ASSIGNMENT = instructor.NOTEBOOK.stem
POINTS = graded_cells(instructor.read())
VICTIM = "aa_honest_all_right"
# nbgrader starts `alembic` by name; a virtual environment that is not activated hides it.
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


@dataclass(frozen=True)
class Honest:
    """What an honest student submits, the exercises it solves, and cells that fail in them."""

    content: str
    solves: tuple = instructor.EXERCISES
    fails: tuple = ()

    @property
    def points(self):
        """Deserved points by graded cell."""
        return {
            cell: points if owner(cell) in self.solves and cell not in self.fails else 0
            for cell, points in POINTS.items()
        }


def make(folder, canaries, config):
    """Release the assignment in a new course.

    Parameters
    ----------
    folder : Path
        New or empty.
    canaries : dict of str to str
        Secrets for the instructor's notebook and the gradebook.
    config : str
        Text of its nbgrader_config.py.
    """
    for name in ("notebooks", "data"):
        copy_sources(instructor.ROOT / name, folder / name, dirs_exist_ok=True)
    for name in ("environment.yml", "LICENSE"):
        shutil.copyfile(instructor.ROOT / name, folder / name)
    (folder / "nbgrader_config.py").write_text(config, "utf-8")
    source = folder / "notebooks" / ASSIGNMENT / FILE
    notebook = nbformat.read(source, as_version=4)
    plant_in_source(notebook, canaries)
    nbformat.write(notebook, source)
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", ASSIGNMENT]
    environment = {**os.environ, "PATH": PATH}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"nbgrader generate_assignment failed:\n{done.stderr[-5000:]}")
    release = folder / "course" / "release" / ASSIGNMENT
    add_released_files(folder, ASSIGNMENT, release, find_name_lists(folder, release))
    with gradebook(folder) as book:
        book.update_or_create_student(VICTIM, email=canaries["gradebook"])


def gradebook(folder):
    """The gradebook of a course."""
    with warnings.catch_warnings():
        # nbgrader was written for an older SQLAlchemy, and our tests take warnings for errors.
        warnings.simplefilter("ignore")
        from nbgrader.api import Gradebook

        return Gradebook(f"sqlite:///{folder / 'course' / 'gradebook.db'}", ASSIGNMENT)


def released(folder):
    """The students' notebook of a course."""
    return nbformat.read(
        folder / "course" / "release" / "." / ASSIGNMENT / FILE, as_version=nbformat.NO_CONVERT
    )


def submitted(folder, student):
    """The folder of a student's submission, made if it is not there."""
    path = folder / "course" / "submitted" / student / ASSIGNMENT
    path.mkdir(parents=True, exist_ok=True)
    return path


def honest(notebook, canary):
    """Honest submissions by student; their names put some first and some last.

    Parameters
    ----------
    notebook : NotebookNode
        The students' notebook.
    canary : str
        A secret for the first one.
    """
    solutions = read_solutions(instructor.read())
    solved = submission(notebook, solutions)

    def half(*names):
        return nbformat.writes(submission(notebook, {name: solutions[name] for name in names}))

    secret = submission(solved, {})
    secret.cells.append(new_markdown_cell(f"My own words: {canary}"))
    accents = submission(
        solved, {"clip": "# Größe und Vorzeichen: 恐竜, ß, é\n" + solutions["clip"]}
    )
    accents.cells.insert(1, new_code_cell('größe = "naïve Façade 恐竜 🦕"\nprint(größe)'))
    twice = submission(solved, {})
    place = [instructor.nbgrader(cell).get("grade_id") for cell in twice.cells].index("clip")
    twice.cells.insert(place, nbformat.from_dict(twice.cells[place]))
    twice.cells[place].id = "copied"  # as JupyterLab does
    figures = submission(solved, {})
    figures.cells.append(
        new_code_cell(
            "import matplotlib.pyplot as plt\n\nplt.plot([1, 2])\nplt.show()\nprint(1 / 3)"
        )
    )
    wrong = solutions["sample"].replace("a_prev = a\n", "pass\n")
    old = nbformat.convert(nbformat.from_dict(solved), to_version=3)
    return {
        VICTIM: Honest(nbformat.writes(secret)),
        "ab_honest_half_done": Honest(half("clip", "sample"), ("clip", "sample")),
        "ac_honest_untouched": Honest(half(), ()),
        "mm_honest_accénts": Honest(nbformat.writes(accents)),
        "mn_honest_clip_alone": Honest(half("clip"), ("clip",)),
        "mo_honest_copied_a_cell": Honest(nbformat.writes(twice)),
        "mp_honest_no_state": Honest(
            nbformat.writes(submission(solved, {"sample": wrong})), fails=("test-sample-state",)
        ),
        "zx_honest_figures": Honest(nbformat.writes(figures)),
        "zy_honest_older_format": Honest(nbformat.v3.writes_json(old)),
        "zz_honest_all_right": Honest(nbformat.writes(solved)),
    }


def digests(folder):
    """Digest of each file below a folder by its path; a link counts by its target."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            content = str(path.readlink()).encode()
        elif path.is_file():
            # A sparse file can be longer than the memory.
            size = path.stat().st_size
            content = path.read_bytes() if size < 1 << 28 else str(size).encode()
        else:
            content = b"folder" if path.is_dir() else b"special"
        found[str(path.relative_to(folder))] = hashlib.sha256(content).hexdigest()
    return found


def scores(folder):
    """Points by student and graded cell, from the gradebook; students not graded are left out."""
    with gradebook(folder) as book:
        return {
            found.student_id: {
                grade.name: (grade.score, grade.max_score)
                for notebook in found.notebooks
                for grade in notebook.grades
            }
            for found in book.assignment_submissions(ASSIGNMENT)
        }
