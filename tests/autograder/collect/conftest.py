"""A class to submit, and a shorter way to take it in."""

import pytest

from autograder.collect.importer import import_downloads
from autograder.collect.roster import Person
from tests.autograder.collect.builders import NAME

CLASS = [
    Person("ada", "Ada Lovelace", "ada@uni.org", "101"),
    Person("jan", "Jan Łukasiewicz", "jan@uni.org", "102"),
    Person("noa", "נועה אברהם", "", "103"),
    Person("sean", "Seán-Óg O'Neil", "", ""),
]


@pytest.fixture
def collect(tmp_path):
    """Take something in, by default with the class as roster; `work` is the course's folder."""

    def run(*paths, people=CLASS, **options):
        return import_downloads(run.work, list(paths), NAME, people, **options)

    run.work = tmp_path / "course"
    return run


def states(report):
    """The state of everybody who is in a report."""
    return {row.student: row.state for row in report.rows}


def reasons(report):
    """Why files were left out, by the end of their names."""
    return {entry["entry"]: entry["reason"] for entry in report.rejected}
