"""environment.yml gives students the same ranges that pyproject.toml states."""

import re

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from rattler import MatchSpec, Version, VersionSpec

# conda-forge's matplotlib brings a desktop toolkit, which a notebook does not need.
CONDA_NAMES = {"matplotlib": "matplotlib-base"}


def neighbours(text):
    """Versions at, just above and just below every version that a range names."""
    for number in re.findall(r"\d+(?:\.\d+)*", text):
        *head, last = number.split(".")
        yield from (number, f"{number}.1", f"{int(number.split('.')[0]) + 1}.0")
        yield ".".join([*head, str(max(int(last) - 1, 0)), "99"])


def same_range(pip, conda):
    """Whether two ranges take the same versions; no range takes all."""
    specifiers = SpecifierSet(pip)
    spec = VersionSpec(conda) if conda else None
    return all(
        specifiers.contains(version) == (spec is None or spec.matches(Version(version)))
        for version in ["0.1", "99.0", *neighbours(pip), *neighbours(conda)]
    )


def differences(environment, project):
    """Where a conda environment and the [project] table disagree, a sentence each."""
    wanted = {"python": project["requires-python"]}
    for line in [*project["dependencies"], *project["optional-dependencies"]["student"]]:
        requirement = Requirement(line)
        name = CONDA_NAMES.get(requirement.name, requirement.name)
        wanted[name] = str(requirement.specifier)
    given = {}
    for line in environment["dependencies"]:
        MatchSpec(line)  # raises on what conda could not read
        name, _, conda = line.partition(" ")
        given[name] = conda
    found = [f"missing: {name}" for name in wanted if name not in given]
    found += [f"nobody needs {name}" for name in given if name not in wanted]
    found += [
        f"{name}: {given[name] or 'any'} is not {pip}"
        for name, pip in wanted.items()
        if name in given and not same_range(pip, given[name])
    ]
    if environment["channels"] != ["conda-forge", "nodefaults"]:
        found.append(f"channels: {environment['channels']}")
    return found


def test_students_get_what_the_project_states(root, project):
    environment = yaml.safe_load((root / "environment.yml").read_text("utf-8"))
    assert differences(environment, project) == []


PROJECT = {
    "requires-python": ">=3.11,<3.15",
    "dependencies": ["numpy>=1.26", "matplotlib~=3.8"],
    "optional-dependencies": {"student": ["ipykernel>=6.29"]},
}
PYTHON = "python >=3.11,<3.15"
PLOTS = "matplotlib-base >=3.8,<4"


@pytest.mark.parametrize(
    ("dependencies", "expected"),
    [
        ([PYTHON, PLOTS, "numpy >=1.26", "ipykernel >=6.29"], []),
        ([PYTHON, PLOTS, "numpy >=1.25", "ipykernel >=6.29"], ["numpy: >=1.25 is not >=1.26"]),
        ([PYTHON, PLOTS, "numpy >1.26", "ipykernel >=6.29"], ["numpy: >1.26 is not >=1.26"]),
        (
            [PYTHON, PLOTS, "numpy >=1.26,<3", "ipykernel >=6.29"],
            ["numpy: >=1.26,<3 is not >=1.26"],
        ),
        ([PYTHON, PLOTS, "numpy", "ipykernel >=6.29"], ["numpy: any is not >=1.26"]),
        ([PYTHON, PLOTS, "numpy >=1.26"], ["missing: ipykernel"]),
        ([PYTHON, PLOTS, "numpy >=1.26", "ipykernel >=6.29", "rich"], ["nobody needs rich"]),
    ],
)
def test_differences_finds_each_kind(dependencies, expected):
    environment = {"channels": ["conda-forge", "nodefaults"], "dependencies": dependencies}
    assert differences(environment, PROJECT) == expected
    assert differences({**environment, "channels": ["defaults"]}, PROJECT) == [
        *expected,
        "channels: ['defaults']",
    ]


def test_conda_must_be_able_to_read_it():
    environment = {"channels": ["conda-forge", "nodefaults"], "dependencies": ["numpy >=1.26,,<"]}
    with pytest.raises(Exception, match="unable to parse"):
        differences(environment, PROJECT)
