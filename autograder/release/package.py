"""What students get beside the notebook: the helpers, the names, how to install and where to open.

Modules, weights and whatever else lies beside the instructor's notebook nbgrader copies itself, but
for what `autograder.files.LEFTOVERS` names.

A release package that also lies in a public repository can be opened in Colab and in Binder. nbgrader makes
the release, so that is told to `ReleaseLinks`, one of its preprocessors, whoever starts it.

A stub for each exercise that says what to write.
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
from autograder.release.requirements import requirements
from autograder.release.source_notebook import lists_of, read


class ClearSolutionsWithHints(ClearSolutions):
    """nbgrader's ClearSolutions, with a hint in the stub.

    The hint is what follows the colon in ``### BEGIN SOLUTION: hint``; it becomes the text of the
    stub's NotImplementedError. Regions without a hint get nbgrader's stub.
    """

    def _replace_solution_region(self, cell, language):
        found = re.search(re.escape(self.begin_solution_delimeter) + r":[ \t]*(.+)", cell.source)
        if cell.cell_type != "code" or not found:
            return super()._replace_solution_region(cell, language)
        stock = self.code_stub
        hint = f"Still to write: {found[1].strip()}."
        self.code_stub = {
            **stock,
            "python": f"# YOUR CODE HERE\nraise NotImplementedError({hint!r})",
        }
        try:
            return super()._replace_solution_region(cell, language)
        finally:
            self.code_stub = stock


DATA = "data"
REPOSITORY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/[A-Za-z0-9_.-]{1,100}")
# Without slashes, of which Colab cannot tell where a branch ends and a folder begins.
BRANCH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
# In the notebook's first code cell, which fetches the helpers where they are missing.
ADDRESS = re.compile(r'^HANDOUT = ""', re.MULTILINE)


class ReleaseLinks(NbGraderPreprocessor):
    """Say in a release where on the web the release package can be opened.

    Set as ``c.ReleaseLinks.repository = "owner/name"`` in the configuration file. The repository is
    public and holds what is in the students' zip, and nothing else: no solutions.
    """

    repository = Unicode(
        "",
        help="OWNER/NAME of the public repository on GitHub into which the release package is put.",
    ).tag(config=True)
    branch = Unicode("main", help="The branch that students get.").tag(config=True)

    def preprocess(self, nb, resources):
        self.check()
        if not self.repository:
            return nb, resources
        notebook = resources["nbgrader"]["notebook"]
        links = self.links(f"{notebook}.ipynb")
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.source = ADDRESS.sub(f'HANDOUT = "{self.archive()}"', cell.source)
        title = next(
            (c for c in nb.cells if c.cell_type == "markdown" and has_title(c.source)), None
        )
        if title:
            title.source = below_title(title.source, links)
        readme = Path(resources["metadata"]["path"]) / "README.md"
        if readme.is_file() and notebook == resources["nbgrader"]["assignment"]:
            text = below_title(readme.read_text("utf-8"), links)
            # nbconvert's writer puts this beside the notebook, in place of the file as it was.
            resources["outputs"] = {**(resources.get("outputs") or {}), readme.name: text.encode()}
        return nb, resources

    def check(self):
        """Raise UserError unless repository and branch can be part of a web address."""
        name = self.repository
        if name and (not REPOSITORY.fullmatch(name) or name.endswith((".", ".git"))):
            raise UserError(
                f"{name!r} is not the name of a repository on GitHub: give its owner and its name "
                "as in its address, for instance museum/dinosaurs."
            )
        if not BRANCH.fullmatch(self.branch):
            raise UserError(
                f"{self.branch!r} cannot be the branch for students: take a name of letters, "
                "digits, dots, hyphens and underscores."
            )

    def archive(self):
        """The address from which GitHub gives the repository as a zip."""
        return f"https://github.com/{self.repository}/archive/refs/heads/{self.branch}.zip"

    def links(self, filename):
        """A paragraph that leads to a notebook, in Markdown.

        Text alone: a badge would tell another server who reads, and says no more.
        """
        colab = f"https://colab.research.google.com/github/{self.repository}/blob/{self.branch}"
        binder = f"https://mybinder.org/v2/gh/{self.repository}/{self.branch}?labpath={filename}"
        return (
            f"Nothing to install: [open the notebook in Colab]({colab}/{filename}) or\n"
            f"[open the notebook in Binder]({binder})."
        )


def has_title(text):
    """Whether some Markdown begins with a heading of the first level."""
    return text.lstrip().startswith("# ")


def below_title(text, paragraph):
    """Put a paragraph below the title of some Markdown, or above all if there is none.

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


def add_helpers(root, assignment, folder, lists):
    """Put beside a released notebook what it imports and reads.

    Parameters
    ----------
    root : Path
        The course, which has the environment file and the licence; an assignment may have its own.
    assignment : str
    folder : Path
        The release folder.
    lists : dict of str to Path
        From `find_lists`.
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
        (folder / "requirements.txt").write_text(requirements(assignment), "utf-8")
    for name, path in lists.items():
        target = folder / DATA / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not (target.exists() and target.samefile(path)):
            shutil.copyfile(path, target)


def find_lists(root, folder):
    """The lists of names that the notebooks of a folder load.

    Parameters
    ----------
    root : Path
        The course.
    folder : Path
        It may have a folder ``data`` of its own.

    Returns
    -------
    dict of str to Path
        Where each list lies, by its name in ``data``; empty where nothing is loaded.

    Raises
    ------
    UserError
        If a list is missing, or would lie outside of ``data``.
    """
    found = {}
    for path in sorted(folder.glob("*.ipynb")):
        for name in lists_of(read(path)):
            pure = PurePosixPath(name)
            if pure.is_absolute() or ".." in pure.parts:
                raise UserError(f"{path.name} loads {name!r}: give the name of a list in {DATA}/.")
            # The last is where a release with other names builds.
            places = [above / DATA / name for above in (folder, root, root / COURSE)]
            there = [place for place in places if place.is_file()]
            if not there:
                raise UserError(
                    f"{path.name} loads the list {name!r}, which is not in the course: put it "
                    f"into {DATA}/."
                )
            found[name] = there[0]
    return found


def after_generating(assignment, student, notebooks):
    """nbgrader's ``GenerateAssignment.post_convert_hook``, which runs in the course's folder.

    So what nbgrader's own command and formgrader's button release is as complete, and submissions
    are graded beside it.

    Parameters
    ----------
    assignment : str
    student : str
        "." in a release.
    notebooks : list of str
    """
    root = Path.cwd()
    folder = root / COURSE / "release" / student / assignment
    add_helpers(root, assignment, folder, find_lists(root, folder))
