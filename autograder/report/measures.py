"""Statistics of a class: spread, histogram, graded cells, marks over time."""

import math
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from autograder.table import exercise

MOST_BINS = 20
OTHER = "other cells"
MOST_SPANS = 14
# A clock that was wrong, or a stamp that was made up, would squeeze all others into one bin.
FARTHEST = timedelta(days=60)
YEARS = range(1990, 2200)  # a stamp of the year 9999 has no end of its week
ENOUGH = 1e-9  # sums of points are floats
SPANS = [timedelta(hours=hours) for hours in (1, 2, 3, 6, 12, 24, 48, 96, 168, 336)]


@dataclass(frozen=True)
class Spread:
    """Mean and quartiles of some numbers, and how many there are; None where there are none."""

    count: int
    mean: float | None = None
    low: float | None = None
    q1: float | None = None
    median: float | None = None
    q3: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Bin:
    """How many numbers lie from `low` up to `high`, which belongs to the last bin only."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class CellFigures:
    """One graded cell over the whole class.

    Attributes
    ----------
    name, exercise, label : str
        The label is what the name adds to the exercise.
    most : float
        Points that it gives.
    count, full, none : int
        How many have a mark for it, full points, nothing.
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
        """Share of full points."""
        return self.full / self.count if self.count else 0.0

    @property
    def part(self):
        """Share that got something, but not all."""
        return (self.count - self.full - self.none) / self.count if self.count else 0.0


@dataclass(frozen=True)
class Span:
    """Submissions handed in from `start` up to `end`."""

    start: object
    end: object
    points: Spread


def spread(values):
    """Mean and quartiles, interpolated linearly between the numbers.

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
    """The smallest of 1, 2, 5, 10, 20, 50 ... that divides `span` into at most `MOST_BINS`."""
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
        The largest number of points; extra credit may lie above.

    Returns
    -------
    list of Bin
        Every value is in exactly one of them.
    """
    top = max([most, *values])
    if top <= 0:
        top = 1.0
    step = round_step(top)
    count = max(1, math.ceil(top / step - ENOUGH))
    places = [min(int(value / step + ENOUGH), count - 1) for value in values]
    return [Bin(step * i, step * (i + 1), places.count(i)) for i in range(count)]


def cell_figures(book, people):
    """One line for each graded cell, in the notebook's order.

    Parameters
    ----------
    book : Book
    people : list of Person
        Those who have points.

    Returns
    -------
    list of CellFigures
    """
    verdicts = {}
    for person in people:
        for verdict in person.record.verdicts if person.record else ():
            verdicts.setdefault(verdict.grade_id, []).append(verdict)
    figures, groups = [], Counter(map(exercise, book.cells))
    for name, most in book.cells.items():
        points = [p.graded.cells[name] for p in people if name in p.graded.cells]
        said = verdicts.get(name, [])
        seconds = [verdict.seconds for verdict in said]
        # A panel for each single cell would be a page of headings.
        group = exercise(name) if groups[exercise(name)] > 1 else OTHER
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
    """Marks by the time of handing in.

    Parameters
    ----------
    people : list of Person
        Those who have points.

    Returns
    -------
    spans : list of Span
        Of one length, without a gap; empty when fewer than two times are known.
    left_out : int
        How many were handed in more than `FARTHEST` from the median.
    """
    stamped = sorted(
        (p.graded.handed_in, p.graded.points)
        for p in people
        if p.graded.handed_in and p.graded.handed_in.year in YEARS
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
