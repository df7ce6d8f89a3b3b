"""Read grading records, which may be damaged: whatever is missing counts as unknown."""

import json
import math
from dataclasses import dataclass, field


@dataclass(frozen=True)
class CellResult:
    """The test result of one graded cell.

    Attributes
    ----------
    grade_id, kind, message : str
        The last two are empty where the test passed.
    points : float or None
        None where the test failed.
    calls : int
        How often the student's functions were called.
    seconds : float
        Wall time of the test.
    """

    grade_id: str
    points: float | None = None
    kind: str = ""
    message: str = ""
    calls: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Record:
    """How one grade came about.

    Attributes
    ----------
    rejected : str or None
        Why there is no grade.
    events, repairs : tuple of str
        What happened in the sandbox, and what sanitizing repaired.
    unprotected_tests : tuple of str
        A sentence for each test that ran in the student's process.
    test_results : tuple of CellResult
    cells_seconds, tests_seconds : float
        Wall time of the student's cells, and of the hidden tests.
    sandbox, assignment_version, grader_version, graded_at : str
        Empty where the record does not tell.
    limits : dict of str to object
    readable : bool
        False when the file is damaged; all else is then empty.
    """

    rejected: str | None = None
    events: tuple = ()
    repairs: tuple = ()
    unprotected_tests: tuple = ()
    test_results: tuple = ()
    cells_seconds: float = 0.0
    tests_seconds: float = 0.0
    sandbox: str = ""
    assignment_version: str = ""
    grader_version: str = ""
    graded_at: str = ""
    limits: dict = field(default_factory=dict)
    readable: bool = True

    @property
    def seconds(self):
        """Return the wall time of everything that was run for this grade."""
        return self.cells_seconds + self.tests_seconds

    @property
    def unsafe(self):
        """Return whether the submission was graded without a sandbox."""
        return self.sandbox.startswith("none")


def read_records(folder):
    """Read all records of an assignment.

    Parameters
    ----------
    folder : Path
        ``course/grading_records/<assignment>``; it may be missing.

    Returns
    -------
    dict of str to Record
        By student, in order of their ids.
    """
    files = sorted(folder.glob("*.json")) if folder.is_dir() else []
    return {file.stem: read_record(file) for file in files}


def read_record(file):
    """Read one record, whatever the file contains.

    Parameters
    ----------
    file : Path

    Returns
    -------
    Record
    """
    try:
        loaded = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        loaded = None
    if not isinstance(loaded, dict):
        return Record(readable=False)
    seconds, test_results = table(loaded.get("seconds")), table(loaded.get("test_results"))
    return Record(
        rejected=loaded["rejected"] if isinstance(loaded.get("rejected"), str) else None,
        events=sentences(loaded.get("events")),
        repairs=sentences(loaded.get("repairs")),
        unprotected_tests=sentences(loaded.get("unprotected_tests")),
        test_results=tuple(test_result(name, table(said)) for name, said in test_results.items()),
        cells_seconds=amount(seconds.get("cells")),
        tests_seconds=amount(seconds.get("tests")),
        sandbox=text(loaded.get("sandbox")),
        assignment_version=text(loaded.get("assignment_version")),
        grader_version=text(loaded.get("grader_version")),
        graded_at=text(loaded.get("graded_at")),
        limits=table(loaded.get("limits")),
    )


def test_result(grade_id, said):
    """Return one test result from a record."""
    points = said.get("points")
    return CellResult(
        grade_id=grade_id,
        points=amount(points) if isinstance(points, int | float) else None,
        kind=text(said.get("kind")),
        message=text(said.get("message")),
        calls=int(amount(said.get("calls"))),
        seconds=amount(said.get("seconds")),
    )


def table(value):
    """Return `value`, or an empty dict in place of anything else."""
    return value if isinstance(value, dict) else {}


def text(value):
    """Return `value`, or an empty text in place of anything else."""
    return value if isinstance(value, str) else ""


def sentences(value):
    """Return the texts in a list."""
    return tuple(filter(text, value)) if isinstance(value, list) else ()


def amount(value):
    """Return a finite number that is not below 0, or 0."""
    number = float(value) if isinstance(value, int | float) and abs(value) < 1e15 else 0.0
    return number if math.isfinite(number) and number > 0 else 0.0
