"""Prepare the values of the report's template: rows of text, limited in length and number."""

from autograder.report.charts import cell_pictures, points_picture, time_picture
from autograder.report.class_data import GRADED, REJECTED, WAITING, feedback_link
from autograder.report.formatting import LONGEST_NAME, number, percent, plural, short, when
from autograder.report.measures import cell_figures, commonest, histogram, over_time, spread
from autograder.report.review import find_reviews
from autograder.report.versions import graded_between, libraries_here, limits_used, versions_used

MOST_REVIEWS = 40  # students of one group
MOST_MISSING = 200
MOST_MISTAKES = 15
MOST_EXAMPLES = 3  # students named beside a mistake
MOST_SLOW = 10
MOST_CELLS = 100


def view(course, assignment, group, made):
    """Return all values of the template.

    Parameters
    ----------
    course : Course
    assignment : str
    group : Class
    made : datetime
        In UTC.

    Returns
    -------
    dict of str to object
    """
    graded = [person for person in group.people if person.has_points]
    # The code of a rejected submission was not run, so its record contains less.
    records = [p.record for p in group.people if p.record is not None and p.state != REJECTED]
    records = [record for record in records if record.readable]
    points = spread([person.graded.points for person in graded])
    most = group.book.most
    bins = histogram([person.graded.points for person in graded], most)
    cells = cell_figures(group.book, graded)[:MOST_CELLS]
    spans, left_out = over_time(graded)
    reviews = find_reviews(group.people)
    known = {person.student: person for person in group.people}

    def student(person):
        return shown_student(course, assignment, person)

    return {
        "assignment": short(assignment, 100),
        "made": when(made),
        "counts": counts(group),
        "points": points,
        "most": most,
        "full": sum(person.graded.points >= most > 0 for person in graded),
        "kept": sum(person.state == REJECTED for person in graded),
        "bins": bins,
        "points_picture": points_picture(bins, points, most) if graded else None,
        "cells": cells if graded else [],
        "cells_left": max(0, len(group.book.cells) - MOST_CELLS),
        "exercises": exercises(cells) if graded else [],
        "mistakes": mistakes(commonest(graded), known, len(graded), student),
        "reviews": [shown_group(group, student) for group in reviews],
        "needing": len({person.student for review in reviews for person, _ in review.rows}),
        "missing": [shown_name(*one) for one in group.missing[:MOST_MISSING]],
        "missing_left": len(group.missing[MOST_MISSING:]),
        "spans": spans,
        "spans_left_out": left_out,
        "time_picture": time_picture(spans, graded, group.book.due, most) if spans else None,
        "due": group.book.due,
        "slow": [
            (student(person), person.record)
            for person in sorted(
                (p for p in group.people if p.record is not None and p.record.seconds > 0),
                key=lambda p: (-p.record.seconds, p.student),
            )[:MOST_SLOW]
        ],
        "between": graded_between(records),
        "unprotected": sorted({test for record in records for test in record.unprotected_tests}),
        "versions": versions_used(records),
        "limits": limits_used(records),
        "libraries": libraries_here(),
        "records": f"course/grading_records/{short(assignment, 100)}",
    }


def counts(group):
    """Return the numbers at the top of the page, each as name, count and remark."""
    people = group.people
    states = [person.state for person in people]
    late = [p for p in people if p.graded is not None and p.graded.seconds_late]
    free = sum(not person.graded.penalty for person in late)
    by_hand = [person.graded.by_hand for person in people if person.has_points]
    expected, missing = group.expected, len(group.missing)
    found = [
        ("Submitted", len(people), f"roster: {expected:,}" if expected is not None else ""),
        ("Graded", states.count(GRADED), ""),
        ("Rejected", states.count(REJECTED), ""),
        ("Missing", missing if expected is not None else None,
         "on the roster, nothing submitted" if expected is not None else "there is no roster.csv"),
        ("Late", len(late) if group.book.due else None,
         ("no due date is set" if not group.book.due
          else f"{free:,} without a penalty" if free else "")),
        ("Manual grading", sum(map(bool, by_hand)),
         plural(sum(by_hand), "cell") if any(by_hand) else ""),
    ]  # fmt: skip
    if WAITING in states:
        found.insert(3, ("Not graded yet", states.count(WAITING), "grade the class again"))
    return found


def exercises(cells):
    """Return the exercises, each with its cells, picture and points."""
    pictures = cell_pictures(cells)
    found = []
    for name, picture in pictures.items():
        members = [cell for cell in cells if cell.exercise == name]
        most, mean = sum(cell.most for cell in members), sum(cell.mean for cell in members)
        found.append(
            {
                "name": short(name, LONGEST_NAME),
                "picture": picture,
                "cells": members,
                "mean": mean,
                "most": most,
                "share": percent(mean / most) if most else "",
            }
        )
    return found


def mistakes(found, known, graded, student):
    """Return the most frequent mistakes as rows, and the number of other mistakes."""
    rows = [
        {
            "message": short(one.message) or f"{short(one.kind, 60)}, without a message",
            "cell": short(one.cells[0], LONGEST_NAME),
            "cells_left": len(one.cells) - 1,
            "count": len(one.students),
            "share": percent(len(one.students) / graded),
            "wordings": one.wordings,
            "students": [student(known[name]) for name in one.students[:MOST_EXAMPLES]],
            "left": len(one.students[MOST_EXAMPLES:]),
        }
        for one in found[:MOST_MISTAKES]
    ]
    return {"rows": rows, "left": len(found[MOST_MISTAKES:])}


def shown_group(group, student):
    """Return the values of one group of submissions that need review."""
    return {
        "key": group.key,
        "title": group.title,
        "advice": group.advice,
        "count": len(group.rows),
        "left": len(group.rows[MOST_REVIEWS:]),
        "rows": [
            (student(person), [short(one) for one in sentences])
            for person, sentences in group.rows[:MOST_REVIEWS]
        ],
    }


def shown_student(course, assignment, person):
    """Return the name, points and feedback link of a student."""
    return {
        **shown_name(person.student, person.name),
        "points": number(person.graded.points) if person.has_points else "none",
        "link": feedback_link(course, assignment, person.student),
    }


def shown_name(student, name):
    """Return name and id; the id is empty where it replaces or equals the name."""
    shown_id = short(student, LONGEST_NAME)
    name = short(name, LONGEST_NAME)
    return {"name": name or shown_id, "id": shown_id if name and name != shown_id else ""}
