"""A class whose names, ids, messages and sentences are attacks on the page."""

import json

from autograder.files import write_atomically
from tests.autograder.report.made_up import (
    CELLS,
    DUE,
    NAME,
    add_grades,
    add_record,
    cell_result,
)

LIVE = [
    "<script>window.pwned=1</script>",
    "<img src=x onerror='window.pwned=2'>",
    '"><svg onload=window.pwned=3>',
    "</section></main><h1>Full grades</h1>",
    "{{ 7 * 191 }}{% raw %}",
    '<div id="picture-1"></div>',
    "<a href='javascript:window.pwned=4'>x</a>",
    "&lt;b&gt; &amp;amp; ]]> <!-- --> <style>*{display:none}</style>",
]
BIDI = "\u202eevil\u2066\u200f\u202c"
NAMES = [*LIVE, BIDI, "محمد بن عبد الله الطويل", "W" * 200, "a\u0300" * 100, "\u0000\x1b[31mred"]


def fill_with_attacks(course):
    """Students with hostile names and messages."""
    grades, roster = {}, ["id,name,email,platform_id"]
    for index, name in enumerate(NAMES):
        # What a folder can be called: all but a slash and the null character.
        student = f"{name.replace('/', '').replace(chr(0), '')[:60]} #?%{index}"
        cell = list(CELLS)[index % len(CELLS)]
        test_results = {cell: cell_result(cell, message=f"{name} got {name}", kind=name)}
        add_record(
            course, student, test_results,
            repairs=[f"{name} was taken for {NAME}.ipynb."],
            events=[f"cell {index} was stopped after {name} s"],
            sandbox=name, assignment_version=name, limits={name: name, "memory_mb": 3},
        )  # fmt: skip
        grades[student] = {
            "cells": dict.fromkeys(CELLS, 0.0),
            "first": name[:100].replace("\0", ""),
            "last": name[:20].replace("\0", ""),
            "timestamp": DUE,
        }
        why = course.work / "quarantine" / student / NAME / "why.txt"
        write_atomically(why, f"0001: {name}, a link\n")
    add_grades(course, grades)
    rejected = "<b>rejected"
    add_record(course, rejected, rejected=f"The archive holds a link or device, {LIVE[0]}: submit.")
    write_atomically(course.work / "roster.csv", "\n".join([*roster, "gone1,<i>Gone</i> One,,"]))
    odd = course.work / "grading_records" / NAME
    write_atomically(odd / "half.json", '{"digest": "0')
    write_atomically(odd / "list.json", json.dumps([1, 2]))
    write_atomically(
        odd / "types.json",
        json.dumps({"events": {"a": 1}, "repairs": [1, None, ["x"]], "seconds": {"cells": "1e9"},
                    "test_results": {"test-clip-range": [], "x": {"seconds": 1e400, "calls": -1}},
                    "limits": {"memory_mb": [1], "new": {"a": None}}, "rejected": 7}),
    )  # fmt: skip
