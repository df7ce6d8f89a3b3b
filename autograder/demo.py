"""An example course with a class of example submissions, good and bad."""

import shutil

import nbformat

from autograder.course import Course
from autograder.errors import UserError
from autograder.files import copy_sources, write_atomically
from autograder.release import solution_cells

COPIED = ("notebooks", "data", "nbgrader_config.py", "environment.yml", "LICENSE")
MARKER = ".dinosaur-land-demo"


def set_up(course, into):
    """Copy the course's sources into a folder of their own.

    Parameters
    ----------
    course : Course
        The course to copy from.
    into : Path
        The folder, new or made by an earlier demo.

    Returns
    -------
    Course

    Raises
    ------
    UserError
        If the folder holds something else.
    """
    if into.exists():
        if not (into / MARKER).is_file():
            raise UserError(
                f"{into} exists and is no demo course: name another folder with --into."
            )
        shutil.rmtree(into)
    into.mkdir(parents=True)
    (into / MARKER).touch()
    for name in COPIED:
        origin = course.root / name
        if origin.is_dir():
            copy_sources(origin, into / name)
        elif origin.is_file():
            shutil.copyfile(origin, into / name)
    return Course(into)


def submit(course, assignment):
    """Put example submissions into ``course/submitted``.

    Parameters
    ----------
    course : Course
        With a release.
    assignment : str
        Its name.
    """
    released = course.step("release", assignment=assignment) / f"{assignment}.ipynb"
    solutions = solution_cells(nbformat.read(course.source(assignment), as_version=4))
    for student, content in example_class(released, solutions).items():
        target = course.step("submitted", student, assignment) / f"{assignment}.ipynb"
        write_atomically(target, content)


def filled_in(released, sources):
    """The released notebook with some of its solution cells written.

    Parameters
    ----------
    released : Path
        The students' notebook.
    sources : dict of str to str
        Code by grade id.

    Returns
    -------
    NotebookNode
    """
    notebook = nbformat.read(released, as_version=4)
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in sources:
            cell.source = sources[grade_id]
    return notebook


def example_class(released, solutions):
    """What each example student submits.

    Parameters
    ----------
    released : Path
        The students' notebook.
    solutions : dict of str to str
        The instructor's solution cells.

    Returns
    -------
    dict of str to str
        Content of the file by student.
    """

    def notebook(**changes):
        return nbformat.writes(filled_in(released, {**solutions, **changes}))

    half = {name: solutions[name] for name in ("clip", "sample")}
    old = nbformat.convert(filled_in(released, solutions), to_version=3)
    return {
        "ada_all_right": notebook(),
        "ben_half_done": nbformat.writes(filled_in(released, half)),
        "chi_untouched": nbformat.writes(filled_in(released, {})),
        "dan_forgets_the_state": notebook(sample=without(solutions["sample"], "a_prev = a")),
        "eve_clips_from_above": notebook(
            clip=solutions["clip"].replace("-maxValue, maxValue", "None, maxValue")
        ),
        "fay_crash": notebook(clip='raise RuntimeError("this cell was left broken")'),
        "gus_ends_the_kernel": notebook(optimize="import os\n\nos._exit(1)"),
        "hal_endless_loop": notebook(optimize="while True:\n    pass"),
        "ivy_older_format": nbformat.v3.writes_json(old),
        "jo_no_notebook": "Dear teacher, my dinosaur has eaten the notebook.\n",
    }


def without(source, line):
    """`source` less the one line that reads `line`."""
    kept = [text for text in source.split("\n") if text.strip() != line]
    if len(kept) + 1 != len(source.split("\n")):
        raise ValueError(f"expected the line {line!r} once")
    return "\n".join(kept)
