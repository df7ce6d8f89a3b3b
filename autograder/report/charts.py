"""Draw the charts of the report as SVG, in the colours that the page's style sheet sets."""

import math

import matplotlib
from markupsafe import Markup
from matplotlib.ticker import FixedLocator, NullFormatter, NullLocator

from autograder.report.formatting import duration, number, percent, plural, when
from rnn_utils.figures import svg
from rnn_utils.figures.picture import blank

__all__ = ["COLOURS", "SETTINGS", "blank", "inline", "tidy"]

# Placeholders for the colours of the page's style sheet, which has a light and a dark scheme. None
# is black, because matplotlib does not write black.
COLOURS = {"ink": "#000001", "muted": "#000002", "line": "#000003", "main": "#000004",
           "accent": "#000005", "soft": "#000006", "paper": "#000007"}  # fmt: skip
SETTINGS = svg.SETTINGS | {"hatch.linewidth": 1}


def tidy(axes, below="line"):
    """Remove the frame of the axes except the line below."""
    for side in ("left", "right", "top", "bottom"):
        axes.spines[side].set_visible(side == "bottom" and below is not None)
    axes.spines["bottom"].set_color(COLOURS[below or "line"])
    axes.tick_params(length=0, labelsize=11, labelcolor=COLOURS["muted"], pad=5)
    axes.set_facecolor("none")


def inline(figure, name, label):
    """Return an SVG that can be part of a page.

    Parameters
    ----------
    figure : Figure
    name : str
        Unique on the page; the ids in the drawing begin with it.
    label : str
        Description of the picture, for a screen reader.

    Returns
    -------
    Markup
    """
    text = svg.to_svg(figure, label, name).replace("<svg ", '<svg class="chart" ', 1)
    for colour, proxy in COLOURS.items():
        text = text.replace(proxy, f"var(--{colour})")
    return Markup(text)


WIDE, NARROW = 760, 340
ROW = 46
LONGEST_LABEL = 20
MOST_DOTS = 150


def both(draw, name, label, *values):
    """Return a picture for wide pages and one for phones, as a dict of Markup."""
    made = {}
    for size, width in (("wide", WIDE), ("narrow", NARROW)):
        with matplotlib.rc_context(SETTINGS):
            made[size] = inline(draw(width, *values), f"{name}-{size}", label)
    return made


def points_picture(bins, points, most):
    """Return a histogram of total points with median and quartiles.

    Parameters
    ----------
    bins : list of Bin
    points : Spread
    most : float

    Returns
    -------
    dict of str to Markup
    """
    told = ", ".join(
        f"{number(one.low)} to {number(one.high)}: {one.count}" for one in bins if one.count
    )
    label = (
        f"Histogram of total points out of {number(most)}. Median {number(points.median)}, half of "
        f"the class from {number(points.q1)} to {number(points.q3)}. "
        f"Submissions by points: {told}."
    )
    return both(draw_points, "points", label, bins, points)


