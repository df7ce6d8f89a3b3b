"""Statistics hold for any class."""

import random
import statistics
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import assume, example, given
from hypothesis import strategies as st

from autograder.gradebook.records import CellResult, Record
from autograder.gradebook.report_reader import Book, Graded
from autograder.report.class_data import Person
from autograder.report.formatting import duration, percent, short
from autograder.report.measures import (
    MOST_BINS,
    MOST_SPANS,
    OTHER,
    cell_figures,
    commonest,
    histogram,
    over_time,
    spread,
    without_numbers,
)

points = st.floats(0, 1000).map(lambda value: round(value, 2))


def person(student="one", record=None, **graded):
    return Person(student, "", True, record or Record(), Graded(scored=True, **graded))


@given(st.lists(points, min_size=2))
def test_spread_is_that_of_the_standard_library(values):
    found = spread(values)
    q1, median, q3 = statistics.quantiles(values, method="inclusive")
    for one, other in ((found.q1, q1), (found.median, median), (found.q3, q3)):
        assert abs(one - other) < 1e-6
    assert abs(found.mean - statistics.fmean(values)) < 1e-6
    assert (found.low, found.high, found.count) == (min(values), max(values), len(values))


def test_spread_of_one_and_of_none():
    assert spread([7.0]).q1 == spread([7.0]).median == spread([7.0]).q3 == 7
    assert spread([]).count == 0
    assert spread([]).median is None


@given(st.lists(points), points)
@example([0.3], 0.3)
@example([0.1 + 0.2], 0.3)
@example([99.99999999999, 100.0], 100.0)
@example([], 0.0)
def test_every_score_is_in_one_bin(values, most):
    bins = histogram(values, most)
    assert 1 <= len(bins) <= MOST_BINS
    assert sum(one.count for one in bins) == len(values)
    assert bins[0].low == 0
    assert bins[-1].high >= max([most, *values]) - 1e-9
    widths = {round(one.high - one.low, 6) for one in bins}
    assert len(widths) == 1
    for one, after in pairwise(bins):
        assert one.high == after.low
    # Counted another way: how many lie below the end of each bin, but for rounding.
    seen = 0
    for one in bins[:-1]:
        seen += one.count
        below = sum(value < one.high - 1e-6 for value in values)
        assert below <= seen <= sum(value < one.high + 1e-6 for value in values)


@given(st.lists(st.tuples(st.datetimes(datetime(2, 1, 1), datetime(9990, 1, 1)), points)))
def test_every_stamp_is_in_one_span_or_left_out(stamps):
    people = [person(cells={"a": value}, submitted=moment) for moment, value in stamps]
    spans, left_out = over_time(people)
    known = [moment for moment, _ in stamps if 1990 <= moment.year < 2200]
    if len(known) < 2:
        assert spans == []
        return
    assert 1 <= len(spans) <= MOST_SPANS
    assert sum(one.points.count for one in spans) + left_out == len(known)


@given(st.integers(2, 40), st.integers(1, 3_000_000), st.randoms(use_true_random=False))
def test_spans_follow_each_other_and_hold_their_own(count, seconds, rng):
    start = datetime(2026, 3, 1, 13, 30)
    stamps = [start + timedelta(seconds=rng.randrange(seconds)) for _ in range(count)]
    people = [person(cells={"a": 1.0}, submitted=moment) for moment in stamps]
    spans, left_out = over_time(people)
    assert left_out == 0
    assert len(spans) <= MOST_SPANS
    for one, after in pairwise(spans):
        assert one.end == after.start
    for one in spans:
        assert one.points.count == sum(one.start <= moment < one.end for moment in stamps)


@given(st.text(max_size=300))
@example("draw 7 is another")
@example("1 2 3" * 400)
@example("0..0")
def test_replacing_numbers_again_changes_nothing(message):
    once = without_numbers(message)
    assert without_numbers(once) == once


