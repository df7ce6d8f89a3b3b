"""Build the release of an assignment and the zip for students."""

import shutil

import nbformat

import rnn_utils
from autograder.config import COURSE
from autograder.course import require_success
from autograder.errors import UserError
from autograder.files import copy_sources, write_atomically, write_zip
from autograder.release import source_notebook
from autograder.release.mistakes import require_current_outcomes
from autograder.release.package import ReleaseLinks, add_released_files, find_name_lists
from autograder.release.requirements import require_libraries
from autograder.release.verification import verify_release


def build_release(course, assignment, names=None, repository=None, branch=None, report=print):
    """Check the source notebook, generate and verify the release, and write its zip.

    Parameters
    ----------
    course : Course
    assignment : str
    names : Path, optional
        List of names to use instead of the one that the notebook loads.
    repository, branch : str, optional
        Public repository of the release package, see `ReleaseLinks`. By default those of the
        configuration.
    report : callable
        Called with a line of text before each step.

    Returns
    -------
    Path
        The zip for students.

    Raises
    ------
    UserError
        If the list of names, the repository or the branch is invalid, a library or a list is
        missing, an output of the notebook changes, the test runner does not support a hidden test
        or gives the solution less than all points, or nbgrader fails.
    """
    notebook = course.source(assignment)
    for trait, value in (("repository", repository), ("branch", branch)):
        if value is not None:
            course.config.ReleaseLinks[trait] = value
    ReleaseLinks(config=course.config).check()
    require_libraries(assignment)
    require_current_outcomes(notebook)
    source_directory = course.config.CourseDirectory.source_directory
    if names is None:
        lists = find_name_lists(course.root, notebook.parent)
    else:
        notebook = build_source_for_names(course, notebook, names, report)
        lists, source_directory = {names.name: names}, f"{COURSE}/source"
    report("Comparing the outputs of the source notebook with a new run (nbval) ...")
    source_notebook.check_outputs(notebook)
    report("Generating the student version (nbgrader generate_assignment) ...")
    api = course.api(source_directory=source_directory)
    require_success(api.generate_assignment(assignment), "nbgrader generate_assignment")
    folder = course.step("release", assignment=assignment)
    add_released_files(course.root, assignment, folder, lists)
    report("Verifying that the instructor's solution gets all points from the test runner ...")
    for warning in verify_release(notebook, folder, course.config):
        report(f"Warning: {warning}")
    target = course.work / f"{assignment}.zip"
    write_zip(folder, target, top=assignment)
    return target


def build_source_for_names(course, notebook, names, report):
    """Copy the source notebook to ``course/source``, replace its list of names, and execute it.

    Returns
    -------
    Path
        The executed copy.

    Raises
    ------
    UserError
        If the list cannot be used. Nothing is written in this case.
    """
    copy = source_notebook.read_notebook(notebook)
    source_notebook.replace_name_list(copy, names.name)
    try:
        rnn_utils.read_names(names)
    except OSError as error:
        raise UserError(f"{names} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise UserError(str(error)) from None
    report(f"Running the source notebook with {names.name} ...")
    built = course.work / "source" / notebook.parent.name / notebook.name
    if built.parent.exists():
        shutil.rmtree(built.parent)
    copy_sources(notebook.parent, built.parent)
    # load_data finds course/data from each folder below course/.
    write_atomically(course.work / "data" / names.name, names.read_bytes())
    write_atomically(built, nbformat.writes(copy) + "\n")
    source_notebook.execute_notebook(built)
    return built
