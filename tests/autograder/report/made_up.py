"""A class that was never graded: a gradebook filled through nbgrader's API, and records beside it.

Run as a program, it makes the course whose report the README shows:
``python -m tests.autograder.report.made_up FOLDER``.
"""

import json
import random
import shutil
import sys
from datetime import datetime, timedelta
from pathlib import Path

from nbgrader.api import Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook

from autograder.course import Course
from autograder.files import write_atomically
from autograder.sandbox.limits import Limits
from tests.instructor import ROOT

NAME = "dinosaur_land"
DUE = datetime(2026, 3, 20, 22, 0)
CELLS = {
    "test-clip-range": 4, "test-clip-untouched": 3, "test-clip-every-array": 3,
    "test-sample-form": 8, "test-sample-draw": 10, "test-sample-state": 12,
    "test-optimize-loss": 5, "test-optimize-update": 8, "test-optimize-clipping": 7,
    "test-model-parameters": 8, "test-model-first-name": 12, "test-model-carry": 12,
    "test-model-rounds": 8,
}  # fmt: skip
# How hard each cell is, and what its test says of mistakes, the commonest first.
HARD = dict(zip(CELLS, (0.04, 0.08, 0.2, 0.22, 0.3, 0.5, 0.3, 0.34, 0.52, 0.4, 0.5, 0.72, 0.6),
                strict=True))  # fmt: skip
SAID = {
    "test-clip-range": ["dWaa: too large values", "dWaa: too small values"],
    "test-clip-untouched": ["dWaa: changed inside"],
    "test-clip-every-array": ["db: not clipped", "dby: not clipped"],
    "test-sample-form": ["no newline at the end", "50 characters and a newline"],
    "test-sample-draw": ["draw {} is another"],
    "test-sample-state": ["character {} is another"],
    "test-optimize-loss": ["another last hidden state", "another loss"],
    "test-optimize-update": ["Wax went astray", "b went astray"],
    "test-optimize-clipping": ["dWax not clipped", "Wya went astray"],
    "test-model-parameters": ["Waa was not trained"],
    "test-model-first-name": ["Wax went astray"],
    "test-model-carry": ["Waa went astray", "b went astray"],
    "test-model-rounds": ["Wya went astray"],
}
FIRST_NAMES = """Amara Bao Carlos Dilnoza Elif Farid Greta Hana Ivo Jelena Kofi Lena Mateo Nomvula
Oskar Priya Quirin Rania Sven Tamar Umut Valérie Wei Ximena Yusuf Zofia"""
LAST_NAMES = """Adeyemi Bianchi Castillo Demir Eriksson Farkas García Haddad Ivanova Jansen Kowalska
Lindqvist Mbeki Nakamura Okafor Petrov Quispe Rossi Schäfer Tanaka Usman Vasquez Wójcik Xu Yilmaz
Zhou"""
FIRST, LAST = FIRST_NAMES.split(), LAST_NAMES.split()


def new_course(folder, cells=CELLS, due=DUE):
    """A course with an assignment that has these cells; nothing was submitted."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "nbgrader_config.py", folder / "nbgrader_config.py")
    course = Course(folder)
    with gradebook_of(course) as gradebook:
        gradebook.add_assignment(NAME, duedate=due)
        gradebook.add_notebook(NAME, NAME)
        for cell, points in cells.items():
            gradebook.add_grade_cell(cell, NAME, NAME, max_score=points, cell_type="code")
            gradebook.add_source_cell(cell, NAME, NAME, cell_type="code", source="")
    return course


def gradebook_of(course):
    """The course's gradebook, open."""
    coursedir = course.api().coursedir
    return Gradebook(coursedir.db_url, course_id=coursedir.course_id)


def add_grades(course, grades):
    """Put many students' grades into the gradebook at once.

    Parameters
    ----------
    course : Course
    grades : dict of str to dict
        By student: ``cells`` points by cell, and perhaps ``timestamp``, ``penalty``, ``first``,
        ``last``, ``by_hand`` (names of cells), ``manual`` (points by cell).
    """
    with gradebook_of(course) as gradebook:
        assignment = gradebook.find_assignment(NAME)
        (notebook,) = assignment.notebooks
        cells = {cell.name: cell.id for cell in notebook.grade_cells}
        for student, grade in grades.items():
            submission = SubmittedAssignment(
                assignment=assignment,
                student=Student(
                    id=student, first_name=grade.get("first"), last_name=grade.get("last")
                ),
                timestamp=grade.get("timestamp"),
            )
            submitted = SubmittedNotebook(
                notebook=notebook, assignment=submission,
                late_submission_penalty=grade.get("penalty"),
            )  # fmt: skip
            by_hand, manual = grade.get("by_hand", ()), grade.get("manual", {})
            for name, points in grade["cells"].items():
                gradebook.db.add(
                    Grade(
                        cell_id=cells[name],
                        notebook=submitted,
                        auto_score=points,
                        manual_score=manual.get(name),
                        needs_manual_grade=name in by_hand,
                    )
                )
        gradebook.db.commit()


