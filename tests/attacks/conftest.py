"""Hostile files are read as text; pytest must not import those whose names look like tests."""

collect_ignore_glob = ["code/*", "notebooks/*"]
