"""Hand attacks and honest submissions in, grade them in one run, and look at what came of it."""

import contextlib
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from tests.attacks import canaries, course, page, sandbox
from tests.instructor import nbgrader

SECONDS = 7  # for one submission, on average, besides a start of 120
CONFIG = """\
from autograder.config import configure

c = get_config()
configure(c)
c.Limits.cell_seconds = 4
c.Limits.notebook_seconds = 12
c.Limits.call_seconds = 2
c.Limits.test_seconds = 8
"""
SCRIPTS = Path(sys.executable).parent
# Attacks name what they leave behind so, that it is not mistaken for somebody else's.
LITTER = "attack-litter"


@dataclass
class CellResult:
    """What came of one submission: points by cell (None: not graded), secrets got, harm, page."""

    points: dict | None = None
    leaks: set = field(default_factory=set)
    harm: set = field(default_factory=set)
    page: set = field(default_factory=set)

    @property
    def total(self):
        """Sum of the points."""
        return sum(self.points.values()) if self.points else 0


@dataclass
class Run:
    """One grading run: test_results by student, harm to the whole, and the sandbox's report."""

    test_results: dict
    honest: dict
    harm: list
    report: sandbox.Report


def grade(folder, attacks):
    """Grade attacks and honest submissions together.

    Parameters
    ----------
    folder : Path
        An empty folder for the course and for the grader's home.
    attacks : list of Attack

    Returns
    -------
    Run
    """
    secrets = canaries.draw()
    root, home, temporary = (folder / name for name in ("course", "home", "tmp"))
    for path in (root, home, temporary):
        path.mkdir()
    (home / ".secret").write_text(secrets["home"])
    course.make(root, secrets, CONFIG)
    environment = {**os.environ, "HOME": str(home), "TMPDIR": str(temporary)}
    environment |= {"PATH": course.PATH, "ATTACKS_SECRET": secrets["environment"]}
    with canaries.listening(folder, secrets) as (listeners, places):
        places |= {"course": str(root), "home": str(home), "victim": course.VICTIM}
        released = course.released(root)
        honest = course.honest(released, secrets["submission"])
        for student, what in honest.items():
            path = course.submitted(root, student) / course.FILE
            path.write_text(what.content, "utf-8")
        for attack in attacks:
            attack.submit(released, course.submitted(root, attack.name), root, places)
        before = digests(root, honest)
        command = [SCRIPTS / "autograder", "grade", course.ASSIGNMENT]
        seconds = 120 + SECONDS * (len(honest) + len(attacks))
        report = sandbox.run(command, root, environment, seconds)
        heard = {place: listener.heard for place, listener in listeners.items()}
    harm = list(harm_to_the_whole(report, before, digests(root, honest), temporary, heard))
    graded = {}
    try:
        graded = course.scores(root)
    except Exception as error:  # whatever an attack has made of the gradebook
        harm.append(f"gradebook: {error!r}"[:200])
    names = [*honest, *(attack.name for attack in attacks)]
    harm += [f"{name} came into the gradebook" for name in graded.keys() - set(names)]
    test_results = {name: look_at(root, name, graded.get(name), secrets) for name in names}
    return Run(test_results, honest, harm, report)


def digests(root, honest):
    """Digests of all that a grading run has no business to change, honest work included.

    What attackers submit is not: the quarantine gets suspicious files.
    """
    places = [f"course/submitted/{student}" for student in honest]
    found = {}
    for place in (*places, "course/release", "notebooks", "data"):
        files = course.digests(root / place)
        found |= {f"{place}/{path}": digest for path, digest in files.items()}
    return found


def harm_to_the_whole(report, before, after, temporary, heard):
    """Yield what a run has left behind or spoiled, in words."""
    if report.code != 0:
        yield f"grading ended with {report.code}: {report.log[-1500:]}"
    yield from (f"left running: {command}" for command in report.left_over)
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) != after.get(path):
            yield f"changed: {path}"
    for place in (temporary, Path("/tmp"), Path("/dev/shm"), Path("/var/tmp"), Path("/run")):
        # Where nobody else works, nothing at all may be left.
        pattern = "*" if place == temporary else f"*{LITTER}*"
        yield from (f"left behind: {path}" for path in place.glob(pattern))
    yield from (f"connected to: {place}" for place, told in heard.items() if told)


def look_at(root, name, scores, secrets):
    """The test result on one submission.

    Parameters
    ----------
    root : Path
        The course.
    name : str
        The student.
    scores : dict of str to tuple of float, or None
        Points and largest number of points by graded cell.
    secrets : dict of str to str
    """
    test_result = CellResult()
    if scores is not None:
        test_result.points = {cell: points for cell, (points, _) in scores.items()}
        largest = {cell: most for cell, (_, most) in scores.items()}
        if largest != course.POINTS:
            test_result.harm.add(f"other graded cells: {sorted(largest.items())}")
    for step in ("autograded", "feedback"):
        folder = root / "course" / step / name
        for path in folder.rglob("*"):
            if path.is_symlink():
                test_result.harm.add(f"{step}: link {path.name}")
            elif path.is_file():
                content = path.read_bytes()
                if path.suffix == ".ipynb" and step == "autograded":
                    test_result.harm |= set(boasts(content))
                    content = students_part(content)
                if path.suffix == ".html":
                    test_result.page |= page.problems(content)
                test_result.leaks |= canaries.found_in(content, secrets)
    if name == course.VICTIM:
        test_result.leaks -= {"submission"}
    return test_result


def boasts(content):
    """Lines in which an attack tells that it has got through."""
    with contextlib.suppress(Exception):
        for cell in nbformat.reads(content.decode("utf-8"), as_version=4).cells:
            for output in cell.get("outputs", []):
                text = output.text if output.output_type == "stream" else ""
                yield from (line[:80] for line in text.splitlines() if line.startswith("HARM: "))


def students_part(content):
    """A graded notebook less the cells that nbgrader put in again: outputs and own sources."""
    with contextlib.suppress(Exception):
        notebook = nbformat.reads(content.decode("utf-8"), as_version=4)
        parts = [json.dumps(cell.get("outputs", [])) for cell in notebook.cells]
        parts += [cell.source for cell in notebook.cells if not nbgrader(cell).get("grade")]
        return "\n".join(parts).encode()
    return content
