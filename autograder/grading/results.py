"""Notes about a graded notebook, one line each."""

from nbgrader.utils import is_grade, is_solution

from autograder.grading.graded_outputs import OWN_CHECK


def read_notes(notebook):
    """Yield one line for each solution or graded cell that ended in an error, then for repairs.

    Parameters
    ----------
    notebook : NotebookNode
        Graded.

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
    """Return what the visible check printed, if it failed."""
    for output in cell.outputs:
        if output.output_type == "stream" and output.text.startswith(OWN_CHECK):
            return output.text.removeprefix(OWN_CHECK).strip()
    return ""


def plain(text, longest=160):
    """Return one printable line of a text that a student can have written."""
    line = "".join(c if c.isprintable() else " " for c in text.split("\n")[0]).strip()
    return line if len(line) <= longest else line[: longest - 3] + "..."
