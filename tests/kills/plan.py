"""The kills: at random moments, and in each phase of a run."""

import random

from tests.kills.kills import kill

# A kill is tried again if the run ends first or is in another phase.
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
# Few, because each of them grades a class one and a half times.
GRADING = [
    *[(way, "a result", ANY) for way in ("worker", "writer", "machine")],
    *[(way, "random", ANY) for way in ("worker", "writer", "machine", "Ctrl-C", "worker")],
]


def once(plan):
    """Each kill of a plan one time; `python -m tests.kills` repeats those at random moments."""
    return list(dict.fromkeys(plan))


def carry_out(server, case, folder, way, when, wanted, seed):
    """Repeat a kill until it hits a run in the phase that is wanted.

    Parameters
    ----------
    server, case
        See `tests.kills.kills.kill`.
    folder : Path
    way, when : str
    wanted : str or None
    seed : str
        Determines the moment.

    Returns
    -------
    list of str
        The phases that were hit, the wanted one last.
    """
    hit = []
    for attempt in range(MOST_TRIES):
        draw = random.Random(f"{seed} {attempt}")
        # On a busy machine, the undisturbed run took longer: draw an earlier moment each time.
        phase = kill(server, case, folder / "course", way, when, draw, early=0.8 ** (attempt + 1))
        print(f"{way}, {when}, seed {seed!r} {attempt}: {phase or 'ended before'}")
        hit += [phase] if phase else []
        if phase and wanted in (phase, ANY):
            return hit
    raise AssertionError(f"{way} at {when} never hit {wanted}, but {hit}")
