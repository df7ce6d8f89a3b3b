"""The release package in Colab, Binder and other folders: first cell, links and files."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import nbformat
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbclient import NotebookClient
from packaging.requirements import Requirement
from traitlets.config import Config

from autograder.errors import UserError
from autograder.release.package import ReleaseLinks, insert_below_title
from tests.autograder.conftest import make_course, run
from tests.instructor import ASSIGNMENTS, DINOSAURS, ROOT, SHAKESPEARE, read
from tests.instructor import source_of as source_in

KEPT = {
    DINOSAURS: ("title", "helpers", "setup", "load", "clip", "test-clip-range"),
    SHAKESPEARE: ("title", "helpers", "setup", "split-example", "sigmoid", "lstm_step",
                  "test-lstm_step-gates"),
}  # fmt: skip
COLAB = "https://colab.research.google.com/github/museum/dinosaurs/blob/autumn/{}.ipynb"
BINDER = "https://mybinder.org/v2/gh/museum/dinosaurs/autumn?labpath={}.ipynb"
ARCHIVE = "https://github.com/museum/dinosaurs/archive/refs/heads/autumn.zip"
SENTENCE = "The folder rnn_utils is missing: put {}.zip"
# Without the project itself, whose rnn_utils would be found from everywhere.
PYTHON = [sys.executable, "-S"]
LIBRARIES = Path(np.__file__).parents[1]


def execute(folder, code):
    """Run code in a fresh Python in a folder, as a kernel there would."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(LIBRARIES), "HOME": str(folder)}
    return subprocess.run(
        [*PYTHON, "-B", "-c", code], cwd=folder, env=environment, capture_output=True, text=True
    )


@pytest.fixture(scope="module", params=ASSIGNMENTS, ids=lambda one: one.name)
def assignment(request):
    return request.param


@pytest.fixture(scope="module")
def name(assignment):
    return assignment.name


@pytest.fixture(scope="module")
def source_of(assignment):
    """A function that returns the source of a cell of the assignment by its id."""
    notebook = read(assignment)
    return lambda cell_id: source_in(cell_id, notebook)


def small_course(folder, assignment):
    """A course whose notebook has one exercise and no training, so that it is released quickly."""
    course = make_course(folder)
    path = course / assignment.notebook.relative_to(ROOT)
    notebook = nbformat.read(path, as_version=4)
    kept = KEPT[assignment]
    notebook.cells = [cell for cell in notebook.cells if cell.id in kept]
    assert [cell.id for cell in notebook.cells] == list(kept)
    nbformat.write(notebook, path)
    return course


@pytest.fixture(scope="module")
def public(assignment, name, tmp_path_factory):
    """The students' zip of a release for a public repository."""
    course = small_course(tmp_path_factory.mktemp("public"), assignment)
    options = ["--repository", "museum/dinosaurs", "--branch", "autumn"]
    done = run(["autograder", "release", *options, name], course)
    assert done.returncode == 0, done.stderr
    return course / "course" / f"{name}.zip"


@pytest.fixture(scope="module")
def release_package(public, name, tmp_path_factory):
    folder = tmp_path_factory.mktemp("release package")
    with zipfile.ZipFile(public) as archive:
        archive.extractall(folder)
    return folder / name


def test_links_stand_below_the_titles(release_package, name, source_of):
    notebook = nbformat.read(release_package / f"{name}.ipynb", as_version=4)
    readme = (ROOT / "notebooks" / name / "README.md").read_text()
    colab, binder = COLAB.format(name), BINDER.format(name)
    for text, title in [
        (notebook.cells[0].source, source_of("title").split("\n")[0]),
        ((release_package / "README.md").read_text(), readme.split("\n")[0]),
    ]:
        first, second, rest = text.split("\n\n", 2)
        assert first == title
        links = re.findall(r"\[([^\]]+)\]\(([^)]+)\)", second)
        assert links == [
            ("open the notebook in Colab", colab),
            ("open the notebook in Binder", binder),
        ]
        assert colab not in rest
    helpers = {cell.id: cell.source for cell in notebook.cells}["helpers"]
    assert f'\nRELEASE = "{ARCHIVE}"\n' in helpers
    assert helpers.replace(ARCHIVE, "") == source_of("helpers")


