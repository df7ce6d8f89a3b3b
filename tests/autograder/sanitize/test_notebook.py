"""Any bytes become a valid notebook or a sentence, and every repair is told."""

import base64
import codecs
import json

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sanitize import InvalidSubmissionError
from autograder.sanitize.invalid_submission import MOST_REPAIRS
from autograder.sanitize.isolation import clean_isolated
from autograder.sanitize.notebook_cleaner import LONGEST_CELL, MOST_CELLS, clean
from tests.autograder.sanitize.fuzz import check_clean, fuzz_sanitizing
from tests.instructor import NOTEBOOK

PNG = b"\x89PNG\r\n\x1a\n rest"


def notebook(*cells, **more):
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **more}


def code(source="", **more):
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], **more}


def cleaned(value):
    """One notebook through `clean`, held to all rules."""
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    made, repairs = clean(content)
    check_clean(made, repairs)
    return made, repairs


def sources(value):
    return [cell["source"] for cell in cleaned(value)[0]["cells"]]


def test_the_instructors_notebook_keeps_its_cells_and_needs_no_repair():
    before = nbformat.read(NOTEBOOK, as_version=4)
    after, repairs = cleaned(NOTEBOOK.read_bytes())
    assert repairs == []
    for old, new in zip(before.cells, after["cells"], strict=True):
        assert (old.id, old.cell_type, old.source) == (new["id"], new["cell_type"], new["source"])
        grade_id = old.metadata.get("nbgrader", {}).get("grade_id")
        assert new["metadata"] == ({"nbgrader": {"grade_id": grade_id}} if grade_id else {})


def test_the_child_gives_the_same():
    content = NOTEBOOK.read_bytes()
    assert clean_isolated(content) == clean(content)


def test_everything_else_is_dropped():
    made, repairs = cleaned(
        notebook(
            code(
                ["a = 1\n", "b"],
                id="x",
                execution_count=7,
                outputs=[{"output_type": "display_data", "data": {"text/html": "<script>"}}],
                metadata={
                    "tags": ["skip-execution"],
                    "nbgrader": {"grade_id": "clip", "points": 9},
                },
                attachments={"a.png": {"image/png": ""}},
                surprise=1,
            ),
            metadata={"kernelspec": {"language": "R", "argv": ["sh"]}, "widgets": {"a": {}}},
            surprise=[],
        )
    )
    assert made["cells"] == [
        {
            "cell_type": "code",
            "id": "x",
            "metadata": {"nbgrader": {"grade_id": "clip"}},
            "source": "a = 1\nb",
            "execution_count": None,
            "outputs": [],
        }
    ]
    assert made["metadata"]["kernelspec"]["name"] == "python3"
    assert repairs == [
        "The notebook was set to another language; it was run as Python 3.",
        "Cell 1 had attachments that are no pictures, or too large.",
    ]


@pytest.mark.parametrize("grade_id", ["a b", "", "x" * 129, 7, None, ["clip"], "clip\n"])
def test_a_grade_id_that_none_can_be_is_dropped(grade_id):
    made, _ = cleaned(notebook(code(metadata={"nbgrader": {"grade_id": grade_id}})))
    assert made["cells"][0]["metadata"] == {}


def test_format_3_is_read():
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": "x"},
        "worksheets": [
            {"cells": [{"cell_type": "code", "language": "python", "input": ["a\n", "b"]}]},
            {
                "cells": [
                    {"cell_type": "heading", "level": 2, "source": "Two\nlines"},
                    {"cell_type": "html", "source": "<b>"},
                ]
            },
            "no sheet",
        ],
    }
    made, repairs = cleaned(old)
    assert [(c["cell_type"], c["source"]) for c in made["cells"]] == [
        ("code", "a\nb"),
        ("markdown", "## Two lines"),
        ("markdown", "<b>"),
    ]
    assert repairs == ["The notebook was of format 3 and was upgraded to format 4."]


