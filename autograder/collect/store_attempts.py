"""Store the attempts of one student."""

import contextlib
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from autograder.collect.attempt_store import (
    clear_aside,
    digests_of,
    look,
    newest,
    promote,
    remove_aside,
    write_stamp,
    write_synced,
)
from autograder.collect.timestamps import seconds
from autograder.sanitize import InvalidSubmissionError, printable


@dataclass
class Outcome:
    """The result of storing one student's attempts.

    Attributes
    ----------
    state : str
        ``new``, ``updated``, ``unchanged``, ``older`` (kept, since a newer one counts) or
        ``rejected`` when nothing of it could be read.
    entry : Entry or None
        The attempt that counts.
    rejected : list of tuple
        Delivery, entry and reason.
    """

    state: str
    entry: object = None
    rejected: list = field(default_factory=list)


def settle(current, kept, attempts, dry_run=False):
    """Store what one student has submitted, if it is not stored already.

    Parameters
    ----------
    current, kept : Path
        Where the newest and the other attempts lie; see `autograder.collect.attempt_store`.
    attempts : list of Attempt
    dry_run : bool
        Only say what would come of it.

    Returns
    -------
    Outcome
    """
    try:
        place = look(current, kept)
    except InvalidSubmissionError as reason:
        return Outcome("rejected", None, [(attempts[0].download, kept.parent.name, str(reason))])
    before, known = place.now, {entry.digest for entry in place.entries if place.there(entry)}
    rejected, fresh, downloaded = [], [], []
    for attempt in attempts:
        # The first time all is new, so it need not be read twice.
        aside = clear_aside(kept) if not dry_run and not known else None
        digest, core, bad = read(attempt, aside)
        rejected += bad
        if not digest:
            continue
        unwritten = digest not in known and not dry_run and aside is None
        if unwritten and read(attempt, clear_aside(kept))[0] != digest:
            reason = "it has changed while it was read: run `autograder collect` again"
            rejected.append((attempt.download, printable(attempt.owner.name), reason))
            continue
        entry = enter(place, attempt, digest, core)
        downloaded.append(entry)
        if digest not in known:
            known.add(digest)
            fresh.append(entry)
            if not dry_run:
                place.move_in(entry)
    if not dry_run:
        remove_aside(kept)
    here = [entry for entry in place.entries if place.there(entry) or entry in fresh]
    if not here:
        if not dry_run:
            with contextlib.suppress(OSError):
                kept.rmdir()
        return Outcome("rejected", None, rejected)
    winner = newest(here)
    if not dry_run:
        # Before the moves, so that a run that stops between them can be completed from what lies
        # where.
        place.save(winner)
        promote(place, winner)
        # Of known ones too: a second download may give a later time.
        for entry in downloaded:
            write_stamp(place.folder(entry), entry.stamp)
    state = ("updated" if before else "new") if winner is not before else "unchanged"
    return Outcome("older" if fresh and winner is before else state, winner, rejected)


def enter(place, attempt, digest, core):
    """Return the entry of an attempt, new or known before by its content.

    What is delivered again may tell a later time: somebody can go back to what he had submitted
    before. Whichever comes first, the entry ends up the same.
    """
    kind = attempt.owner.kind
    entry = next((entry for entry in place.entries if entry.digest == digest), None)
    if entry is None:
        entry = place.adopt(digest, core)
    if entry.kind == "found":
        entry.kind, entry.late = kind, attempt.late
        entry.owner = attempt.owner.platform_id or attempt.owner.name
    if entry.kind == kind:
        entry.number = max(entry.number, attempt.number)
        entry.when = max(entry.when, attempt.when)
        entry.late = entry.late or attempt.late
    entry.stamp = max(entry.stamp, attempt.stamp, key=seconds)
    return entry


def read(attempt, target=None):
    """Read an attempt's files one by one, and write them if there is a folder to write to.

    Parameters
    ----------
    attempt : Attempt
    target : Path, optional
        An empty folder.

    Returns
    -------
    digest, core : str
        Empty when no file could be read.
    rejected : list of tuple
        Delivery, entry and reason.
    """
    lines, rejected = [], []
    for inner, found in sorted(attempt.files.items()):
        try:
            content = attempt.download.read(found)
        except InvalidSubmissionError as reason:
            rejected.append((attempt.download, printable(found.path), str(reason)))
            continue
        if target is not None:
            path = Path(target) / inner
            path.parent.mkdir(parents=True, exist_ok=True)
            write_synced(path, content)
        lines.append((inner, hashlib.sha256(content).hexdigest()))
    return (*digests_of(lines), rejected) if lines else ("", "", rejected)
