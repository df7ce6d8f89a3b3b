"""The release contains all that students need, and no solutions or hidden tests."""

import json
import re
import shutil
import subprocess
import sys
import zipfile

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.demo import fill_in_solutions
from autograder.files import write_zip
from autograder.release.source_notebook import read_solutions
from tests.autograder.conftest import run
from tests.instructor import (
    ASSIGNMENTS,
    DINOSAURS,
    HIDDEN,
    ROOT,
    SHAKESPEARE,
    SOLUTION,
    nbgrader,
    read,
)

NAME = DINOSAURS.name
BESIDE = {
    DINOSAURS: {"data/dinos.txt"},
    SHAKESPEARE: {"learning.py", "lstm.json", "lstm.npz", "machine.py", "memory.py", "pictures.py",
                  "plain.json", "plain.npz", "poem.py", "train.py", "verse.py"},
}  # fmt: skip
BOTH = pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=lambda one: one.name)


@pytest.fixture(scope="module")
def student(request, tmp_path_factory):
    """The zip of an assignment, unpacked."""
    made = {}

    def unpack(assignment):
        if assignment not in made:
            fixture = "released" if assignment is DINOSAURS else "released_both"
            course = request.getfixturevalue(fixture) / "course"
            folder = tmp_path_factory.mktemp("student")
            with zipfile.ZipFile(course / f"{assignment.name}.zip") as archive:
                archive.extractall(folder)
            made[assignment] = folder / assignment.name
        return made[assignment]

    return unpack


@pytest.fixture
def unpacked(request, student):
    """The unpacked zip of the test's assignment, by default of the dinosaurs."""
    return student(request.node.callspec.params["assignment"] if hasattr(request.node, "callspec")
                   else DINOSAURS)  # fmt: skip


def notebook(folder):
    return nbformat.read(folder / f"{folder.name}.ipynb", as_version=4)


@BOTH
def test_the_zip_contains_what_is_needed_and_no_more(unpacked, assignment):
    files = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*.*")}
    package = {f"rnn_utils/{p.relative_to(ROOT / 'rnn_utils').as_posix()}"
               for end in ("*.py", "*.json") for p in (ROOT / "rnn_utils").rglob(end)}  # fmt: skip
    others = {f"{assignment.name}.ipynb", "README.md", "environment.yml", "requirements.txt"}
    assert files == package | others | BESIDE[assignment]
    assert (unpacked / "LICENSE").is_file()
    for name in ("README.md", "environment.yml"):
        origin = ROOT / "notebooks" / assignment.name / name
        origin = origin if origin.is_file() else ROOT / name
        assert (unpacked / name).read_bytes() == origin.read_bytes()


def test_nbgraders_own_release_of_the_second_is_the_same(released_both, tmp_path):
    shutil.copytree(released_both, tmp_path, dirs_exist_ok=True)
    done = run(["nbgrader", "generate_assignment", SHAKESPEARE.name, "--force"], tmp_path)
    assert done.returncode == 0, done.stderr
    release = tmp_path / "course" / "release" / SHAKESPEARE.name
    write_zip(release, tmp_path / "again.zip", top=SHAKESPEARE.name)
    before = (released_both / "course" / f"{SHAKESPEARE.name}.zip").read_bytes()
    assert (tmp_path / "again.zip").read_bytes() == before


# Lines that any code may contain.
COMMON = ("return ", "import ", "from ", "for ", "with ", "if ", "else:")


def secret_lines(region, assignment):
    """Return the lines of solutions or hidden tests that are nowhere else in the notebook."""
    secret, public = set(), set()
    for cell in read(assignment).cells:
        others = SOLUTION.sub("", HIDDEN.sub("", cell.source))
        public |= {line.strip() for line in others.split("\n")}
        for text in region.findall(cell.source):
            secret |= {line.strip() for line in text.split("\n")}
    return {line for line in secret - public if len(line) > 12 and not line.startswith(COMMON)}