def test_ids_are_kept_where_they_are_valid_and_new_where_not():
    wanted = ["same", "same", "", "a b", 7, None, "sanitized-3", "x" * 65]
    value = notebook(*(code(id=name) for name in wanted))
    made, repairs = cleaned(value)
    assert [cell["id"] for cell in made["cells"]] == [
        "same", "sanitized-2", "sanitized-3x", "sanitized-4", "sanitized-5", "sanitized-6",
        "sanitized-3", "sanitized-8",
    ]  # fmt: skip
    assert repairs == ["Some cells had no valid id of their own and were given new ones."]
    assert cleaned(value)[0] == made


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (codecs.BOM_UTF8, "byte order mark"),
        (codecs.BOM_UTF16_LE, "UTF-16"),
        (codecs.BOM_UTF16_BE, "UTF-16"),
    ],
)
def test_byte_order_marks_are_understood(content, said):
    encoding = {3: "utf-8"}.get(len(content)) or (
        "utf-16-le" if content == codecs.BOM_UTF16_LE else "utf-16-be"
    )
    text = json.dumps(notebook(code("# Łódź")), ensure_ascii=False)
    made, repairs = cleaned(content + text.encode(encoding))
    assert made["cells"][0]["source"] == "# Łódź"
    assert said in repairs[0]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32", "latin-1"])
def test_other_encodings_are_rejected_with_the_reason(encoding):
    text = json.dumps(notebook(code("# é")), ensure_ascii=False)
    with pytest.raises(InvalidSubmissionError, match="not UTF-8 text"):
        clean(text.encode(encoding))


def test_characters_that_no_cell_can_hold():
    made, repairs = cleaned(
        b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": '
        b'"a\\u0000\\u001b[31m\\r\\nb\\rc\\ud800\\ud83d\\ude00\x01"}]}'
    )
    assert made["cells"][0]["source"] == "a[31m\nb\nc\ufffd\U0001f600"
    assert repairs == [
        "Cell 1 held control characters, which were left out.",
        "Cell 1 held halves of characters, which were replaced.",
    ]


def test_line_ends_of_windows_are_no_repair():
    assert cleaned(notebook(code("a\r\nb", id="x")))[1] == []


def test_numbers_that_no_notebook_holds():
    digits = b"9" * 1_000_000
    made, _ = cleaned(
        b'{"nbformat": 4, "nbformat_minor": ' + digits + b', "x": NaN, "y": -Infinity, "z": 1e'
        + digits + b', "cells": [{"cell_type": "code", "source": "a", "execution_count": -'
        + digits + b"}]}"
    )  # fmt: skip
    assert made["cells"][0]["source"] == "a"


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'{"nbformat": 4, "cells": [{"source": ['])
def test_deep_nesting_is_rejected(opening):
    with pytest.raises(InvalidSubmissionError, match="not JSON"):
        clean(opening * 10_000)
    closing = b"]" if opening == b"[" else b"}"
    if opening != b'{"nbformat": 4, "cells": [{"source": [':
        with pytest.raises(InvalidSubmissionError, match="not JSON"):
            clean(opening * 10_000 + b"1" + closing * 10_000)


def test_the_last_of_duplicate_keys_counts():
    made, repairs = cleaned(
        b'{"nbformat": 4, "cells": [], "cells": [{"cell_type": "code", "source": "a", '
        b'"source": "b"}]}'
    )
    assert made["cells"][0]["source"] == "b"
    assert repairs == [
        "The file names the same thing twice in one place; the last of them counted."
    ]


def test_cells_of_no_known_kind():
    made, repairs = cleaned(
        notebook(7, {}, {"cell_type": "code", "source": 7}, code(["a", 7, "b"]), "x", None)
    )
    assert [(c["cell_type"], c["source"]) for c in made["cells"]] == [
        ("raw", ""),
        ("code", ""),
        ("code", "ab"),
    ]
    assert len(repairs) == 6


def test_many_repairs_are_not_all_told():
    _, repairs = cleaned(notebook(*([7] * 100)))
    assert len(repairs) == MOST_REPAIRS + 1
    assert repairs[-1] == "And 80 more repairs of the same kinds."


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (notebook(*([code()] * (MOST_CELLS + 1))), "2,001 cells, more than 2,000"),
        (notebook(code("x" * (LONGEST_CELL + 1))), "Cell 1 has 1,000,001 characters"),
        (notebook(*([code("x" * LONGEST_CELL)] * 6)), "more than 5,000,000 characters"),
    ],
)
def test_limits_are_reported(value, reason):
    with pytest.raises(InvalidSubmissionError, match=reason):
        clean(json.dumps(value).encode())


