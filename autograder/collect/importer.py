"""Import downloads into the folders of a course.

The module does not import nbgrader, which takes seconds, so it is quick to import and to test.
"""

import contextlib
import fcntl
import os
import shutil
from collections import defaultdict
from pathlib import Path

from autograder.collect.attempt_store import look, recorded
from autograder.collect.attempts import attempts_of
from autograder.collect.inputs import (
    NO_NAME,
    TITLES,
    check_paths,
    close_all,
    gather,
    of_another,
    recognise,
)
from autograder.collect.matching import Directory, Matches, choose_reading, match_owners
from autograder.collect.roster import (
    derive_id,
    unseen_removed,
    why_no_id,
)
from autograder.collect.store_attempts import settle
from autograder.collect.summary import Report, Row
from autograder.errors import UserError
from autograder.sanitize import InvalidSubmissionError, printable

OTHERS = ".attempts"


def import_downloads(work, paths, assignment, people=None, kind=None, due=0.0, dry_run=False,
            track=iter, untouched="", others=()):  # fmt: skip
    """Sort downloads into ``submitted``, ``attempts`` and ``unknown``.

    Parameters
    ----------
    work : Path
        The folder ``course``.
    paths : list of Path
        Zips, folders, notebooks.
    assignment : str
    people : list of Person, optional
        The roster; without one everybody is collected, by an id made of what the platform tells.
    kind : str, optional
        The platform, when it is not to be recognised.
    due : float
        When the assignment was due, in seconds since 1970; 0 if nobody knows.
    dry_run : bool
        Only tell what would happen.
    track : callable
        Wraps the list of students, to show progress.
    untouched : str
        Digest of the notebook that was released, which many may submit as it is.
    others : list of str
        Assignments that it could be as well, since nobody has said which it is.

    Returns
    -------
    Report

    Raises
    ------
    UserError
        If a path is wrong, another import is running, or it is one of the others.
    """
    check_paths(paths, work)
    with contextlib.nullcontext() if dry_run else alone(work):
        downloads, unreadable = gather(paths, assignment, kind)
        try:
            report = Report(assignment, dry_run)
            report.rejected = [dict(zip(("source", "entry", "reason"), r, strict=True))
                              for r in unreadable]  # fmt: skip
            directory = Directory(people) if people is not None else None
            attempts = []
            for download in downloads:
                attempts += list_attempts(
                    download, assignment, kind, due, directory, report, others
                )
            owners = dict.fromkeys(attempt.owner for attempt in attempts)
            matches = match_owners(owners, people) if people is not None else Matches()
            work_through(work, attempts, matches, people, report, track, untouched)
            for download in downloads:
                report.rejected += [rejection(download, *pair) for pair in download.rejected]
        finally:
            close_all(downloads)
    if people is not None:
        report.rows += missing(work, people, assignment, report)
    return report


@contextlib.contextmanager
def alone(work):
    """Keep a second run of collect out of the same course."""
    folder = work / "attempts"
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / ".lock", os.O_CREAT | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise UserError(
            "Another `autograder collect` is running in this course: wait for its end."
        ) from None
    finally:
        os.close(handle)


def rejection(download, entry, reason):
    """Return a skipped file in the form of the summary."""
    return {"source": printable(str(download.path), 200), "entry": entry, "reason": reason}


def list_attempts(download, assignment, kind, due, directory, report, others):
    """Return the attempts of one download; the summary gets what was recognised."""
    kind, pieces, rest = recognise(download, assignment, kind)
    if other := of_another(pieces, assignment, others):
        raise UserError(
            f"{printable(str(download.path), 200)} holds notebooks of {other} and none of "
            f"{assignment}: say which it is, as in --assignment {other}. Nothing was collected."
        )
    download.rejected += [
        (printable(found.path), NO_NAME.format(TITLES[kind]) if kind != "plain" else
         "no notebook or archive that is named after a student") for found in rest
    ]  # fmt: skip
    read = []
    for found, piece in pieces:
        piece = choose_reading(piece, directory)
        if piece is None:
            reason = "its name matches two students: name the file after the student's id"
            download.rejected.append((printable(found.path), reason))
        else:
            read.append((found, piece))
    attempts = attempts_of(download, read, due)
    report.sources.append(
        {
            "path": printable(str(download.path), 200),
            "platform": kind,
            "title": TITLES[kind],
            "people": len({attempt.owner for attempt in attempts}),
        }
    )
    return [attempt for attempt in attempts if attempt.files]


