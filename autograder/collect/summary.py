"""The result of a collect run, for a table, a summary line and machines."""

from dataclasses import dataclass, field

# After these, `--json` shows the others.
MOST_ROWS = 200
MOST_NAMED = 20
STATES = ("new", "updated", "unchanged", "older", "unknown", "missing", "rejected")


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes
    ----------
    student : str
        An id, or for the unknown the folder in ``course/unknown``.
    state : str
        One of `STATES`.
    name : str
        As the roster or the platform has it.
    submitted : str
        The time that counts, if anybody knows.
    note : str
    """

    student: str
    state: str
    name: str = ""
    submitted: str = ""
    note: str = ""


@dataclass
class Report:
    """The result of a collect run.

    Attributes
    ----------
    assignment : str
    dry_run : bool
    sources : list of dict
        Path, platform and number of people of each download.
    rows : list of Row
    rejected : list of dict
        Source, entry and reason of each file that was left out.
    doubled : list of str
        Sentences on people and files that are there twice.
    late : list of str
        Ids of those whom the platform calls late without a time.
    added : int
        Students new in the gradebook, or changed.
    """

    assignment: str
    dry_run: bool = False
    sources: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    rejected: list = field(default_factory=list)
    doubled: list = field(default_factory=list)
    late: list = field(default_factory=list)
    added: int = 0

    def of(self, state):
        """Return the rows of one state."""
        return [row for row in self.rows if row.state == state]

    @property
    def needs_review(self):
        """Return whether anything except a missing submission needs attention."""
        wrong = self.of("unknown") or self.of("rejected") or self.rejected
        return bool(wrong or self.doubled or self.late)

    def summary(self):
        """Return everything in one line."""
        counts = [f"{len(self.of(state))} {state}" for state in STATES[:-1] if self.of(state)]
        rejected = len(self.rejected)
        if rejected:
            counts.append(f"{rejected} {'file' if rejected == 1 else 'files'} rejected")
        if self.doubled:
            counts.append(f"{len(self.doubled)} doubled")
        if self.late:
            counts.append(f"{len(self.late)} late without a time")
        verb = "Would collect" if self.dry_run else "Collected"
        return f"{verb} {self.assignment}: {', '.join(counts) or 'nothing'}."

    def as_dict(self):
        """Return everything for machines."""
        return {
            "assignment": self.assignment,
            "dry_run": self.dry_run,
            "sources": self.sources,
            "students": [vars(row) for row in self.rows],
            **{state: [row.student for row in self.of(state)] for state in STATES[:-1]},
            "rejected": self.rejected,
            "doubled": self.doubled,
            "late_without_a_time": self.late,
            "gradebook": self.added,
            "needs_review": self.needs_review,
        }


def table(report):
    """Return the table of changes; unchanged students are only counted.

    Parameters
    ----------
    report : Report

    Returns
    -------
    rich.table.Table
    """
    from autograder.console import make_table

    shown = [row for row in report.rows if row.state != "unchanged"]
    # Rows that need review come first.
    order = ("rejected", "unknown", "missing", "older", "updated", "new")
    shown.sort(key=lambda row: order.index(row.state))
    rows = [
        (row.student, row.state, row.name, row.submitted, row.note) for row in shown[:MOST_ROWS]
    ]
    if len(shown) > MOST_ROWS:
        rows.append(("...", "", "", "", f"and {len(shown) - MOST_ROWS} more: see --json"))
    headers = ("student", "state", "name", "submitted", "note")
    return make_table(f"{report.assignment}: submissions", headers, rows)


def lines(report):
    """Yield the lines below the table.

    Parameters
    ----------
    report : Report

    Yields
    ------
    str
    """
    for entry in report.rejected[:MOST_NAMED]:
        where = ": ".join(part for part in (entry["source"], entry["entry"]) if part)
        yield f"Left out of {where}: {entry['reason']}."
    if len(report.rejected) > MOST_NAMED:
        yield f"And {len(report.rejected) - MOST_NAMED} more files left out: see --json."
    yield from report.doubled[:MOST_NAMED]
    if len(report.doubled) > MOST_NAMED:
        yield f"And {len(report.doubled) - MOST_NAMED} more doubled: see --json."
    if report.late:
        shown = ", ".join(report.late[:MOST_NAMED])
        more = len(report.late) - MOST_NAMED
        shown += f" and {more} more" if more > 0 else ""
        yield (
            f"Late without a time that nbgrader could take a penalty from: {shown}. Write it into "
            "timestamp.txt beside the notebook, as in 2026-05-31 23:59:00 UTC."
        )
