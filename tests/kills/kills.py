"""Kill a run at some moment, run it again, and compare the result."""

import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.autograder.batch import snapshot
from tests.autograder.tiny import TINY
from tests.kills.processes import WAYS
from tests.kills.runs import STUDENTS, end_state

# A run that takes longer has hung.
LONGEST_RUN_SECONDS = 600
# Files that were written last and may be missing on the disk of a crashed machine.
MOST_LOST_FILES = 4
# Phases without a partly recorded submission.
COMPLETE_PHASES = {
    None,
    "before any result",
    "results, no record",
    "between two",
    "after the last record",
}


def all_but_gradebook(folder, names):
    return [name for name in names if not name.startswith("gradebook.db")]


@dataclass
class Case:
    """A course before a run, and its state after an undisturbed run.

    Attributes
    ----------
    before : Path
    options : tuple of str
        Options of the command.
    after : dict
        From `tests.kills.runs.end_state`.
    seconds : float
        Duration of the run.
    open : callable
        Prepares a copy of the course and returns the URL of its gradebook.
    """

    before: Path
    options: tuple
    after: dict
    seconds: float
    open: Callable = snapshot.database


def prepare(server, before, folder, *options):
    """Run undisturbed in a copy of a course and return the case."""
    course = shutil.copytree(before, folder)
    status, seconds = server.run(course, *options)
    assert status == 0, server.printed.read_text()
    server.expect_no_survivors()
    return Case(before, options, end_state(course), seconds)


def kill(server, case, folder, way, when, draw, early=1):
    """End a run in some way at some moment, run again, and compare the result.

    Parameters
    ----------
    server : Server
    case : Case
    folder : Path
        For the course. Removed if there is no difference.
    way : str
        One of `WAYS`.
    when : str
        "random", or one of `MOMENTS`.
    draw : random.Random
    early : float
        Share of the duration of an undisturbed run from which a random moment is drawn.

    Returns
    -------
    str or None
        The phase that was hit; None if the run ended before.
    """
    course = shutil.copytree(case.before, folder)
    url = case.open(course)
    hit, expected = WAYS[way]
    began, started = time.time(), time.monotonic()
    pid = server.start(course, *case.options)
    moment = started + draw.random() * case.seconds * early
    while not (MOMENTS[when](course, began) if when in MOMENTS else time.monotonic() >= moment):
        assert time.monotonic() < started + LONGEST_RUN_SECONDS, "the moment did not come"
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            break
    done = hit(pid, draw)
    status = server.finish()
    server.expect_no_survivors()
    if way == "Ctrl-C" and status == -signal.SIGINT:
        status = 0  # all was done, and Python was exiting
    assert status in expected | {0}, (status, server.printed.read_text())
    over = not done or (status == 0 and way != "worker")
    phase = None if over else phase_of(course, began, case, url)
    phase = "a worker died" if phase and way == "worker" else phase
    # An interrupt waits until the current submission is recorded.
    assert way != "Ctrl-C" or phase in COMPLETE_PHASES, phase
    if way == "machine":
        lose_newest_files(course, began, draw)
    # The next run starts after the last process of the killed one has ended.
    server.expect_no_survivors()
    status, _ = server.run(course, *case.options)
    assert status == 0, server.printed.read_text()
    server.expect_no_survivors()
    left = server.leftovers()
    assert left == server.at_rest, left
    found = end_state(course, url)
    for name, value in case.after.items():
        assert found[name] == value, (name, snapshot.difference(found[name], value))
    shutil.rmtree(course)
    return phase


def paths(course, student):
    """Return the paths of a student's record, graded notebook and feedback page."""
    work = course / "course"
    return (
        work / "grading_records" / TINY / f"{student}.json",
        work / "autograded" / student / TINY / f"{TINY}.ipynb",
        work / "feedback" / student / TINY / f"{TINY}.html",
    )


def is_new(path, began):
    """Return whether a file was written since a time."""
    try:
        return path.stat().st_mtime >= began
    except OSError:
        return False


def list_new(index, course, began):
    """Return for each valid submission whether a file is new: 0 record, 1 notebook, 2 page."""
    return [is_new(paths(course, student)[index], began) for student in STUDENTS]


def is_unlinked(course, began):
    """Return whether a record that existed before is missing."""
    folder = course / "course" / "grading_records" / TINY
    return folder.is_dir() and not all(paths(course, student)[0].exists() for student in STUDENTS)


def is_committed(course, began):
    """Return whether the gradebook was written later than the last notebook."""
    book = course / "course" / "gradebook.db"
    notebooks = [paths(course, student)[1] for student in STUDENTS]
    times = [path.stat().st_mtime_ns for path in notebooks if is_new(path, began)]
    return (
        bool(times)
        and book.stat().st_mtime_ns > max(times)
        and not book.with_name("gradebook.db-journal").exists()
    )


# Moments of a run, in the order in which a submission reaches them.
MOMENTS = {
    "a result": lambda course, began: any((course / "course" / "results").glob("*/*/*.gz")),
    "a record unlinked": is_unlinked,
    "a notebook": lambda course, began: any(list_new(1, course, began)),
    "a transaction": lambda course, began: (
        (course / "course" / "gradebook.db-journal").exists() and any(list_new(1, course, began))
    ),
    "a commit": is_committed,
    "a page": lambda course, began: any(list_new(2, course, began)),
    "a record": lambda course, began: any(list_new(0, course, began)),
    "all records": lambda course, began: all(list_new(0, course, began)),
}


def phase_of(course, began, case, url):
    """Return how far a run has come.

    Returns
    -------
    str
    """
    recorded, written, shown = (list_new(index, course, began) for index in range(3))
    if all(recorded):
        return "after the last record"
    for place, student in enumerate(STUDENTS):
        if recorded[place]:
            continue
        if shown[place]:
            return "page, no record"
        if written[place]:
            return (
                "scores, no page"
                if has_scores(course, student, case, url)
                else "notebook, no scores"
            )
        if case.options and not paths(course, student)[0].exists():
            return "record unlinked"
    if any(recorded):
        return "between two"
    kept = set(snapshot.files(course, "results"))
    return "results, no record" if kept else "before any result"


def has_scores(course, student, case, url):
    """Return whether the gradebook contains a student's new scores."""
    if url == snapshot.database(course):
        # A copy, because reading a database whose writer was killed repairs it.
        copy = shutil.copytree(course / "course", course / "copy", ignore=all_but_gradebook)
        rows = snapshot.gradebook(f"sqlite:///{copy / 'gradebook.db'}")
        shutil.rmtree(copy)
    else:
        rows = snapshot.gradebook(url)
    name = f"> {student}>"
    return all(
        row in rows for row in case.after["gradebook"] if row[0] == "grade" and name in str(row)
    )


def lose_newest_files(course, began, draw):
    """Remove or damage the newest files, which may not have reached the disk.

    A commit to the gradebook reaches the disk before it returns, and files written before a commit
    reach it earlier. So this loses at least as much as a crash.
    """
    files = [
        path
        for step in ("results", "autograded", "feedback", "grading_records")
        for path in (course / "course" / step).rglob("*")
        if path.is_file() and is_new(path, began)
    ]
    files.sort(key=lambda path: (path.stat().st_mtime_ns, path.suffix == ".json"))
    for path in files[len(files) - draw.randint(0, min(MOST_LOST_FILES, len(files))) :]:
        content = path.read_bytes()
        left = draw.choice([None, b"", content[: len(content) // 2], bytes(len(content))])
        if left is None or path.suffix not in (".json", ".gz"):
            path.unlink()
        else:
            path.write_bytes(left)
