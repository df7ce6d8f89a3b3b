"""Marking a class: each submission on its own, one line and one feedback page for each."""

import json
from dataclasses import dataclass, field

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import CsvExportPlugin
from nbgrader.utils import is_grade, is_solution

from autograder.course import pass_interrupt_on, sha256, succeed
from autograder.errors import UserError
from autograder.examiner.preprocessor import OWN_CHECK
from autograder.feedback.refusal import refusal_page
from autograder.files import write_atomically
from autograder.intake import Refused, look_at
from autograder.sandbox import doctor
from autograder.sandbox.limits import Limits


@dataclass(frozen=True)
class Mark:
    """What came of one submission.

    Attributes
    ----------
    student : str
        nbgrader's student id.
    scores : dict of str to tuple of float
        For each graded cell the points and the largest number of points; empty when refused.
    notes : tuple of str
        Why points were lost, or why the submission was refused.
    refused : bool
        True when it could not be marked at all.
    """

    student: str
    scores: dict = field(default_factory=dict)
    notes: tuple = ()
    refused: bool = False


def students(course, assignment):
    """Ids of those who handed something in, sorted."""
    folders = (course.work / "submitted").glob(f"*/{assignment}")
    return sorted(folder.parent.name for folder in folders if folder.is_dir())


def mark_class(course, assignment, again=False, track=iter):
    """Mark every submission that is new or changed.

    Parameters
    ----------
    course : Course
        Holds ``course/submitted/<student>/<assignment>``.
    assignment : str
        Name of the assignment, released before.
    again : bool
        Mark unchanged submissions too.
    track : callable
        Wraps the list of students, to show progress.

    Returns
    -------
    list of Mark

    Raises
    ------
    UserError
        If nothing was released or nothing handed in, or a protection does not hold here.
    """
    api = course.api()
    try:
        with Gradebook(api.coursedir.db_url, course_id=api.course_id) as gradebook:
            version = assignment_version(gradebook, assignment)
    except MissingEntry:
        raise UserError(
            f"{assignment} was never released: run `autograder release` first."
        ) from None
    handed_in = students(course, assignment)
    if not handed_in:
        raise UserError(
            f"Nobody has handed in {assignment}: put each notebook into "
            f"course/submitted/<student>/{assignment}/{assignment}.ipynb."
        )
    doctor.require(Limits(config=course.config))
    return [mark(course, api, assignment, student, version, again) for student in track(handed_in)]


def assignment_version(gradebook, assignment):
    """Digest of all that the gradebook knows of the assignment's cells."""
    cells = [
        f"{notebook.name} {cell.name} {cell.cell_type} {cell.checksum}"
        for notebook in gradebook.find_assignment(assignment).notebooks
        for cell in notebook.source_cells
    ]
    return sha256("\n".join(sorted(cells)).encode())


def mark(course, api, assignment, student, version, again=False):
    """Mark one submission with nbgrader and write its feedback page.

    Parameters
    ----------
    course : Course
    api : NbGraderAPI
    assignment, student : str
    version : str
        Digest of the assignment, see `assignment_version`.
    again : bool
        Mark even when nothing changed.

    Returns
    -------
    Mark
    """
    submitted = course.step("submitted", student, assignment) / f"{assignment}.ipynb"
    autograded = course.step("autograded", student, assignment) / f"{assignment}.ipynb"
    record = course.work / "marked" / assignment / f"{student}.json"
    try:
        # nbgrader looks students up with glob, where the first four mean others' folders, and puts
        # names into formgrader's pages as they are.
        if set(student) & set('*?[]<>&"\\') or not student.isprintable():
            raise Refused(
                f'The folder name {student!r} contains one of * ? [ ] < > & " \\ or a character '
                "that cannot be printed: rename it."
            )
        content = look_at(submitted)
        found_elsewhere = not submitted.is_file()
        # A mark without a sandbox is made anew as soon as there is one.
        safety = b"unsafe" if Limits(config=course.config).unsafe else b""
        digest = sha256(content, version.encode(), safety)
        done = json.loads(record.read_text()) if record.is_file() else {}
        if again or done.get("digest") != digest or not autograded.is_file():
            # Gone first and written last: whatever stops us in between, it is marked anew.
            record.unlink(missing_ok=True)
            if found_elsewhere:
                # Under another name or in an archive; nbgrader looks for this one.
                write_atomically(submitted, content)
            try:
                run_nbgrader(api, assignment, student)
            finally:
                if found_elsewhere:
                    submitted.unlink(missing_ok=True)
            how = nbformat.read(autograded, as_version=4).metadata.get("autograder", {})
            write_atomically(record, json.dumps({"digest": digest, **how}))
    except Refused as reason:
        record.unlink(missing_ok=True)
        # Known to the gradebook, hence a line in every export.
        with Gradebook(api.coursedir.db_url, course_id=api.course_id) as gradebook:
            gradebook.update_or_create_student(student)
        page = course.step("feedback", student, assignment) / f"{assignment}.html"
        write_atomically(page, refusal_page(assignment, str(reason)))
        return Mark(student, notes=(str(reason),), refused=True)
    notebook = nbformat.read(autograded, as_version=4)
    scores = read_scores(api, assignment, student, notebook)
    return Mark(student, scores, tuple(read_notes(notebook)))


