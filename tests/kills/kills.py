"""One kill: a run, its end at some moment, what is then there, and a run to the end."""

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

# A run that takes longer hangs.
LONGEST_RUN = 120
# Files of the last moments that a machine which dies may not have on its disk.
MOST_LOST = 4
# Phases without a submission that is half recorded.
WHOLE = {None, "before any result", "results, no record", "between two", "after the last record"}


def all_but_gradebook(folder, names):
    return [name for name in names if not name.startswith("gradebook.db")]


@dataclass
class Case:
    """A course before a run, and how it looks after one that nobody has disturbed.

    Attributes
    ----------
    before : Path
    options : tuple of str
        Of the command.
    after : dict
        From `tests.kills.runs.end_state`.
    seconds : float
        How long the run takes.
    open : callable
        Gets a copy of the course ready, and gives the URL of its gradebook.
    """

    before: Path
    options: tuple
    after: dict
    seconds: float
    open: Callable = snapshot.database


def prepare(server, before, folder, *options):
    """Run undisturbed in a copy of a course, and keep how it ends."""
    course = shutil.copytree(before, folder)
    status, seconds = server.run(course, *options)
    assert status == 0, server.printed.read_text()
    server.expect_no_survivors()
    return Case(before, options, end_state(course), seconds)


def kill(server, case, folder, way, when, draw, early=1):
    """End a run in some way at some moment, run again, and compare.

    Parameters
    ----------
    server : Server
    case : Case
    folder : Path
        For the course; removed if all is well.
    way : str
        One of `WAYS`.
    when : str
        "random", or one of `MOMENTS`.
    draw : random.Random
    early : float
        How much of an undisturbed run's time a random moment is taken from.

    Returns
    -------
    str or None
        The phase that was hit; None when the run was over first.
    """
    course = shutil.copytree(case.before, folder)
    url = case.open(course)
    hit, expected = WAYS[way]
    began, started = time.time(), time.monotonic()
    pid = server.start(course, *case.options)
    moment = started + draw.random() * case.seconds * early
    while not (MOMENTS[when](course, began) if when in MOMENTS else time.monotonic() >= moment):
        assert time.monotonic() < started + LONGEST_RUN, "the moment never comes"
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            break
    done = hit(pid, draw)
    status = server.finish()
    server.expect_no_survivors()
    if way == "Ctrl-C" and status == -signal.SIGINT:
        status = 0  # all was done, and Python about to end
    assert status in expected | {0}, (status, server.printed.read_text())
    over = not done or (status == 0 and way != "worker")
    phase = None if over else phase_of(course, began, case, url)
    phase = "a worker died" if phase and way == "worker" else phase
    # It waits for the submission that is being recorded.
    assert way != "Ctrl-C" or phase in WHOLE, phase
    if way == "machine":
        lose(course, began, draw)
    # Nobody starts it again faster than the last processes of the killed run are gone.
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
    """A student's record, graded notebook and feedback page."""
    work = course / "course"
    return (
        work / "grading_records" / TINY / f"{student}.json",
        work / "autograded" / student / TINY / f"{TINY}.ipynb",
        work / "feedback" / student / TINY / f"{TINY}.html",
    )


def is_new(path, began):
    """Whether a file was written since then."""
    try:
        return path.stat().st_mtime >= began
    except OSError:
        return False


def each(of, course, began):
    """For each student that can be graded whether a file is new: 0 record, 1 notebook, 2 page."""
    return [is_new(paths(course, student)[of], began) for student in STUDENTS]


def is_unlinked(course, began):
    """Whether a record that was there before has gone."""
    folder = course / "course" / "grading_records" / TINY
    return folder.is_dir() and not all(paths(course, student)[0].exists() for student in STUDENTS)


def is_committed(course, began):
    """Whether the gradebook was written later than the last notebook."""
    book = course / "course" / "gradebook.db"
    notebooks = [paths(course, student)[1] for student in STUDENTS]
    times = [path.stat().st_mtime_ns for path in notebooks if is_new(path, began)]
    return (
        bool(times)
        and book.stat().st_mtime_ns > max(times)
        and not book.with_name("gradebook.db-journal").exists()
    )


# What to wait for, in the order in which a submission meets it.
MOMENTS = {
    "a result": lambda course, began: any((course / "course" / "results").glob("*/*/*.gz")),
    "a record unlinked": is_unlinked,
    "a notebook": lambda course, began: any(each(1, course, began)),
    "a transaction": lambda course, began: (
        (course / "course" / "gradebook.db-journal").exists() and any(each(1, course, began))
    ),
    "a commit": is_committed,
    "a page": lambda course, began: any(each(2, course, began)),
    "a record": lambda course, began: any(each(0, course, began)),
    "all records": lambda course, began: all(each(0, course, began)),
}


def phase_of(course, began, case, url):
    """How far a run has come.

    Returns
    -------
    str
    """
    recorded, written, shown = (each(of, course, began) for of in range(3))
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
    """Whether the gradebook holds a student's new scores."""
    if url == snapshot.database(course):
        # A copy, since reading a database whose writer has died mends it.
        copy = shutil.copytree(course / "course", course / "copy", ignore=all_but_gradebook)
        rows = snapshot.gradebook(f"sqlite:///{copy / 'gradebook.db'}")
        shutil.rmtree(copy)
    else:
        rows = snapshot.gradebook(url)
    name = f"> {student}>"
    return all(
        row in rows for row in case.after["gradebook"] if row[0] == "grade" and name in str(row)
    )


def lose(course, began, draw):
    """Take from the disk, newest first, what may not have reached it.

    A commit to the gradebook reaches it before it returns, and what was written before a commit
    reaches it with it or earlier; so what is lost here is as much as can be, and more.
    """
    files = [
        path
        for step in ("results", "autograded", "feedback", "graded")
        for path in (course / "course" / step).rglob("*")
        if path.is_file() and is_new(path, began)
    ]
    files.sort(key=lambda path: (path.stat().st_mtime_ns, path.suffix == ".json"))
    for path in files[len(files) - draw.randint(0, min(MOST_LOST, len(files))) :]:
        content = path.read_bytes()
        left = draw.choice([None, b"", content[: len(content) // 2], bytes(len(content))])
        if left is None or path.suffix not in (".json", ".gz"):
            path.unlink()
        else:
            path.write_bytes(left)
