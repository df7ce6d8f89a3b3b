"""Create an example course with correct and wrong example submissions."""

import shutil

import nbformat

from autograder.course import Course
from autograder.errors import UserError
from autograder.files import copy_sources, write_atomically
from autograder.release import read_solutions

COPIED = ("notebooks", "data", "nbgrader_config.py", "environment.yml", "LICENSE")
MARKER = ".dinosaur-land-demo"


def create_demo_course(course, into):
    """Copy the sources of a course into a new folder.

    Parameters
    ----------
    course : Course
        The course to copy from.
    into : Path
        A new folder, or one that an earlier demo created, which is replaced.

    Returns
    -------
    Course

    Raises
    ------
    UserError
        If the folder exists and is not an example course.
    """
    if into.exists():
        if not (into / MARKER).is_file():
            raise UserError(
                f"{into} exists and is not an example course: choose another folder with --into."
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


def submit_examples(course, assignment):
    """Write example submissions into ``course/submitted``.

    Parameters
    ----------
    course : Course
        Contains a release of the assignment.
    assignment : str
    """
    released = course.step("release", assignment=assignment) / f"{assignment}.ipynb"
    solutions = read_solutions(nbformat.read(course.source(assignment), as_version=4))
    for student, content in make_example_submissions(released, solutions).items():
        target = course.step("submitted", student, assignment) / f"{assignment}.ipynb"
        write_atomically(target, content)


def fill_in_solutions(released, sources):
    """Return the released notebook with the given sources in its solution cells.

    Parameters
    ----------
    released : Path
        The released notebook.
    sources : dict of str to str
        Sources of solution cells by grade id.

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


def make_example_submissions(released, solutions):
    """Return what each example student submits.

    Parameters
    ----------
    released : Path
        The released notebook.
    solutions : dict of str to str
        The instructor's solution cells by grade id.

    Returns
    -------
    dict of str to str
        Content of the submitted file by student.
    """

    def notebook(**changes):
        return nbformat.writes(fill_in_solutions(released, {**solutions, **changes}))

    half = {name: solutions[name] for name in ("clip", "sample")}
    old = nbformat.convert(fill_in_solutions(released, solutions), to_version=3)
    return {
        "ada_all_right": notebook(),
        "ben_half_done": nbformat.writes(fill_in_solutions(released, half)),
        "chi_untouched": nbformat.writes(fill_in_solutions(released, {})),
        "dan_forgets_the_state": notebook(sample=remove_line(solutions["sample"], "a_prev = a")),
        "eve_clips_from_above": notebook(
            clip=solutions["clip"].replace("-maxValue, maxValue", "None, maxValue")
        ),
        "fay_crash": notebook(clip='raise RuntimeError("this cell was left broken")'),
        "gus_ends_the_kernel": notebook(optimize="import os\n\nos._exit(1)"),
        "hal_endless_loop": notebook(optimize="while True:\n    pass"),
        "ivy_older_format": nbformat.v3.writes_json(old),
        "jo_no_notebook": "Dear teacher, my dinosaur has eaten the notebook.\n",
    }


def remove_line(source, line):
    """Return `source` without the one line whose text is `line`."""
    remaining = [text for text in source.split("\n") if text.strip() != line]
    if len(remaining) + 1 != len(source.split("\n")):
        raise ValueError(f"expected the line {line!r} once")
    return "\n".join(remaining)