@BOTH
def test_no_solution_and_no_hidden_test_leaks(unpacked, assignment):
    """They are in no file, output or metadata."""
    solution, hidden = secret_lines(SOLUTION, assignment), secret_lines(HIDDEN, assignment)
    # Helper modules also draw and copy arrays, so only the assertions of hidden tests are unique.
    asserted = {line for line in hidden if line.startswith("assert ")}
    assert len(solution) >= 2 * len(assignment.exercises)
    assert len(asserted) >= 2 * len(assignment.exercises)
    for path in unpacked.rglob("*"):
        if path.is_file():
            text, secrets = path.read_text("utf-8", errors="replace"), solution | asserted
            if path.suffix == ".ipynb":
                text, secrets = "\n".join(strings(json.loads(text))), solution | hidden
            # Whole lines, because parts of a line are ordinary Python.
            found = secrets & {line.strip() for line in text.split("\n")}
            assert not found, path.name
            for word in ("HIDDEN", "BEGIN SOLUTION", "hidden_test", "import autograder"):
                assert word not in text, path.name


def strings(value):
    """Yield all strings in a JSON value, with lists of lines joined."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        if all(isinstance(inner, str) for inner in value):
            yield "".join(value)
        for inner in value:
            yield from strings(inner)


@BOTH
def test_without_a_repository_there_are_no_links(unpacked, assignment):
    texts = [(unpacked / "README.md").read_text(), *(c.source for c in notebook(unpacked).cells)]
    assert not [text for text in texts if re.search(r"mybinder\.org|colab\.research|github", text)]
    assert sum(text.count('\nRELEASE = ""\n') for text in texts) == 1


@BOTH
def test_no_output_is_stored(unpacked, assignment):
    for cell in notebook(unpacked).cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


@BOTH
def test_nbgrader_validate_passes_solutions_and_names_what_is_missing(unpacked, assignment):
    """Students run this command before they submit."""
    name = f"{assignment.name}.ipynb"
    solved = fill_in_solutions(unpacked / name, read_solutions(read(assignment)))
    nbformat.write(solved, unpacked / "solved.ipynb")
    done = run(["nbgrader", "validate", "solved.ipynb"], unpacked)
    (unpacked / "solved.ipynb").unlink()
    assert "Success! Your notebook passes all the tests." in done.stdout
    done = run(["nbgrader", "validate", name], unpacked)
    graded = sum(bool(nbgrader(cell).get("grade")) for cell in read(assignment).cells)
    assert graded == {DINOSAURS: 13, SHAKESPEARE: 4}[assignment]
    assert f"VALIDATION FAILED ON {graded} CELL(S)" in done.stdout
    assert "Still to write" in done.stdout


@BOTH
def test_stubs_say_what_to_write(unpacked, assignment):
    stubs = read_solutions(notebook(unpacked))
    assert tuple(stubs) == assignment.exercises
    for source in stubs.values():
        assert source.count("# YOUR CODE HERE\n") == 1
        (hint,) = re.findall(r"raise NotImplementedError\(['\"](.+)['\"]\)", source)
        assert hint.startswith("Still to write: ")


@BOTH
def test_every_graded_cell_fails_until_it_is_solved(unpacked, assignment):
    """The error is NotImplementedError, or a NameError that follows from it."""
    untouched = notebook(unpacked)
    NotebookClient(
        untouched, allow_errors=True, resources={"metadata": {"path": str(unpacked)}}
    ).execute()
    for cell in untouched.cells:
        errors = [o for o in cell.get("outputs", []) if o.output_type == "error"]
        if nbgrader(cell).get("grade"):
            assert [error.ename for error in errors] == ["NotImplementedError"], cell.id
            assert errors[0].evalue.startswith("Still to write: ")
        for error in errors:
            follows = error.ename == "NameError" and "'parameters'" in error.evalue
            assert error.ename == "NotImplementedError" or follows, cell.id


@pytest.fixture(scope="module")
def bare_python(tmp_path_factory):
    """A virtual environment with numpy, matplotlib and ipykernel only."""
    folder = tmp_path_factory.mktemp("bare")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    pins = folder / "constraints.txt"
    locked = (ROOT / "requirements" / "lock.txt").read_text()
    pins.write_text("\n".join(re.findall(r"^[^#\s][^\\\n]*", locked, flags=re.MULTILINE)))
    packages = ["numpy", "matplotlib", "ipykernel"]
    command = [python, "-m", "pip", "install", "--quiet", "--constraint", pins, *packages]
    subprocess.run(command, check=True)
    return python


def test_the_exercise_needs_numpy_and_matplotlib_only(unpacked, bare_python, tmp_path):
    """The solved notebook, training included, runs in the folder of the unpacked zip."""
    solved = fill_in_solutions(unpacked / f"{NAME}.ipynb", read_solutions(read()))
    target = unpacked / "solved.ipynb"
    nbformat.write(solved, target)
    # The kernel is that of the bare environment; the client is ours.
    kernel = tmp_path / "kernels" / "bare"
    kernel.mkdir(parents=True)
    argv = [str(bare_python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "bare", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec))
    program = (
        "import nbformat, sys; from nbclient import NotebookClient;"
        "nb = nbformat.read(sys.argv[1], 4);"
        "NotebookClient(nb, kernel_name='bare', skip_cells_with_tag='').execute(cwd=sys.argv[2]);"
        "nbformat.write(nb, sys.argv[1])"
    )
    subprocess.run(
        [sys.executable, "-c", program, target, unpacked],
        check=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "JUPYTER_PATH": str(tmp_path)},
    )
    outputs = "\n".join(strings(json.loads(target.read_text())["cells"]))
    assert "Iteration: 34000, Loss: " in outputs
    promised = "\n".join(c.source for c in read().cells if "expected_output" in c.metadata)
    (block,) = re.findall(r"(Iteration: 0.*?)\n```", promised, flags=re.DOTALL)
    assert block in outputs
    target.unlink()


CITIES = "Łódź\r\nZürich\r\nSão Paulo\r\nNew York\r\nİzmir\r\nMünchen\r\nOslo\r\nRiga\r\nBern\r\n"


def test_any_list_of_names_works(empty_course):
    """Each output that depends on the list is computed again, for students and for nbval."""
    cities = empty_course / "cities.txt"
    cities.write_bytes(CITIES.encode())
    done = run(["autograder", "release", "--names", "cities.txt"], empty_course)
    assert done.returncode == 0, done.stderr
    release = empty_course / "course" / "release" / NAME
    assert (release / "data" / "cities.txt").read_bytes() == CITIES.encode()
    assert not (release / "data" / "dinos.txt").exists()
    student = notebook(release)
    assert any('load_data("cities.txt")' in c.source.replace("'", '"') for c in student.cells)
    dinosaurs = [c.source for c in read().cells if "expected_output" in c.metadata]
    theirs = [c.source for c in student.cells if "expected_output" in c.metadata]
    # Only the training log depends on the list.
    assert theirs[:3] == dinosaurs[:3]
    assert theirs[3] != dinosaurs[3]
    built = nbformat.read(empty_course / "course" / "source" / NAME / f"{NAME}.ipynb", 4)
    loaded = next(c for c in built.cells if "load_data(" in c.source and "import" not in c.source)
    characters = sum(len(name.lower()) + 1 for name in CITIES.strip().split("\r\n"))
    assert f"9 names, {characters} characters" in loaded.outputs[0].text
    assert "łódź" in loaded.outputs[0].text
    # The source notebook is unchanged.
    assert (empty_course / "notebooks" / NAME / f"{NAME}.ipynb").read_bytes() == (
        ROOT / "notebooks" / NAME / f"{NAME}.ipynb"
    ).read_bytes()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "list.txt is empty"),
        (b"\n \r\n", "list.txt is empty"),
        ("Zürich\nOslo\n".encode("latin-1"), "list.txt is not UTF-8"),
        (b"Oslo\noslo\n", "list.txt holds only one name"),
        (b"Oslo\n" + b"x" * 201 + b"\n", "line 2: a name of 201 characters"),
        (b"Oslo\tNorway\nBern\n", "line 1: the name holds a control character"),
        (None, "list.txt cannot be read"),
    ],
)
def test_a_bad_list_is_rejected_in_one_sentence(empty_course, content, sentence):
    path = empty_course / "list.txt"
    if content is not None:
        path.write_bytes(content)
    done = run(["autograder", "release", "--names", "list.txt"], empty_course)
    assert done.returncode == 2
    assert done.stderr.startswith("autograder: ")
    assert sentence in done.stderr
    assert len(done.stderr.strip().split("\n")) == 1
    assert not (empty_course / "course" / f"{NAME}.zip").exists()


def test_a_changed_output_stops_the_release(quick_course):
    path = quick_course / "notebooks" / NAME / f"{NAME}.ipynb"
    path.write_text(path.read_text().replace("loss = 126.503975722", "loss = 126.5"))
    done = run(["autograder", "release"], quick_course)
    assert done.returncode == 2
    assert "differ from a new run" in done.stderr
    assert "Traceback (most recent call last)" not in done.stderr
    assert not (quick_course / "course" / f"{NAME}.zip").exists()