def draw_points(width, bins, points):
    """Draw the histogram."""
    figure = blank(width, 250)
    axes = figure.add_axes((0.01, 0.11, 0.98, 0.76))
    tidy(axes)
    step = bins[0].high - bins[0].low
    axes.axvspan(points.q1, points.q3, color=COLOURS["soft"], linewidth=0)
    axes.bar(
        [one.low + step / 2 for one in bins], [one.count for one in bins], width=0.86 * step,
        color=COLOURS["main"],
    )  # fmt: skip
    top = max(one.count for one in bins)
    size = 11 if width == WIDE or len(bins) <= 12 else 9
    for one in bins:
        if one.count:
            axes.text(one.low + step / 2, one.count + 0.02 * top, f"{one.count:,}", ha="center",
                      va="bottom", size=size, color=COLOURS["ink"])  # fmt: skip
    axes.axvline(points.median, color=COLOURS["accent"], linewidth=2, linestyle=(0, (4, 2)))
    end = bins[-1].high
    left = points.median > 0.55 * end
    axes.text(points.median, 1.09 * 1.08 * top, f" median {number(points.median)} ", size=12,
              ha="right" if left else "left", va="center", weight="bold",
              color=COLOURS["accent"], clip_on=False)  # fmt: skip
    axes.set_xlim(-0.01 * end, 1.01 * end)
    axes.set_ylim(0, 1.08 * top)
    every = -(-len(bins) // (10 if width == WIDE else 5))
    axes.set_xticks([one.low for one in bins[::every]] + [end])
    axes.set_xticklabels([number(tick) for tick in axes.get_xticks()])
    axes.get_xticklabels()[-1].set_ha("right")
    axes.set_yticks([])
    return figure


def cell_pictures(figures):
    """Return for each exercise bars of full points and lines of time, all on the same scales.

    Parameters
    ----------
    figures : list of CellFigures

    Returns
    -------
    dict of str to Markup
        By exercise.
    """
    times = [time for one in figures for time in (one.seconds, one.slow) if time]
    scale = (min(times) / 1.5, max(times) * 1.5) if times else None
    groups = {}
    for one in figures:
        groups.setdefault(one.exercise, []).append(one)
    made = {}
    for place, (group, members) in enumerate(groups.items()):
        told = "; ".join(map(told_of_cell, members))
        label = f"Bars of the graded cells of {group}: {told}."
        with matplotlib.rc_context(SETTINGS):
            made[group] = inline(draw_cells(members, scale), f"cells-{place}", label)
    return made


def told_of_cell(one):
    """Return the description of one cell."""
    told = (
        f"{one.label}, {percent(one.share)} with full points, mean {number(one.mean)} of "
        f"{number(one.most)}"
    )
    if one.seconds is not None:
        told += f", median time {duration(one.seconds)}, 95th percentile {duration(one.slow)}"
    return told


def draw_cells(members, scale):
    """Draw the cells of one exercise."""
    height = ROW * len(members) + 34
    figure = blank(NARROW, height)
    bottom, tall = 22 / height, ROW * len(members) / height
    axes = figure.add_axes((0.005, bottom, 0.6 if scale else 0.98, tall))
    tidy(axes, below=None)
    for row, one in enumerate(members):
        y = len(members) - 1 - row
        axes.barh(y - 0.12, 100, height=0.36, color=COLOURS["soft"], linewidth=0)
        axes.barh(y - 0.12, 100 * one.share, height=0.36, color=COLOURS["main"], linewidth=0)
        if one.part:
            axes.barh(y - 0.12, 100 * one.part, left=100 * one.share, height=0.36, color="none",
                      edgecolor=COLOURS["main"], hatch="////", linewidth=1)  # fmt: skip
        label = one.label
        if len(label) > LONGEST_LABEL:
            label = label[: LONGEST_LABEL - 1] + "…"
        axes.text(0, y + 0.2, label, va="baseline", size=12, color=COLOURS["ink"])
        axes.text(100, y + 0.2, percent(one.share), va="baseline", ha="right", size=12,
                  weight="bold", color=COLOURS["ink"])  # fmt: skip
    axes.set_xlim(0, 100)
    axes.set_ylim(-0.5, len(members) - 0.5)
    axes.set_yticks([])
    axes.set_xticks([0, 50, 100], ["0", "50", "100 %"])
    for text, side in zip(axes.get_xticklabels(), ("left", "center", "right"), strict=True):
        text.set_ha(side)
    if scale:
        draw_times(figure.add_axes((0.68, bottom, 0.31, tall)), members, scale)
    return figure


def draw_times(axes, members, scale):
    """Draw median and 95th percentile of each cell's time on a logarithmic scale."""
    tidy(axes, below=None)
    axes.set_xscale("log")
    axes.set_xlim(*scale)
    axes.set_ylim(-0.5, len(members) - 0.5)
    ticks = round_times(scale)
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.set_xticklabels([duration(tick).replace(".0", "") for tick in ticks])
    for text, tick in zip(axes.get_xticklabels(), ticks, strict=True):
        # A label in the middle below the last tick could be cut off at the picture's edge.
        place = math.log(tick / scale[0]) / math.log(scale[1] / scale[0])
        text.set_ha("right" if place > 0.8 else "left" if place < 0.1 else "center")
    axes.set_yticks([])
    for row, one in enumerate(members):
        y = len(members) - 1 - row
        axes.vlines(ticks, y - 0.34, y + 0.1, color=COLOURS["line"], linewidth=1)
        if not one.seconds:
            continue
        axes.plot([one.seconds, one.slow], [y - 0.12] * 2, color=COLOURS["accent"], linewidth=3,
                  solid_capstyle="butt")  # fmt: skip
        axes.plot([one.seconds], [y - 0.12], "o", color=COLOURS["accent"], markersize=8)
        axes.text(scale[1], y + 0.2, duration(one.seconds), size=12, ha="right", va="baseline",
                  color=COLOURS["ink"])  # fmt: skip


def round_times(scale):
    """Return two or three round times within a scale."""
    tens = [10.0**power for power in range(-5, 5)]
    for factors in ((1,), (1, 3), (1, 2, 5)):
        ticks = [ten * factor for ten in tens for factor in factors]
        ticks = [tick for tick in ticks if scale[0] <= tick <= scale[1]]
        if len(ticks) >= 2:
            break
    return ticks[:: -(-len(ticks) // 3)] if ticks else []


def time_picture(spans, people, due, most):
    """Return points and number of submissions by time of submission.

    Parameters
    ----------
    spans : list of Span
        At least one.
    people : list of Person
        Those who have points; each is a dot when there are few.
    due : datetime or None
    most : float

    Returns
    -------
    dict of str to Markup
    """
    told = "; ".join(
        f"from {when(one.start)}: {plural(one.points.count, 'submission')}, median "
        f"{number(one.points.median)}"
        for one in spans
        if one.points.count
    )
    deadline = f" Due {when(due)}." if due else ""
    label = f"Points by time of submitting, in UTC.{deadline} {told}."
    top = max([most, *(one.points.high for one in spans if one.points.count)]) or 1
    dots = []
    if len(people) <= MOST_DOTS:
        dots = sorted((p.graded.submitted, p.graded.points) for p in people if p.graded.submitted)
    return both(draw_time, "time", label, spans, dots, due, top)


def draw_time(width, spans, dots, due, most):
    """Draw points and number of submissions over time."""
    figure = blank(width, 290)
    above = figure.add_axes((0.01, 0.36, 0.93 if width == WIDE else 0.9, 0.56))
    below = figure.add_axes((0.01, 0.1, 0.93 if width == WIDE else 0.9, 0.17))
    length = spans[0].end - spans[0].start

    def place(moment):
        return (moment - spans[0].start) / length

    for index, one in enumerate(spans):
        points = one.points
        below.text(index + 0.5, points.count, f"{points.count:,}" if points.count else "",
                   ha="center", va="bottom", size=10, color=COLOURS["ink"])  # fmt: skip
        if points.count:
            above.bar(index + 0.5, points.q3 - points.q1, width=0.8, bottom=points.q1,
                      color=COLOURS["soft"], linewidth=0)  # fmt: skip
            above.plot([index + 0.1, index + 0.9], [points.median] * 2, color=COLOURS["main"],
                       linewidth=3, solid_capstyle="butt")  # fmt: skip
    inside = [(place(time), value) for time, value in dots if 0 <= place(time) <= len(spans)]
    if inside:
        above.plot(*zip(*inside, strict=True), "o", color="none", markersize=5,
                   markeredgecolor=COLOURS["muted"], markeredgewidth=1.2)  # fmt: skip
    below.bar([i + 0.5 for i in range(len(spans))], [one.points.count for one in spans], width=0.8,
              color=COLOURS["main"])  # fmt: skip
    for axes in (above, below):
        tidy(axes)
        axes.set_xlim(0, len(spans))
        axes.set_xticks([])
        if due and 0 <= place(due) <= len(spans):
            axes.axvline(place(due), color=COLOURS["accent"], linewidth=2, linestyle=(0, (4, 2)))
    if due and 0 <= place(due) <= len(spans):
        right = place(due) > 0.5 * len(spans)
        above.text(place(due), 1.12 * most, " due ", size=12, weight="bold",
                   ha="right" if right else "left", va="center", color=COLOURS["accent"],
                   clip_on=False)  # fmt: skip
    above.yaxis.tick_right()
    above.set_ylim(-0.03 * most, 1.04 * most)
    above.set_yticks([0, most / 2, most], [number(0), number(most / 2), number(most)])
    for tick in (0, most / 2, most):
        above.axhline(tick, color=COLOURS["line"], linewidth=1, zorder=0)
    below.set_yticks([])
    every = -(-len(spans) // (7 if width == WIDE else 3))
    clock = ", %H:%M" if length.total_seconds() < 86_400 else ""
    below.set_xticks(
        list(range(0, len(spans), every)),
        [f"{one.start:%b} {one.start.day}{one.start.strftime(clock)}" for one in spans[::every]],
        ha="left",
    )  # fmt: skip
    return figure