def work_through(work, attempts, matches, people, report, track, untouched):
    """Store every student's attempts, and fill the summary."""
    by_place, names = defaultdict(list), {}
    for attempt in attempts:
        person = matches.people.get(attempt.owner)
        made_up = derive_id(attempt.owner.name, attempt.owner.platform_id)
        key = (True, person.id) if person else (people is None, made_up)
        by_place[key].append(attempt)
        shown = attempt.owner.name or attempt.owner.platform_id
        names[key] = person.name if person else printable(unseen_removed(shown))
    same = defaultdict(list)
    for known, student in track(sorted(by_place, key=lambda key: (not key[0], key[1]))):
        group = by_place[known, student]
        current, kept = places(work, student, report.assignment, known)
        doubt = next((matches.doubts[a.owner] for a in group if a.owner in matches.doubts), "")
        if known and any(is_another(kept, a, matches) for a in group):
            doubt = f"called like {student}, but another account has submitted for {student} before"
            student, known = derive_id(group[0].owner.name, group[0].owner.platform_id), False
            current, kept = places(work, student, report.assignment, False)
        outcome = settle(current, kept, group, report.dry_run)
        report.rejected += [rejection(*entry) for entry in outcome.rejected]
        report.rows.append(row_of(student, known, names, outcome, doubt, group))
        if outcome.entry is not None and known:
            tell_apart(student, group, outcome, matches, same, report, untouched)
            if people is not None and not report.dry_run:
                forget_unknown(work, group, report.assignment, current, kept)
    for students in same.values():
        if len(students) > 1:
            shown = ", ".join(students[:5]) + (" and more" if len(students) > 5 else "")
            report.doubled.append(f"The very same files were submitted by {shown}.")


def places(work, student, assignment, known):
    """Return where a student's newest attempt lies, and where the others do."""
    if known:
        return work / "submitted" / student / assignment, work / "attempts" / student / assignment
    folder = work / "unknown" / student
    return folder / assignment, folder / f"{assignment}{OTHERS}"


def is_another(kept, attempt, matches):
    """Return whether a student known by name only is another than the stored one."""
    if attempt.owner not in matches.by_name:
        return False
    try:
        entries = recorded(kept)["attempts"]
        owners = {entry["owner"] for entry in entries if entry["kind"] == attempt.owner.kind}
    except (KeyError, TypeError):
        return False
    return bool(owners - {attempt.owner.platform_id or attempt.owner.name})


def row_of(student, known, names, outcome, doubt, group):
    """Return a student's line of the table."""
    state, note = outcome.state, ""
    if not known and state != "rejected":
        state, note = "unknown", doubt or "not on the roster"
    elif outcome.entry is not None and outcome.entry.late:
        note = "late"
    elif state == "older":
        note = "a newer attempt counts"
    if state == "rejected":
        note = "nothing could be read"
    if len(group) > 1:
        note += f"{'; ' if note else ''}{len(group)} attempts"
    stamp = outcome.entry.stamp if outcome.entry else ""
    name = names.get((known, student)) or printable(unseen_removed(group[0].owner.name))
    return Row(student, state, name, stamp, note)


def tell_apart(student, group, outcome, matches, same, report, untouched):
    """Note what was submitted twice, or late at an unknown time."""
    # By number where there is one: a name can change between two downloads.
    owners = {(a.owner.kind, a.owner.platform_id or a.owner.name): a.owner for a in group}
    if len(owners) > len({kind for kind, _ in owners}):
        shown = " and ".join(
            printable(" ".join(part for part in owner[1:] if part))
            for owner in list(owners.values())[:3]
        )
        report.doubled.append(f"{student} is two accounts or folders: {shown}; the newest counts.")
    if outcome.entry.core and outcome.entry.core != untouched:
        same[outcome.entry.core].append(student)
    if outcome.entry.late and not outcome.entry.stamp:
        report.late.append(student)


def forget_unknown(work, group, assignment, current, kept):
    """Remove what an earlier run put into ``unknown`` once its student is known."""
    here = {entry.digest for entry in look(current, kept).entries}
    for owner in {attempt.owner for attempt in group}:
        student = derive_id(owner.name, owner.platform_id)
        if why_no_id(student):
            continue
        old, others = places(work, student, assignment, known=False)
        if not old.is_dir():
            continue
        with contextlib.suppress(InvalidSubmissionError, OSError):
            if {entry.digest for entry in look(old, others).entries} <= here:
                for folder in (old, others):
                    if folder.is_dir():
                        shutil.rmtree(folder)
                old.parent.rmdir()


def missing(work, people, assignment, report):
    """Yield a line for each student of the roster from whom nothing lies in ``submitted``."""
    submitted = {row.student for row in report.rows if row.state != "unknown"}
    for person in people:
        folder = Path(work) / "submitted" / person.id / assignment
        if person.id not in submitted and not folder.is_dir():
            yield Row(person.id, "missing", person.name)