def test_pictures_are_kept_where_they_are_pictures():
    good = base64.b64encode(PNG).decode()
    pictures = {
        "a.png": {"image/png": good},
        "lines.png": {"image/png": [good[:4] + "\n", good[4:]]},
        "both.png": {"image/png": good, "image/svg+xml": "<svg onload='x'/>", "text/html": "<b>"},
        "lie.png": {"image/png": base64.b64encode(b"<svg/>").decode()},
        "wrong.png": {"image/jpeg": good},
        "no64.png": {"image/png": good + "<script>"},
        'x" onerror="y': {"image/png": good},
        "none.png": None,
    }
    text = {"cell_type": "markdown", "source": "", "attachments": pictures, "id": "x"}
    made, repairs = cleaned(notebook(text))
    assert made["cells"][0]["attachments"] == {
        name: {"image/png": good} for name in ("a.png", "lines.png", "both.png")
    }
    assert repairs == ["Cell 1 had attachments that are no pictures, or too large."]


def test_pictures_have_a_limit():
    large = base64.b64encode(PNG + bytes(4_000_000)).decode()
    pictures = {f"{number}.png": {"image/png": large} for number in range(3)}
    text = {"cell_type": "markdown", "source": "", "attachments": pictures, "id": "x"}
    made, repairs = cleaned(notebook(text))
    assert list(made["cells"][0]["attachments"]) == ["0.png", "1.png"]
    assert len(repairs) == 1


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
words = st.sampled_from(
    ["cells", "worksheets", "nbformat", "metadata", "cell_type", "source", "input", "id", "level",
     "attachments", "nbgrader", "grade_id", "image/png", "kernelspec", "language", "code",
     "markdown", "heading", "clip", "test-clip-range"]
)  # fmt: skip
values = st.recursive(
    scalars | words,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(words | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=40,
)


def survives(data):
    """A notebook or a sentence; anything else is raised."""
    try:
        fuzz_sanitizing(data)
    except InvalidSubmissionError as reason:
        assert str(reason).endswith(".")


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_arbitrary_bytes(data):
    survives(data)


@given(values)
@settings(deadline=None)
def test_arbitrary_json(value):
    survives(json.dumps(value).encode())


cells = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw", "heading", "html"]) | values,
        "source": st.text(max_size=30) | st.lists(st.text(max_size=9), max_size=3) | values,
        "input": values,
        "level": values,
        "id": st.sampled_from(["clip", "sanitized-2", "restored-0", "train"]) | values,
        "metadata": st.fixed_dictionaries(
            {}, optional={"nbgrader": st.fixed_dictionaries({"grade_id": words | values})}
        )
        | values,
        "attachments": st.dictionaries(st.text(max_size=5), values, max_size=2) | values,
    },
)


@given(st.sampled_from([3, 4]), st.lists(cells | values, max_size=8), values)
@settings(deadline=None)
def test_arbitrary_cells(version, found, metadata):
    value = {"nbformat": version, "metadata": metadata, "cells": found}
    fuzz_sanitizing(json.dumps(value).encode())


REAL = NOTEBOOK.read_bytes()


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_mutated_bytes_of_a_real_notebook(data):
    content = bytearray(REAL)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content)))
        end = place + data.draw(st.sampled_from([0, 1, 1, 100, 10_000]))
        content[place:end] = data.draw(
            st.binary(max_size=4) | st.sampled_from([b'"', b"{}", b"],[", b"null", REAL[9:999]])
        )
    survives(bytes(content))


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_mutated_parts_of_a_real_notebook(data):
    """Some value somewhere inside is exchanged for anything."""
    value = json.loads(REAL)
    for _ in range(data.draw(st.integers(1, 6))):
        here = value
        for _ in range(data.draw(st.integers(0, 4))):
            inside = list(here.values()) if isinstance(here, dict) else here
            containers = [part for part in inside if isinstance(part, (dict, list)) and part]
            if not containers:
                break
            here = data.draw(st.sampled_from(containers))
        key = data.draw(st.sampled_from(list(here) if isinstance(here, dict) else range(len(here))))
        here[key] = data.draw(values)
    survives(json.dumps(value).encode())