def run_nbgrader(api, assignment, student):
    """Call nbgrader's autograde and generate_feedback for one student."""
    result = api.autograde(assignment, student, force=True, create=True)
    pass_interrupt_on(result)
    if not result["success"]:
        log = result.get("error", "") + result.get("log", "")
        last = [line for line in log.split("\n") if "Error: " in line or "Refused: " in line]
        reason = plain(last[-1].partition(": ")[2] if last else "see its log", longest=1000)
        if "autograder.errors.UserError" in log:
            raise UserError(reason)  # of this machine, so it would meet every student
        raise Refused(f"nbgrader could not mark it: {reason}")
    succeed(api.generate_feedback(assignment, student), f"Feedback for {student}")


def read_scores(api, assignment, student, notebook):
    """Points and largest number of points of each graded cell, from nbgrader's gradebook.

    Parameters
    ----------
    api : NbGraderAPI
    assignment, student : str
    notebook : NotebookNode
        The marked notebook; it gives the order of the cells, which the gradebook does not keep.

    Returns
    -------
    dict of str to tuple of float
    """
    with Gradebook(api.coursedir.db_url, course_id=api.course_id) as gradebook:
        found = {
            grade.name: (grade.score, grade.max_score)
            for submitted in gradebook.find_submission(assignment, student).notebooks
            for grade in submitted.grades
        }
    order = [cell.metadata.nbgrader.grade_id for cell in notebook.cells if is_grade(cell)]
    return {name: found[name] for name in sorted(found, key=order.index)}


def read_notes(notebook):
    """Yield one line for each solution or graded cell that ended in an error, then for repairs.

    Parameters
    ----------
    notebook : NotebookNode
        Marked.

    Yields
    ------
    str
    """
    for cell in notebook.cells:
        if not (is_grade(cell) or is_solution(cell)):
            continue
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                message = plain(own_check(cell) or f"{output.ename}: {output.evalue}".strip(": "))
                if output.ename == "KeyboardInterrupt":
                    message = "stopped because it ran too long; an endless loop?"
                yield f"{cell.metadata.nbgrader.grade_id}: {message}"
                break
    record = notebook.metadata.get("autograder", {})
    yield from map(plain, record.get("events", []))
    yield from map(plain, record.get("repairs", []))


def own_check(cell):
    """What the check that a student can see has said, if it failed."""
    for output in cell.outputs:
        if output.output_type == "stream" and output.text.startswith(OWN_CHECK):
            return output.text.removeprefix(OWN_CHECK).strip()
    return ""


def plain(text, longest=160):
    """One printable line of what a student can have written, for a terminal."""
    line = "".join(c if c.isprintable() else " " for c in text.split("\n")[0]).strip()
    return line if len(line) <= longest else line[: longest - 3] + "..."


def export_grades(course, assignment):
    """Write nbgrader's CSV of all marks.

    Returns
    -------
    Path
        ``course/grades.csv``.
    """
    api = course.api()
    target = course.work / "grades.csv"
    temporary = course.work / ".grades.csv"
    plugin = CsvExportPlugin(to=str(temporary), assignment=[assignment])
    with Gradebook(api.coursedir.db_url, course_id=api.course_id) as gradebook:
        plugin.export(gradebook)
    temporary.replace(target)
    return target
