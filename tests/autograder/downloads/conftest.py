"""A class to hand in, and a shorter way to take it in."""

import pytest

from autograder.downloads.roster import Person
from autograder.downloads.take_in import take_in
from tests.autograder.downloads.builders import NAME

CLASS = [
    Person("ada", "Ada Lovelace", "ada@uni.org", "101"),
    Person("jan", "Jan Łukasiewicz", "jan@uni.org", "102"),
    Person("noa", "נועה אברהם", "", "103"),
    Person("sean", "Seán-Óg O'Neil", "", ""),
]


@pytest.fixture
def intake(tmp_path):
    """Take something in, by default with the class as roster; `work` is the course's folder."""

    def run(*paths, people=CLASS, **options):
        return take_in(run.work, list(paths), NAME, people, **options)

    run.work = tmp_path / "course"
    return run


def states(report):
    """The state of everybody who is in a report."""
    return {row.student: row.state for row in report.rows}


def reasons(report):
    """Why files were left out, by the end of their names."""
    return {entry["entry"]: entry["reason"] for entry in report.refused}