def test_nbgraders_own_release_is_the_same(release_package, assignment, name, tmp_path):
    course = small_course(tmp_path, assignment)
    with (course / "nbgrader_config.py").open("a") as file:
        file.write('get_config().ReleaseLinks.repository = "museum/dinosaurs"\n')
        file.write('get_config().ReleaseLinks.branch = "autumn"\n')
    done = run(["nbgrader", "generate_assignment", name], course)
    assert done.returncode == 0, done.stderr
    assert contents(course / "course" / "release" / name) == contents(release_package)


def contents(folder):
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.parametrize(
    "name",
    ["dinosaurs", "https://github.com/a/b", "a/b/c", "a/b.git", "a/..", "-a/b", 'a/b")', "a/b c",
     "a/b\n", "é/b", "a/", "/b", "a/<b>", "a/b?x", "a/b#x"],
)  # fmt: skip
def test_an_invalid_repository_is_rejected_in_one_sentence(name):
    with pytest.raises(UserError) as error:
        ReleaseLinks(config=Config(ReleaseLinks={"repository": name})).check()
    assert "is not the name of a repository on GitHub: give" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("branch", ["", "a/b", "-b", "..", "a b", "a\n", "a?", 'a"'])
def test_an_invalid_branch_is_rejected(branch):
    release_package = ReleaseLinks(
        config=Config(ReleaseLinks={"repository": "a/b", "branch": branch})
    )
    with pytest.raises(UserError, match="cannot be the branch for students"):
        release_package.check()


NEARLY = st.text("aZ9é_-./ \n\"'()[]{}<>#?&%\\:@", max_size=6)


@given(st.one_of(NEARLY, st.tuples(NEARLY, NEARLY).map("/".join)), NEARLY)
def test_valid_names_give_valid_links(repository, branch):
    """No name can end a link, a string of code or an address."""
    release_package = ReleaseLinks(repository=repository, branch=branch)
    try:
        release_package.check()
    except UserError:
        return
    if repository:
        parts = r"[\w.-]+/[\w.-]+/archive/refs/heads/[\w.-]+"
        assert re.fullmatch(
            rf"https://github\.com/{parts}\.zip", release_package.make_archive_url(), re.ASCII
        )
        assert "/../" not in release_package.make_archive_url()
        found = re.findall(
            r"\[[a-zA-Z ]+\]\((https://[\w./?=-]+)\)", release_package.make_links("x.ipynb")
        )
        assert len(found) == 2


def test_the_command_rejects_a_repository_before_it_builds(tmp_path):
    course = make_course(tmp_path)
    done = run(["autograder", "release", "--repository", "museum"], course)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("autograder: 'museum' is not the name of a repository")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A\n\nB\n", "# A\n\nx\n\nB\n"),
        ("# A\nB", "# A\n\nx\n\nB"),
        ("# A", "# A\n\nx"),
        ("\n# A\n", "# A\n\nx\n"),
        ("B\n\n# A", "x\n\nB\n\n# A"),
        ("## A\n", "x\n\n## A\n"),
    ],
)
def test_below_title(text, expected):
    assert insert_below_title(text, "x") == expected


def test_requirements_for_pip_are_those_of_the_project(release_package, name):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    stated = [*project["dependencies"], *extras["student"], *extras.get(name, [])]
    assert (name in extras) is (name == SHAKESPEARE.name)
    lines = (release_package / "requirements.txt").read_text().splitlines()
    assert lines[0].startswith("# ")
    assert {str(Requirement(line)) for line in lines[1:]} == {str(Requirement(s)) for s in stated}


def test_binder_finds_what_it_builds_from(release_package):
    """The environment file is at the top of the repository and contains JupyterLab."""
    environment = (release_package / "environment.yml").read_text()
    assert re.search(r"^  - jupyterlab\b", environment, re.MULTILINE)
    # Any of these at the top would make Binder build from it instead.
    others = ["binder", ".binder", "Dockerfile", "Project.toml", "default.nix", "apt.txt"]
    assert not [name for name in others if (release_package / name).exists()]


