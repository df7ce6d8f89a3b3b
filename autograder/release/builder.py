"""From the instructor's notebook to what students get."""

import shutil

import nbformat

import rnn_utils
from autograder.config import COURSE
from autograder.course import succeed
from autograder.errors import UserError
from autograder.files import copy_sources, pack, write_atomically
from autograder.release import source_notebook
from autograder.release.package import ReleaseLinks, add_helpers, find_lists
from autograder.release.requirements import require_libraries
from autograder.release.verification import verify_release


def build_release(course, assignment, names=None, repository=None, branch=None, say=print):
    """Check the notebook, make the students' version, and zip it with all it needs.

    Parameters
    ----------
    course : Course
        Where the notebook lies.
    assignment : str
        Name of the assignment.
    names : Path, optional
        Another list of names to build the assignment on.
    repository, branch : str, optional
        Where the release package will lie for Colab and Binder, see `ReleaseLinks`; by default what the
        configuration says.
    say : callable
        Gets one line of text for each step.

    Returns
    -------
    Path
        The zip for students.

    Raises
    ------
    UserError
        If the list or the repository's name cannot be used, a library or a list is missing, an
        output does not keep its promise, a hidden test is nothing for the test runner, or nbgrader
        fails.
    """
    notebook = course.source(assignment)
    for trait, value in (("repository", repository), ("branch", branch)):
        if value is not None:
            course.config.ReleaseLinks[trait] = value
    ReleaseLinks(config=course.config).check()
    require_libraries(assignment)
    source_directory = course.config.CourseDirectory.source_directory
    if names is None:
        lists = find_lists(course.root, notebook.parent)
    else:
        notebook = build_for_names(course, notebook, names, say)
        lists, source_directory = {names.name: names}, f"{COURSE}/source"
    say("Checking that every promised output is as promised (nbval) ...")
    source_notebook.check_outputs(notebook)
    say("Making the students' version (nbgrader generate_assignment) ...")
    api = course.api(source_directory=source_directory)
    succeed(api.generate_assignment(assignment), "nbgrader generate_assignment")
    folder = course.step("release", assignment=assignment)
    add_helpers(course.root, assignment, folder, lists)
    say("Checking that your own solution gets all points from the test runner ...")
    for warning in verify_release(notebook, folder, course.config):
        say(f"Look at {warning}")
    target = course.work / f"{assignment}.zip"
    pack(folder, target, top=assignment)
    return target


def build_for_names(course, notebook, names, say):
    """Copy the instructor's notebook, make it read `names`, and run it anew.

    Parameters
    ----------
    course : Course
        Gets the copy in ``course/source`` and the list in ``course/data``.
    notebook : Path
        The instructor's notebook.
    names : Path
        The list.
    say : callable
        Gets a line of text before it takes long.

    Returns
    -------
    Path
        The executed copy.

    Raises
    ------
    UserError
        If the list cannot be used; then nothing is built.
    """
    copy = source_notebook.read(notebook)
    source_notebook.use_names(copy, names.name)
    try:
        rnn_utils.read_names(names)
    except OSError as error:
        raise UserError(f"{names} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise UserError(str(error)) from None
    say(f"Running the instructor's notebook on {names.name} ...")
    built = course.work / "source" / notebook.parent.name / notebook.name
    if built.parent.exists():
        shutil.rmtree(built.parent)
    copy_sources(notebook.parent, built.parent)
    # Beside course/source, where load_data finds it from every folder in the course.
    write_atomically(course.work / "data" / names.name, names.read_bytes())
    write_atomically(built, nbformat.writes(copy) + "\n")
    source_notebook.execute(built)
    return built
