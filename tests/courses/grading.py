"""Grade the courses with stock nbgrader and with ours, from one release in one course folder.

``python -m tests.courses.grading FOLDER COURSE...`` writes ``FOLDER/scores.json``. `grade_courses`
runs that in processes, because nbgrader's warnings would be errors in a test.
"""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import nbformat

from tests.courses.catalog import SUBMISSIONS, read_courses
from tests.instructor import ROOT

WORKERS = 2
OURS = "ours-"
CONFIG = """\
from pathlib import Path

c = get_config()
c.CourseDirectory.course_id = "courses"
c.CourseDirectory.source_directory = "source"
for step in ("release", "submitted", "autograded", "feedback", "solution"):
    setattr(c.CourseDirectory, step + "_directory", "course/" + step)
Path("course").mkdir(exist_ok=True)
c.CourseDirectory.db_url = "sqlite:///" + str(Path("course/gradebook.db").resolve())
c.Execute.shutdown_kernel = "immediate"
"""


@dataclass(frozen=True)
class Graded:
    """The scores of one submission.

    Attributes
    ----------
    stock, ours : dict of str to list
        By grade id, the automatic score (None where a person grades) and whether a person has to
        grade.
    problem : str
        The reason why ours could not grade the submission, or nothing.
    test_results : dict of str to dict
        By grade id, what our grading record has of the test.
    """

    stock: dict
    ours: dict
    problem: str
    test_results: dict


def grade_courses(folder, courses):
    """Grade three submissions of each course both ways.

    Parameters
    ----------
    folder : Path
        An empty folder.
    courses : dict of str to Course

    Returns
    -------
    dict of (str, str) to Graded
        By course and submission.
    """
    names = sorted(courses)
    shares = [names[start::WORKERS] for start in range(WORKERS) if names[start:]]
    with ThreadPoolExecutor(WORKERS) as pool:
        found = list(pool.map(lambda part: grade_share(folder / part[0], part), shares))
    return {key: graded for part in found for key, graded in part.items()}


def grade_share(folder, names):
    """Grade some courses in one process."""
    folder.mkdir()
    command = [sys.executable, "-m", "tests.courses.grading", str(folder), *names]
    scripts = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": os.pathsep.join([scripts, os.environ.get("PATH", "")])}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"grading the courses failed:\n{done.stderr[-5000:]}")
    scores = json.loads((folder / "scores.json").read_text("utf-8"))
    return {(course, submission): Graded(**graded) for course, submission, graded in scores}


def main(root, names):
    """Release, submit and grade some courses in one course folder, and write the scores."""
    from nbgrader.api import Gradebook

    from autograder.course import Course

    (root / "nbgrader_config.py").write_text(CONFIG, "utf-8")
    os.chdir(root)
    known, course = read_courses(), Course(root)
    api = course.api()
    scores = []
    for one in map(known.get, names):
        write_source(root, one)
        check(api.generate_assignment(one.name), one)
        submit(course, one)
        check(api.autograde(one.name, "*"), one)
        answers = {name: grade_ours(course, one.name, name) for name in SUBMISSIONS}
        with Gradebook(course.config.CourseDirectory.db_url, "courses") as gradebook:
            for submission, (problem, test_results) in answers.items():
                stock = read_scores(gradebook, one.name, submission)
                ours = {} if problem else read_scores(gradebook, one.name, OURS + submission)
                graded = Graded(stock, ours, problem, test_results)
                scores.append((one.name, submission, vars(graded)))
    (root / "scores.json").write_text(json.dumps(scores), "utf-8")


def check(result, course):
    """Raise an error with nbgrader's log if a command of nbgrader failed."""
    if not result["success"]:
        raise RuntimeError(f"nbgrader failed for {course.name}:\n{result.get('log')}")


def write_source(root, course):
    """Write the instructor's notebook and its files."""
    folder = root / "source" / course.name
    folder.mkdir(parents=True)
    nbformat.write(course.notebook(), folder / f"{course.name}.ipynb")
    for name, text in course.files.items():
        (folder / name).write_text(text, "utf-8")


def submit(course, one):
    """Write the three submissions of a released assignment."""
    from autograder.demo import fill_in_solutions

    release = course.step("release", assignment=one.name)
    for submission in SUBMISSIONS:
        folder = course.step("submitted", submission, one.name)
        shutil.copytree(release, folder)
        path = folder / f"{one.name}.ipynb"
        nbformat.write(fill_in_solutions(path, one.answers[submission]), path)


def read_scores(gradebook, assignment, student):
    """Return automatic score and need of a person by grade id, as the gradebook has them."""
    (notebook,) = gradebook.find_submission(assignment, student).notebooks
    return {grade.name: [grade.auto_score, grade.needs_manual_grade] for grade in notebook.grades}


def grade_ours(course, assignment, submission):
    """Grade a submission, and record it in the gradebook under another student than stock's.

    Returns
    -------
    problem : str
        Why it was not graded; empty where it was.
    test_results : dict of str to dict
        By grade id.
    """
    from nbgrader.api import Gradebook

    from autograder.batch.gradebook_writer import Book
    from autograder.grading import grade_notebook, pack

    path = course.step("submitted", submission, assignment) / f"{assignment}.ipynb"
    # Whatever fails here is a fault of the grader; the other courses are graded all the same.
    try:
        with Gradebook(course.config.CourseDirectory.db_url, "courses") as gradebook:
            packed = pack(course, gradebook, assignment)
        answer = json.loads(grade_notebook(packed, path.read_bytes(), machine_checked=True))
    except Exception as error:
        return f"{type(error).__name__}: {error}", {}
    if "scores" not in answer:
        return answer.get("rejected") or answer["error"], {}
    with Book(course, assignment) as book:
        book.record(OURS + submission, None, answer["scores"], answer["untouched"])
    notebook = nbformat.reads(answer["notebook"], as_version=4)
    return "", notebook.metadata.autograder.get("test_results", {})


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2:])