PROBES = {
    DINOSAURS: """
import rnn_utils
print(rnn_utils.__file__, len(rnn_utils.load_data("dinos.txt").split()))
""",
    SHAKESPEARE: """
import rnn_utils, verse
import numpy as np
print(rnn_utils.__file__, verse.encode("b", "abc")[0] + len(np.load("lstm.npz")["alphabet"]))
""",
}
COUNT = len((ROOT / "data" / "dinos.txt").read_text().split())
MODULES = ("learning", "machine", "memory", "pictures", "poem", "train", "verse")
# Files that the first cell extracts beside the notebook.
LAID = {
    DINOSAURS: {"rnn_utils", "data"},
    SHAKESPEARE: {"rnn_utils", "lstm.npz", "plain.npz", *(f"{name}.py" for name in MODULES)},
}


def letters():
    """Return the number of characters of the trained model."""
    with np.load(ROOT / "notebooks" / "shakespeare" / "lstm.npz") as stored:
        return len(stored["alphabet"])


@pytest.fixture
def assert_at_hand(assignment):
    def check(done, folder):
        count = {DINOSAURS: COUNT, SHAKESPEARE: 1 + letters()}[assignment]
        assert done.stderr == ""
        assert done.stdout.split() == [str(folder / "rnn_utils" / "__init__.py"), str(count)]

    return check


@pytest.fixture
def alone(release_package, name, tmp_path):
    """A folder with the notebook and nothing else."""
    folder = tmp_path / "alone"
    folder.mkdir()
    shutil.copy(release_package / f"{name}.ipynb", folder)
    return folder


def test_missing_helper_modules_are_reported_in_one_sentence(alone, name, source_of):
    done = execute(alone, source_of("helpers"))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"ModuleNotFoundError: {SENTENCE.format(name)}")
    assert done.stderr.count("Error") == 1
    assert [path.name for path in alone.iterdir()] == [f"{name}.ipynb"]


@pytest.mark.parametrize("ending", [".zip", " (1).zip"])
def test_the_zip_beside_the_notebook_is_enough(
    alone, public, assignment, name, ending, source_of, assert_at_hand
):
    shutil.copy(public, alone / f"{name}{ending}")
    before = (alone / f"{name}.ipynb").read_bytes()
    assert_at_hand(execute(alone, source_of("helpers") + PROBES[assignment]), alone)
    assert (alone / f"{name}.ipynb").read_bytes() == before
    # No second notebook that a student might submit by mistake.
    names = {path.name for path in alone.iterdir() if path.name != "__pycache__"}
    assert names == {f"{name}.ipynb", f"{name}{ending}"} | LAID[assignment]


def test_the_cells_after_the_first_run(alone, public, assignment, name, tmp_path, monkeypatch):
    """The released notebook's own cells, until it has read the names, or cut numbers apart."""
    shutil.copy(public, alone)
    kernel = tmp_path / "kernels" / "bare"
    kernel.mkdir(parents=True)
    argv = [*PYTHON, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "bare", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(LIBRARIES))
    notebook = nbformat.read(alone / f"{name}.ipynb", as_version=4)
    last, shown = {
        DINOSAURS: ("load", f"{COUNT:,} names"),
        SHAKESPEARE: ("split-example", "[[0, 1], [8, 9]]"),
    }[assignment]
    notebook.cells = [c for c in notebook.cells if c.id in ("helpers", "setup", last)]
    NotebookClient(notebook, kernel_name="bare").execute(cwd=str(alone))
    helpers, setup, example = notebook.cells
    assert helpers.outputs == setup.outputs == []
    assert shown in example.outputs[0].text


def git(folder, *arguments):
    """Run git in a repository with an author."""
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run(["git", "-C", folder, *who, *arguments], check=True, capture_output=True)


