"""What stock nbgrader makes of an attack: each in a copy of the course, in a process of its own.

``python -m tests.attacks.stock course names.json`` grades; `grade` runs that in the sandbox.
"""

import json
import multiprocessing
import os
import shutil
import sys
import time
from pathlib import Path

from tests.attacks import canaries, course, sandbox
from tests.attacks.ours import students_part
from tests.instructor import ROOT

SIDE_BY_SIDE = 2
SECONDS = 60  # for a submission
CONFIG = f"""\
c = get_config()
c.CourseDirectory.course_id = {course.ASSIGNMENT!r}
c.CourseDirectory.source_directory = "notebooks"
for step in ("release", "submitted", "autograded", "feedback", "solution"):
    setattr(c.CourseDirectory, step + "_directory", "course/" + step)
from pathlib import Path

Path("course").mkdir(exist_ok=True)
c.CourseDirectory.db_url = "sqlite:///" + str(Path("course/gradebook.db").resolve())
c.Execute.timeout = 20
"""


def grade(folder, attacks):
    """Grade harmless attacks with stock nbgrader.

    Parameters
    ----------
    folder : Path
        An empty folder.
    attacks : list of Attack

    Returns
    -------
    dict of str to tuple
        By attack: points or None, and what it stole.
    """
    secrets = canaries.draw()
    base, home, temporary = (folder / name for name in ("base", "home", "tmp"))
    for path in (base, home, temporary):
        path.mkdir()
    (home / ".secret").write_text(secrets["home"])
    course.make(base, secrets, CONFIG)
    honest = course.honest(course.released(base), secrets["submission"])
    (course.submitted(base, course.VICTIM) / course.FILE).write_text(honest[course.VICTIM].content)
    environment = {**os.environ, "HOME": str(home), "TMPDIR": str(temporary)}
    environment |= {"PATH": course.PATH, "ATTACKS_SECRET": secrets["environment"]}
    found = {}
    with canaries.listening(folder, secrets) as (_, places):
        chosen = [attack for attack in attacks if attack.stock]
        for attack in chosen:
            own = shutil.copytree(base, folder / attack.name / "course")
            known = places | {"course": str(own), "home": str(home), "victim": course.VICTIM}
            to = course.submitted(own, attack.name)
            attack.submit(course.released(own), to, own, known)
        names = [attack.name for attack in chosen]
        (folder / "names.json").write_text(json.dumps(names))
        command = [sys.executable, "-m", "tests.attacks.stock", str(folder)]
        report = sandbox.run(command, ROOT, environment, SECONDS * len(names) + 60)
    for name in names:
        told = folder / name / "points.json"
        points = json.loads(told.read_text()) if told.is_file() else None
        stolen = set()
        for path in (folder / name / "course" / "course" / "autograded").rglob("*"):
            if path.is_file() and not path.is_symlink():
                content = path.read_bytes()
                content = students_part(content) if path.suffix == ".ipynb" else content
                stolen |= canaries.found_in(content, secrets)
        found[name] = (points, stolen)
    if report.code:
        raise RuntimeError(f"Grading with stock nbgrader failed: {report.log[-3000:]}")
    return found


def grade_one(folder, name):
    """Grade one submission in this process and write its points, as a grade book has them."""
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import PyFileConfigLoader

    own = folder / name / "course"
    os.chdir(own)
    log = os.open(folder / name / "log", os.O_CREAT | os.O_WRONLY)
    os.dup2(log, 1)
    os.dup2(log, 2)
    config = PyFileConfigLoader("nbgrader_config.py", str(own)).load_config()
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    result = api.autograde(course.ASSIGNMENT, name, force=True, create=True)
    (folder / name / "result").write_text(str(result))
    points = None
    if result["success"]:
        points = sum(score for score, _ in course.scores(own).get(name, {}).values())
    (folder / name / "points.json").write_text(json.dumps(points))


def main(folder):
    """Grade all, some side by side; one that hangs or crashes does not stop the others."""
    import nbgrader.apps  # noqa: F401, once for all the forks

    todo, running = json.loads((folder / "names.json").read_text()), []
    fork = multiprocessing.get_context("fork")
    while todo or running:
        while todo and len(running) < SIDE_BY_SIDE:
            child = fork.Process(target=grade_one, args=(folder, todo.pop(0)))
            child.start()
            running.append((child, time.monotonic()))
        for child, started in list(running):
            child.join(0.1)
            if child.is_alive() and time.monotonic() - started > SECONDS:
                child.kill()
                child.join()
            if not child.is_alive():
                running.remove((child, started))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
