"""The benchmark of a class run is complete and counts what it shall; no time is asserted."""

import re

from tests.benchmarks.program import run


def test_every_contestant_is_in_a_table():
    done = run("class_run.py", "--sizes", "1", "--stock", "1", "--workers", "2")
    assert done.returncode == 0, done.stderr
    for name in ("stock", "ours, 2 workers"):
        # With 1 and with 2 submissions, and what one more costs.
        assert len(re.findall(rf"│ {name} +│", done.stdout)) == 3
    # On a busy machine two can take less time than one.
    (stock,) = re.findall(r"│ stock +│ +-?[\d.]+ │ +-?[\d.]+ │ +([\d.]+) │ +│", done.stdout)
    assert stock == "1.0"
    for part in ("cells", "tests"):
        assert f"│ {part} " in done.stdout
    assert "A second run over 1 unchanged submissions" in done.stdout


def test_wrong_arguments_get_a_sentence():
    done = run("class_run.py", "--workers", "0")
    assert done.returncode == 2
    assert "sizes and workers are at least 1" in done.stderr