def test_a_repository_of_the_release_package_is_enough(
    alone, release_package, assignment, name, tmp_path, assert_at_hand
):
    """Its archive, made by git as GitHub makes it, from an address of this machine."""
    repository = tmp_path / "repository"
    shutil.copytree(release_package, repository)
    git(repository, "init", "-b", "autumn")
    git(repository, "add", ".")
    git(repository, "commit", "-m", "x")
    archive = tmp_path / "autumn.zip"
    git(repository, "archive", "--prefix=dinosaurs-autumn/", f"--output={archive}", "autumn")
    notebook = nbformat.read(alone / f"{name}.ipynb", as_version=4)
    helpers = {cell.id: cell.source for cell in notebook.cells}["helpers"]
    assert ARCHIVE in helpers
    code = helpers.replace(ARCHIVE, archive.as_uri()) + PROBES[assignment]
    assert_at_hand(execute(alone, code), alone)
    names = {path.name for path in alone.iterdir()}
    assert names == {f"{name}.ipynb"} | LAID[assignment]


@pytest.mark.parametrize("content", [b"", b"<html>Please log in</html>", b"PK\x03\x04 broken"])
def test_an_invalid_zip_is_reported(alone, name, tmp_path, content, source_of):
    (alone / f"{name}.zip").write_bytes(content)
    (tmp_path / "answer").write_bytes(content)
    address = (tmp_path / "answer").as_uri()
    helpers = source_of("helpers").replace('RELEASE = ""', f'RELEASE = "{address}"')
    assert address in helpers
    done = execute(alone, helpers)
    assert done.stderr.splitlines()[-1].startswith(f"ModuleNotFoundError: {SENTENCE.format(name)}")


def test_a_zip_cannot_reach_out_of_the_folder(alone, assignment, name, source_of):
    (alone.parent / "secret").write_text("before")
    entries = [
        "../evil.py",
        f"{name}/../evil.py",
        f"{name}/../../rnn_utils/evil.py",
        f"{name}/rnn_utils/../../evil.py",
        f"{name}/data/../../secret",
        f"{name}//{alone.parent}/evil.py",
        f"/{alone.parent}/evil.py",
        f"{name}/data/../../../../../../../../../../{alone.parent}/evil.py",
        f"{name}/{name}.ipynb",
        f"{name}/rnn_utils/__init__.py",
    ]
    with zipfile.ZipFile(alone / f"{name}.zip", "w") as archive:
        for entry in entries:
            archive.writestr(entry, "evil = True")
        link = zipfile.ZipInfo(f"{name}/data/link.py")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, str(alone.parent / "secret"))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(f"{name}/data/link.py", "evil = True")
    before = (alone / f"{name}.ipynb").read_bytes()
    assert execute(alone, source_of("helpers")).returncode == 0
    assert (alone / f"{name}.ipynb").read_bytes() == before
    assert (alone.parent / "secret").read_text() == "before"
    outside = [path for path in alone.parent.rglob("*") if not path.is_relative_to(alone)]
    assert outside == [alone.parent / "secret"]
    names = {path.name for path in alone.iterdir()}
    # One takes two folders, the other every module, inside of its own folder.
    more = {DINOSAURS: {"data"}, SHAKESPEARE: {"data", "evil.py", alone.parts[1]}}[assignment]
    assert names == {f"{name}.ipynb", f"{name}.zip", "rnn_utils"} | more
    assert not [path for path in alone.rglob("*") if path.is_symlink()]


def test_beside_its_modules_the_first_cell_does_nothing(
    release_package, public, tmp_path, source_of
):
    """It prints nothing, uses no network and no zip, as in grading."""
    folder = tmp_path / "beside"
    shutil.copytree(release_package, folder)
    shutil.copy(public, folder)
    shutil.rmtree(folder / "data", ignore_errors=True)
    before = contents(folder)
    done = execute(folder, source_of("helpers") + "\nprint(set(globals()) & {'zips', 'archive'})")
    assert (done.returncode, done.stdout, done.stderr) == (0, "set()\n", "")
    assert contents(folder) == before
