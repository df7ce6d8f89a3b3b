"""Add to nbgrader's release: helper modules, lists of names, requirements, links and stubs.

nbgrader copies the files beside the source notebook, except those that `autograder.files.LEFTOVERS`
names. The preprocessors and the hook in this module also run for nbgrader's own command and for
formgrader's button.
"""

import re
import shutil
from pathlib import Path, PurePosixPath

from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor
from traitlets import Unicode

import rnn_utils
from autograder.config import COURSE
from autograder.errors import UserError
from autograder.files import copy_sources
from autograder.release.requirements import make_requirements_file
from autograder.release.source_notebook import find_loaded_lists, read_notebook


class ClearSolutionsWithHints(ClearSolutions):
    """nbgrader's ClearSolutions with a hint in the stub.

    The hint is the text after the colon in ``### BEGIN SOLUTION: hint``. It becomes the message of
    the NotImplementedError. Regions without a hint get nbgrader's stub.
    """

    def _replace_solution_region(self, cell, language):
        hint = re.search(re.escape(self.begin_solution_delimeter) + r":[ \t]*(.+)", cell.source)
        if cell.cell_type != "code" or not hint:
            return super()._replace_solution_region(cell, language)
        stock = self.code_stub
        message = f"Still to write: {hint[1].strip()}."
        self.code_stub = {
            **stock,
            "python": f"# YOUR CODE HERE\nraise NotImplementedError({message!r})",
        }
        try:
            return super()._replace_solution_region(cell, language)
        finally:
            self.code_stub = stock


DATA = "data"
REPOSITORY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/[A-Za-z0-9_.-]{1,100}")
# No slash: Colab could not separate the branch from the folder.
BRANCH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
# In the first code cell, which downloads the helper modules where they are missing.
RELEASE_URL = re.compile(r'^RELEASE = ""', re.MULTILINE)


class ReleaseLinks(NbGraderPreprocessor):
    """Add links that open the release package in Colab and Binder.

    Set ``c.ReleaseLinks.repository = "owner/name"`` in the configuration file. The repository is
    public and contains the files of the students' zip only: no solutions.
    """

    repository = Unicode(
        "",
        help="OWNER/NAME of the public GitHub repository that contains the release package.",
    ).tag(config=True)
    branch = Unicode("main", help="Branch of the repository.").tag(config=True)

    def preprocess(self, nb, resources):
        self.check()
        if not self.repository:
            return nb, resources
        notebook = resources["nbgrader"]["notebook"]
        links = self.make_links(f"{notebook}.ipynb")
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.source = RELEASE_URL.sub(f'RELEASE = "{self.make_archive_url()}"', cell.source)
        title = next(
            (c for c in nb.cells if c.cell_type == "markdown" and has_title(c.source)), None
        )
        if title:
            title.source = insert_below_title(title.source, links)
        readme = Path(resources["metadata"]["path"]) / "README.md"
        if readme.is_file() and notebook == resources["nbgrader"]["assignment"]:
            text = insert_below_title(readme.read_text("utf-8"), links)
            # nbconvert's writer replaces the file beside the notebook by this text.
            resources["outputs"] = {**(resources.get("outputs") or {}), readme.name: text.encode()}
        return nb, resources

    def check(self):
        """Raise UserError if repository or branch cannot be part of a URL."""
        name = self.repository
        if name and (not REPOSITORY.fullmatch(name) or name.endswith((".", ".git"))):
            raise UserError(
                f"{name!r} is not the name of a repository on GitHub: give its owner and name, for "
                "instance museum/dinosaurs."
            )
        if not BRANCH.fullmatch(self.branch):
            raise UserError(
                f"{self.branch!r} cannot be the branch for students: use a name of letters, "
                "digits, dots, hyphens and underscores."
            )

    def make_archive_url(self):
        """Return the URL of the repository's zip."""
        return f"https://github.com/{self.repository}/archive/refs/heads/{self.branch}.zip"

    def make_links(self, filename):
        """Return a Markdown paragraph with links that open a notebook.

        The links are text: a badge is loaded from another server, which then knows the readers.
        """
        colab = f"https://colab.research.google.com/github/{self.repository}/blob/{self.branch}"
        binder = f"https://mybinder.org/v2/gh/{self.repository}/{self.branch}?labpath={filename}"
        return (
            f"Nothing to install: [open the notebook in Colab]({colab}/{filename}) or\n"
            f"[open the notebook in Binder]({binder})."
        )


def has_title(text):
    """Return whether a Markdown text begins with a level 1 heading."""
    return text.lstrip().startswith("# ")


def insert_below_title(text, paragraph):
    """Insert a paragraph below the title of a Markdown text, or at its start without a title.

    Parameters
    ----------
    text, paragraph : str

    Returns
    -------
    str
    """
    if not has_title(text):
        return f"{paragraph}\n\n{text}"
    title, _, rest = text.lstrip().partition("\n")
    return f"{title}\n\n{paragraph}\n\n{rest.lstrip()}".rstrip() + "\n" * text.endswith("\n")


def add_released_files(root, assignment, folder, lists):
    """Copy the files that a released notebook imports and reads into the release folder.

    Parameters
    ----------
    root : Path
        Course folder. An environment file and a licence of the assignment take precedence.
    assignment : str
    folder : Path
        The release folder.
    lists : dict of str to Path
        From `find_name_lists`.
    """
    package = Path(rnn_utils.__file__).parent
    shutil.rmtree(folder / package.name, ignore_errors=True)
    copy_sources(package, folder / package.name)
    own = root / "notebooks" / assignment
    for name in ("environment.yml", "LICENSE"):
        origin = own / name if (own / name).is_file() else root / name
        if origin.is_file():
            shutil.copyfile(origin, folder / name)
    if not (own / "requirements.txt").is_file():
        (folder / "requirements.txt").write_text(make_requirements_file(assignment), "utf-8")
    for name, path in lists.items():
        target = folder / DATA / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not (target.exists() and target.samefile(path)):
            shutil.copyfile(path, target)


def find_name_lists(root, folder):
    """Return the lists of names that the notebooks in a folder load.

    Parameters
    ----------
    root : Path
        Course folder.
    folder : Path
        Folder of notebooks. It may contain a folder ``data``.

    Returns
    -------
    dict of str to Path
        Path of each list by its name in ``data``.

    Raises
    ------
    UserError
        If a list is missing, or its name leads out of ``data``.
    """
    found = {}
    for path in sorted(folder.glob("*.ipynb")):
        for name in find_loaded_lists(read_notebook(path)):
            pure = PurePosixPath(name)
            if pure.is_absolute() or ".." in pure.parts:
                raise UserError(f"{path.name} loads {name!r}: give the name of a list in {DATA}/.")
            # build_source_for_names writes a list to the last one.
            places = [above / DATA / name for above in (folder, root, root / COURSE)]
            there = [place for place in places if place.is_file()]
            if not there:
                raise UserError(
                    f"{path.name} loads the list {name!r}, which is not in the course: put it "
                    f"into {DATA}/."
                )
            found[name] = there[0]
    return found


def complete_release(assignment, student, notebooks):
    """Complete a release: nbgrader's ``GenerateAssignment.post_convert_hook``.

    Parameters
    ----------
    assignment : str
    student : str
        "." in a release.
    notebooks : list of str

    Notes
    -----
    nbgrader calls it in the course folder.
    """
    root = Path.cwd()
    folder = root / COURSE / "release" / student / assignment
    add_released_files(root, assignment, folder, find_name_lists(root, folder))