def add_record(course, student, test_results=None, feedback=True, **changes):
    """Write a record in the form that grading writes, a submission and a feedback page."""
    record = {
        "digest": "0" * 64,
        "assignment_version": "a3f09c55d1e2b7",
        "grader_version": "7be12d90c4415f",
        "graded_at": "2026-03-23T08:15:00+00:00",
        "sandbox": "bubblewrap",
        "limits": Limits().as_record(),
        "events": [],
        "repairs": [],
        "seconds": {"cells": 1.3, "tests": 0.4},
        "test_results": test_results or {},
        "notes": [],
        "rejected": None,
        **changes,
    }
    write_atomically(course.work / "grading_records" / NAME / f"{student}.json", json.dumps(record))
    (course.work / "submitted" / student / NAME).mkdir(parents=True, exist_ok=True)
    if feedback:
        page = course.step("feedback", student, NAME) / f"{NAME}.html"
        write_atomically(page, "<!DOCTYPE html><title>Feedback</title>")


def cell_result(cell, points=None, message="", kind="AssertionError", calls=4, seconds=0.03):
    """One test result of the test runner."""
    passed = points is not None
    return {
        "grade_id": cell,
        "points": points,
        "kind": "" if passed else kind,
        "message": "" if passed else message,
        "calls": calls,
        "seconds": seconds,
    }


def invent(course, count, rng, feedback=True):
    """Fill a course with students of different skill, and with what goes wrong in a class."""
    grades = {}
    for index in range(count):
        first, last = FIRST[index % len(FIRST)], LAST[(7 * index + index // 26) % len(LAST)]
        student = f"{first[0]}{last}{index + 1:02}".lower()
        skill = min(max(rng.gauss(0.62, 0.26), 0), 1)
        late = rng.random() < 0.12
        before = rng.expovariate(1 / 30) - (rng.uniform(1, 40) if late else 0)
        submitted = DUE - timedelta(hours=min(before, 240))
        test_results = invented_results(rng, skill)
        grades[student] = {
            "first": first,
            "last": last,
            "timestamp": submitted,
            "penalty": 5.0 if submitted > DUE and index % 3 else None,
            "cells": {cell: said["points"] or 0.0 for cell, said in test_results.items()},
        }
        seconds = {"cells": round(rng.lognormvariate(0.35, 0.3), 3), "tests": 0.4}
        add_record(course, student, test_results, seconds=seconds, feedback=feedback)
    add_grades(course, grades)
    return grades


def invented_results(rng, skill):
    """Test results of one student."""
    test_results = {}
    for cell in CELLS:
        seconds = round(rng.lognormvariate(-3.6 + 1.2 * HARD[cell], 0.45), 3)
        if rng.random() < skill * 1.25 - HARD[cell] + 0.36:
            test_results[cell] = cell_result(cell, float(CELLS[cell]), seconds=seconds)
        elif skill < 0.3:
            exercise = cell.split("-")[1]
            test_results[cell] = cell_result(
                cell, kind="NotImplementedError",
                message=f"Still to write ({exercise} raised NotImplementedError).", seconds=seconds,
            )  # fmt: skip
        else:
            said = rng.choices(SAID[cell], weights=[3, 1][: len(SAID[cell])])[0]
            test_results[cell] = cell_result(
                cell, message=said.format(rng.randrange(1, 9)), seconds=seconds
            )
    return test_results


def showcase(course):
    """The class that the README shows: sixty students, a few of them with trouble."""
    grades = invent(course, 57, random.Random(20))
    students = sorted(grades)

    def spoil(index, **changes):
        path = course.work / "grading_records" / NAME / f"{students[index]}.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))

    repaired = {
        5: ["The cell test-sample-draw is locked; its released content was restored."],
        17: [
            "Only one of the copies of the cell test-clip-range is graded.",
            "Cell 31 had the grade id of another assignment, so it gives no points.",
        ],
        9: ["The cell test-model-carry was missing and was restored."],
        23: ["The notebook was of format 3 and was upgraded to format 4."],
        30: ["dinosaur_land (1).ipynb was taken for dinosaur_land.ipynb."],
    }
    for index, repairs in repaired.items():
        spoil(index, repairs=repairs)
    ended = "cell 19 ended the Python process (os._exit, or a crash)"
    spoil(40, events=[ended], seconds={"cells": 3.9, "tests": 0.4})
    stopped = "cell 27 was stopped after 20 s"
    spoil(12, events=[stopped], seconds={"cells": 24.7, "tests": 0.5})
    rejections = {
        "lperez58": "The file is not a notebook (it is not JSON text): submit the .ipynb file "
        "itself, not a PDF, a web page or a script with another ending.",
        "tnguyen59": "There is no file dinosaur_land.ipynb: submit the notebook under this very "
        "name.",
    }
    for student, reason in rejections.items():
        add_record(course, student, rejected=reason, seconds={}, sandbox="", limits={})
    write_roster(course, grades)
    return course


def write_roster(course, grades):
    """A roster with everybody, and three without a submission."""
    lines = ["id,name,email,platform_id"]
    for student, grade in grades.items():
        lines.append(f"{student},{grade['first']} {grade['last']},{student}@example.edu,")
    lines += [
        "lperez58,Lucía Pérez,lperez58@example.edu,",
        "tnguyen59,Thảo Nguyễn,tnguyen59@example.edu,",
        "mdubois60,Margaux Dubois,mdubois60@example.edu,",
        "rsingh61,Ranveer Singh,rsingh61@example.edu,",
        "hberg62,Håkon Berg,hberg62@example.edu,",
    ]
    write_atomically(course.work / "roster.csv", "\n".join(lines) + "\n")


if __name__ == "__main__":
    from autograder.report.report_page import write_report

    print(write_report(showcase(new_course(Path(sys.argv[1]))), NAME))
