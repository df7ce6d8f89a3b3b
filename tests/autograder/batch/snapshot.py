"""Snapshots of a course after a run, without the values that differ between equal runs."""

import json
import re

from sqlalchemy import MetaData, create_engine, select

RANDOM = re.compile(r"[0-9a-f]{32}")
# Points in time and durations.
TIMES = ("graded_at", "seconds")


def database(course):
    """Return the URL of a course's SQLite gradebook."""
    return f"sqlite:///{course / 'course' / 'gradebook.db'}"


def gradebook(url):
    """Return all rows of all tables, with readable names in place of nbgrader's random ids.

    Parameters
    ----------
    url : str

    Returns
    -------
    list of tuple
        Name of the table, and all columns of a row; sorted.
    """
    engine = create_engine(url)
    known, rows, tables = {}, [], MetaData()
    try:
        with engine.connect() as connection:
            tables.reflect(connection)
            for table in tables.sorted_tables:
                for row in connection.execute(select(table)).mappings():
                    named = {name: known.get(value, value) for name, value in row.items()}
                    if RANDOM.fullmatch(str(named.get("id"))):
                        parts = (named[name] for name in sorted(named) if names_a_row(name))
                        known[row["id"]] = f"<{table.name} {' '.join(map(str, parts))}>"
                        named["id"] = known[row["id"]]
                    rows.append((table.name, *sorted(named.items())))
    finally:
        engine.dispose()
    return sorted(rows, key=repr)


def names_a_row(column):
    return column in ("name", "type") or (column.endswith("_id") and column != "course_id")


def files(course, *steps):
    """Return the contents of the files below some folders of ``course`` by path.

    Parameters
    ----------
    course : Path
    *steps : str
        Folders, for instance ``feedback``. Times in records and notebooks are removed.

    Returns
    -------
    dict of str to object
    """
    found = {}
    for step in steps:
        for path in sorted((course / "course" / step).rglob("*")):
            if path.is_file():
                found[path.relative_to(course / "course").as_posix()] = content(path)
    return found


def content(path):
    if path.suffix == ".ipynb":
        notebook = json.loads(path.read_bytes())
        timeless(notebook["metadata"].get("autograder"))
        return notebook
    if path.suffix == ".json":
        return timeless(json.loads(path.read_bytes()))
    return path.read_bytes()


def timeless(value):
    """Remove the times from a record, also in nested ones, and return it."""
    if isinstance(value, dict):
        for name in TIMES:
            value.pop(name, None)
        for inner in value.values():
            timeless(inner)
    return value


def difference(one, other):
    """Return the rows or files that differ between two snapshots, for a message."""
    if isinstance(one, dict):
        return sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))
    return [row for row in one if row not in other] + [row for row in other if row not in one]
