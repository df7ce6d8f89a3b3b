"""Which kills there are: at random moments, and so that each phase of a run is hit."""

import random

from tests.kills.kills import kill

# A run that is over before it is killed, or that is killed in another phase than the one wanted,
# does not count and is tried again.
MOST_TRIES = 12
ANY = None
RECORDING = [
    ("writer", "a notebook", "notebook, no scores"),
    ("Ctrl-C", "a notebook", ANY),
    *[(way, "a transaction", "notebook, no scores") for way in ("writer", "machine")],
    *[(way, "a commit", "scores, no page") for way in ("writer", "machine")],
    *[(way, "a page", "page, no record") for way in ("writer", "machine")],
    *[(way, "a record", ANY) for way in ("writer", "machine", "Ctrl-C")],
    *[(way, "all records", "after the last record") for way in ("writer", "machine")],
    *[(way, "random", ANY) for way in ("writer", "machine", "Ctrl-C")] * 3,
]
MOVING = [
    *[(way, "a record unlinked", "record unlinked") for way in ("writer", "machine")],
    *[(way, "a page", "page, no record") for way in ("writer", "machine")],
    *[(way, "all records", "after the last record") for way in ("writer", "Ctrl-C")],
    *[(way, "random", ANY) for way in ("writer", "machine", "Ctrl-C")] * 2,
]
POSTGRESQL = [
    *[(way, "a notebook", ANY) for way in ("writer", "machine")],
    *[(way, "a page", ANY) for way in ("writer", "machine", "Ctrl-C")],
    *[(way, "random", ANY) for way in ("writer", "machine", "Ctrl-C")],
]
# Few, since each grades a class once and a half.
GRADING = [
    *[(way, "a result", ANY) for way in ("worker", "writer", "machine")],
    *[(way, "random", ANY) for way in ("worker", "writer", "machine", "Ctrl-C", "worker")],
]


def once(plan):
    """Each kill of a plan one time; `python -m tests.kills` repeats those at random moments."""
    return list(dict.fromkeys(plan))


def carry_out(server, case, folder, way, when, wanted, seed):
    """One kill that hits a run which is still going on, and the phase that is wanted.

    Parameters
    ----------
    server, case
        See `tests.kills.kills.kill`.
    folder : Path
    way, when : str
    wanted : str or None
    seed : str
        Decides the moment.

    Returns
    -------
    list of str
        The phases that were hit, the one wanted last.
    """
    hit = []
    for attempt in range(MOST_TRIES):
        draw = random.Random(f"{seed} {attempt}")
        # Machines are busy at times, and an undisturbed run took longer then.
        phase = kill(server, case, folder / "course", way, when, draw, early=0.8 ** (attempt + 1))
        print(f"{way}, {when}, seed {seed!r} {attempt}: {phase or 'over before'}")
        hit += [phase] if phase else []
        if phase and wanted in (phase, ANY):
            return hit
    raise AssertionError(f"{way} at {when} never hit {wanted}, but {hit}")
