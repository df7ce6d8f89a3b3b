"""requirements/lock.txt pins all that pyproject.toml asks for, by hash and without addresses."""

import re

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def entries(lock):
    """Lines of a requirements file, continued ones joined, without comments."""
    lines = re.sub(r"\\\n\s*", "", lock).splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def problems(project, lock):
    """What is wrong with a lock, a sentence each.

    Parameters
    ----------
    project : dict
        The [project] table of pyproject.toml.
    lock : str
        The text of the requirements file.
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


def test_the_lock_holds_what_the_project_needs(root, project):
    assert not problems(project, (root / "requirements" / "lock.txt").read_text("utf-8"))


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
