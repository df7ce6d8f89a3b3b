"""Statistics of a class: spread, histogram, graded cells, scores over time, frequent mistakes."""

import math
import re
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from autograder.console import get_exercise

MOST_BINS = 20
OTHER = "other cells"
MOST_SPANS = 14
# With a wrong time stamp, such as of a wrong clock, all others would be in a single bin.
FARTHEST = timedelta(days=60)
YEARS = range(1990, 2200)  # the end of a week in the year 9999 is not a valid date
ENOUGH = 1e-9  # sums of points are floats
SPANS = [timedelta(hours=hours) for hours in (1, 2, 3, 6, 12, 24, 48, 96, 168, 336)]


@dataclass(frozen=True)
class Spread:
    """Mean, quartiles and count of some numbers; None where there are no numbers."""

    count: int
    mean: float | None = None
    low: float | None = None
    q1: float | None = None
    median: float | None = None
    q3: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Bin:
    """The count of numbers from `low` up to `high`; only the last bin includes `high`."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class CellFigures:
    """One graded cell over the whole class.

    Attributes
    ----------
    name, exercise, label : str
        The label is the part of the name after the exercise.
    most : float
        Largest score.
    count, full, none : int
        Number of students with a grade for it, with full points, with no points.
    mean : float
    seconds, slow : float or None
        Median and 95th percentile of the test's time; None without records.
    calls : float or None
        Median number of calls.
    """

    name: str
    exercise: str
    label: str
    most: float
    count: int
    full: int
    none: int
    mean: float
    seconds: float | None
    slow: float | None
    calls: float | None

    @property
    def share(self):
        """Return the share of full points."""
        return self.full / self.count if self.count else 0.0

    @property
    def part(self):
        """Return the share with some points, but not all."""
        return (self.count - self.full - self.none) / self.count if self.count else 0.0


@dataclass(frozen=True)
class Span:
    """Submissions from `start` up to `end`."""

    start: object
    end: object
    points: Spread


def spread(values):
    """Return mean and quartiles, interpolated linearly between the numbers.

    Parameters
    ----------
    values : list of float

    Returns
    -------
    Spread
    """
    if not values:
        return Spread(0)
    low, q1, median, q3, high = map(float, np.quantile(values, (0, 0.25, 0.5, 0.75, 1)))
    return Spread(len(values), math.fsum(values) / len(values), low, q1, median, q3, high)


def round_step(span):
    """Return the smallest round step that divides `span` into at most `MOST_BINS`."""
    size = 10.0 ** math.floor(math.log10(span / MOST_BINS))
    factors = (1, 2, 5, 10, 20)
    return next(size * f for f in factors if math.ceil(span / (size * f) - ENOUGH) <= MOST_BINS)


def histogram(values, most):
    """Count points in bins of one round width.

    Parameters
    ----------
    values : list of float
        None below 0.
    most : float
        Largest score without extra credit.

    Returns
    -------
    list of Bin
        Each value is in exactly one bin.
    """
    top = max([most, *values])
    if top <= 0:
        top = 1.0
    step = round_step(top)
    count = max(1, math.ceil(top / step - ENOUGH))
    places = [min(int(value / step + ENOUGH), count - 1) for value in values]
    return [Bin(step * i, step * (i + 1), places.count(i)) for i in range(count)]


def cell_figures(book, people):
    """Return one line for each graded cell, in the notebook's order.

    Parameters
    ----------
    book : Book
    people : list of Person
        Those who have points.

    Returns
    -------
    list of CellFigures
    """
    test_results = {}
    for person in people:
        for test_result in person.record.test_results if person.record else ():
            test_results.setdefault(test_result.grade_id, []).append(test_result)
    figures, groups = [], Counter(map(get_exercise, book.cells))
    for name, most in book.cells.items():
        points = [p.graded.cells[name] for p in people if name in p.graded.cells]
        said = test_results.get(name, [])
        seconds = [test_result.seconds for test_result in said]
        # Without groups, the page would have a panel for each single cell.
        group = get_exercise(name) if groups[get_exercise(name)] > 1 else OTHER
        figures.append(
            CellFigures(
                name=name,
                exercise=group,
                label=name.removeprefix(f"test-{group}-"),
                most=most,
                count=len(points),
                full=sum(value >= most - ENOUGH for value in points),
                none=sum(value <= ENOUGH and value < most - ENOUGH for value in points),
                mean=math.fsum(points) / len(points) if points else 0.0,
                seconds=float(np.quantile(seconds, 0.5)) if said else None,
                slow=float(np.quantile(seconds, 0.95)) if said else None,
                calls=float(np.quantile([v.calls for v in said], 0.5)) if said else None,
            )
        )
    return figures


def over_time(people):
    """Return scores by the time of submission.

    Parameters
    ----------
    people : list of Person
        Those who have points.

    Returns
    -------
    spans : list of Span
        All of the same length, without gaps; empty if fewer than two times are known.
    left_out : int
        Number of submissions more than `FARTHEST` from the median.
    """
    stamped = sorted(
        (p.graded.submitted, p.graded.points)
        for p in people
        if p.graded.submitted and p.graded.submitted.year in YEARS
    )
    if len(stamped) < 2:
        return [], 0
    middle = stamped[len(stamped) // 2][0]
    near = [(time, points) for time, points in stamped if abs(time - middle) <= FARTHEST]
    midnight = near[0][0].replace(hour=0, minute=0, second=0, microsecond=0)
    for span in SPANS:
        start = midnight + span * ((near[0][0] - midnight) // span)
        count = (near[-1][0] - start) // span + 1
        if count <= MOST_SPANS:
            break
    places = [[] for _ in range(count)]
    for time, points in near:
        places[(time - start) // span].append(points)
    spans = [
        Span(start + span * i, start + span * (i + 1), spread(points))
        for i, points in enumerate(places)
    ]
    return spans, len(stamped) - len(near)


UNWRITTEN = "NotImplementedError"
NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
# A row of numbers counts as one, because the length of an array does not change the mistake.
NUMBERS = re.compile(rf"(?<![\w.]){NUMBER}(?:[\s,]+{NUMBER})*(?!\w|\.\d)")
LONGEST = 1_000  # characters of a message that are compared


@dataclass(frozen=True)
class Mistake:
    """Failed tests of some students with the same message.

    Attributes
    ----------
    cells : tuple of str
        The graded cell; for an exercise without an answer, all of its cells.
    kind : str
    message : str
        The most frequent wording.
    wordings : int
        Number of messages, which differ only in their numbers.
    students : tuple of str
    """

    cells: tuple
    kind: str
    message: str
    wordings: int
    students: tuple


def without_numbers(message):
    """Return a message with a placeholder for each number or row of numbers.

    Parameters
    ----------
    message : str

    Returns
    -------
    str
        Unchanged when it is processed again.
    """
    return NUMBERS.sub("#", message[:LONGEST]).strip()


def commonest(people):
    """Group the failed tests of a class by message, the most frequent first.

    Parameters
    ----------
    people : list of Person

    Returns
    -------
    list of Mistake
        The most frequent first.
    """
    groups = {}
    for person in people:
        for test_result in person.record.test_results if person.record else ():
            if test_result.points is None:
                # An exercise without an answer fails in each of its cells, and counts once.
                place = (
                    get_exercise(test_result.grade_id)
                    if test_result.kind == UNWRITTEN
                    else test_result.grade_id
                )
                key = (place, test_result.kind, without_numbers(test_result.message))
                groups.setdefault(key, []).append((test_result, person.student))
    found = []
    for (_, kind, _), members in groups.items():
        said = Counter(test_result.message for test_result, _ in members)
        found.append(
            Mistake(
                cells=tuple(dict.fromkeys(test_result.grade_id for test_result, _ in members)),
                kind=kind,
                message=min(said, key=lambda one: (-said[one], one)),
                wordings=len(said),
                students=tuple(sorted({student for _, student in members})),
            )
        )
    return sorted(found, key=lambda one: (-len(one.students), one.cells, one.message))
