"""Test the commands of the Makefile, of CI and of the workflows."""

import os
import re
import shutil
import subprocess

import pytest
import yaml

OUTER_MAKE = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHON"}


@pytest.fixture
def make(root, tmp_path):
    """Run make on a copy of what it needs, in a folder without .venv."""
    locks = ("requirements/lock.txt", "requirements/shakespeare.txt")
    for name in ("Makefile", "pyproject.toml", *locks):
        (tmp_path / "copy" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, tmp_path / "copy" / name)

    def run(*arguments):
        env = {name: value for name, value in os.environ.items() if name not in OUTER_MAKE}
        return subprocess.run(
            ["make", "-C", tmp_path / "copy", "--no-print-directory", *arguments],
            env=env, capture_output=True, text=True, timeout=60,
        )  # fmt: skip

    return run


def test_help_lists_every_command(root, make):
    targets = re.search(r"^\.PHONY: (.*)$", (root / "Makefile").read_text("utf-8"), re.M)[1].split()
    listed = re.findall(r"^  make (\w+) +\w", make("help").stdout, re.MULTILINE)
    assert sorted(listed) == sorted(targets)
    assert make().stdout == make("help").stdout


def test_git_ignores_screenshots_and_clean_removes_them(root, make):
    assert "build/" in (root / ".gitignore").read_text("utf-8").splitlines()
    assert re.search(r"^rm -rf .*\bbuild\b", make("-n", "clean").stdout, re.MULTILINE)


def test_setup_reports_an_unsupported_python_in_one_sentence(make, stub):
    old = stub("python2.7", "exit 1")
    result = make("setup", f"PYTHON={old}", "SYSTEM_PACKAGES=")
    assert result.returncode == 2
    lines = [line for line in result.stderr.splitlines() if not line.startswith("make:")]
    assert len(lines) == 1
    assert "3.11 to 3.14" in lines[0]
    assert str(old) in lines[0]


def test_the_makefile_accepts_the_versions_that_the_project_accepts(root, project):
    lowest, highest = re.search(
        r"\(3, (\d+)\) <= sys.version_info < \(3, (\d+)\)", (root / "Makefile").read_text("utf-8")
    ).groups()
    assert project["requires-python"] == f">=3.{lowest},<3.{highest}"


@pytest.mark.parametrize(("sudo", "user"), [("exit 1", 1000), ("exit 0", 0)])
def test_missing_system_packages(make, stub, tmp_path, sudo, user):
    log = tmp_path / "log"
    stub("dpkg-query", "exit 1")
    stub("id", f"echo {user}")
    stub("sudo", sudo)
    stub("apt-get", f'echo "$@" >> {log}')
    result = make("setup", f"PYTHON={stub('none', 'exit 1')}", "SYSTEM_PACKAGES=leaf bark")
    if user == 0:
        assert re.search(r"update\n.*install .*leaf bark\n", log.read_text("utf-8"))
    else:
        assert "run: sudo apt-get install leaf bark\n" in result.stdout
        assert not log.exists()


def test_release_accepts_a_list_of_names(make):
    assert 'release --names "my cities.txt"' in make("-n", "release", "NAMES=my cities.txt").stdout
    assert "--names" not in make("-n", "release").stdout


def test_release_accepts_an_assignment_and_installs_its_libraries(make):
    done = make("-n", "release", "ASSIGNMENT=shakespeare").stdout
    assert done.rstrip().endswith('/autograder release "shakespeare"')
    assert "-r requirements/shakespeare.txt" in done
    # The dinosaurs do without.
    assert "shakespeare" not in make("-n", "release").stdout
    both = make("-n", "release", "ASSIGNMENT=essay", "NAMES=a.txt").stdout
    assert both.rstrip().endswith('/autograder release --names "a.txt" "essay"')


def test_make_shakespeare_opens_the_notebook(root, make):
    done = make("-n", "shakespeare").stdout
    opened = re.search(r"/jupyter lab (\S+)\s*$", done)[1]
    assert (root / opened).is_file()
    assert "-r requirements/shakespeare.txt" in done


def test_the_tests_have_the_second_notebooks_libraries_too(make):
    """Locally and in CI, which runs `make test`."""
    assert "-r requirements/shakespeare.txt" in make("-n", "test").stdout


@pytest.mark.parametrize("status", [0, 2])
def test_ci_runs_every_test_and_fails_with_them(root, stub, tmp_path, status):
    stub("make", f'echo "$@" > {tmp_path}/arguments; exit {status}')
    assert subprocess.run([root / ".ci" / "run"], timeout=60).returncode == status
    assert (tmp_path / "arguments").read_text("utf-8").split()[-1] == "test"


def test_the_notebooks_workflow_runs_the_command_of_the_pages(root):
    text = (root / ".github" / "workflows" / "notebooks.yml").read_text("utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    runs = [step["run"] for step in job["steps"] if "run" in step]
    assert runs == ["make setup", ".venv/bin/pytest --nbval notebooks/dinosaur_land"]
    for page in ("README.md", "docs/instructors.md"):
        assert "pytest --nbval notebooks/dinosaur_land" in (root / page).read_text("utf-8")
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert used
    assert all(re.search(r"@v\d+$", action) for action in used), used


def test_the_workflow_runs_it_with_every_python(root, project):
    workflow = yaml.safe_load((root / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
    job = workflow["jobs"]["test"]
    assert ".ci/run" in [step.get("run") for step in job["steps"]]
    classified = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    assert job["strategy"]["matrix"]["python"] == classified
    (kept,) = (step for step in job["steps"] if "upload-artifact" in step.get("uses", ""))
    assert (kept["if"], kept["with"]["path"]) == ("always()", "build/screenshots")
    assert workflow["permissions"] == {"contents": "read"}
    steps = [step for each in workflow["jobs"].values() for step in each["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert all(re.search(r"@v\d+$", action) for action in used), used