def test_messages_that_differ_in_numbers_are_one():
    same = ["got [1. 2.5 -3e-5], not 7", "got [9.0], not -12", "got [1, 2, 3, 4], not 0.5"]
    assert {without_numbers(one) for one in same} == {"got [#], not #"}
    assert without_numbers("dWa1 and x2y") == "dWa1 and x2y"


def failed(grade_id, message, kind="AssertionError"):
    return CellResult(grade_id, None, kind, message)


def test_most_frequent_mistakes():
    records = {
        "ann": Record(
            test_results=(failed("test-a-x", "draw 7 is another"), CellResult("test-a-y", 3.0))
        ),
        "ben": Record(test_results=(failed("test-a-x", "draw 9 is another"),)),
        "cat": Record(test_results=(failed("test-a-x", "draw 9 is another"),)),
        "dan": Record(test_results=(failed("test-a-y", "draw 9 is another"),)),
    }
    first, second = commonest([person(name, record) for name, record in records.items()])
    assert (first.cells, first.message, first.wordings) == (("test-a-x",), "draw 9 is another", 2)
    assert first.students == ("ann", "ben", "cat")
    assert second.students == ("dan",)


def test_what_was_not_begun_is_one_mistake_of_its_exercise():
    cells = ("test-a-x", "test-a-y", "test-b-x")
    test_results = tuple(failed(name, "Still to write.", "NotImplementedError") for name in cells)
    found = commonest([person("ann", Record(test_results=test_results))])
    assert [one.cells for one in found] == [cells[:2], cells[2:]]
    assert [len(one.students) for one in found] == [1, 1]


def test_figures_of_a_cell():
    book = Book({"test-a-x": 4.0, "test-a-y": 1.0, "essay": 5.0}, None, {}, {})
    scores = [4.0, 4.0, 1.0, 0.0]
    times = [0.01, 0.02, 0.03, 0.5]
    people = []
    for calls, (score, time) in enumerate(zip(scores, times, strict=True)):
        record = Record(test_results=(CellResult("test-a-x", score, calls=calls, seconds=time),))
        people.append(person(record=record, cells={"test-a-x": score, "essay": 5.0}))
    first, empty, alone = cell_figures(book, people)
    assert (first.share, first.part, first.mean, first.none) == (0.5, 0.25, 2.25, 1)
    assert (first.seconds, first.calls, first.label) == (0.025, 1.5, "x")
    assert abs(first.slow - 0.4295) < 1e-9
    assert (empty.count, empty.share, empty.mean, empty.seconds) == (0, 0, 0, None)
    assert (alone.exercise, alone.label, alone.share) == (OTHER, "essay", 1)


@given(st.integers(0, 500), st.integers(1, 500))
def test_percent_says_none_and_all_only_of_none_and_all(part, whole):
    assume(part <= whole)
    said = percent(part / whole)
    assert (said == "0 %") == (part == 0)
    assert (said == "100 %") == (part == whole)


@given(st.floats(0, 1e9))
def test_durations_are_short(seconds):
    assert len(duration(seconds)) < 12
    assert "e" not in duration(seconds)


def test_durations():
    said = [duration(time) for time in (0, 0.0234, 0.9999, 2.345, 71, 600, 9000, 400_000)]
    assert said == ["0 ms", "23 ms", "1.0 s", "2.3 s", "71 s", "10 min", "2.5 h", "4.6 days"]


@given(st.text(st.characters(codec=None), max_size=200), st.integers(10, 80))
def test_short_texts_are_one_line_that_can_be_written(text, longest):
    line = short(text, longest)
    assert len(line) <= longest
    line.encode("utf-8")
    assert "\n" not in line
    assert not any(0x202A <= ord(one) <= 0x202E for one in line)


def test_examples_do_not_depend_on_order():
    people = [person(str(i), Record(test_results=(failed("c", f"draw {i} a"),))) for i in range(9)]
    found = commonest(people)
    random.Random(3).shuffle(people)
    assert commonest(people) == found
