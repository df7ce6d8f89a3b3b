"""Remove hidden tests and mark schemes from every place that displays or runs a cell's source."""

from nbgrader.preprocessors import ClearHiddenTests

PLACEHOLDER = "# (not shown)"
PAIRS = (
    ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS"),
    ("BEGIN MARK SCHEME", "END MARK SCHEME"),
)


def without_regions(source, pairs=PAIRS, placeholder=PLACEHOLDER):
    """Remove hidden regions from a cell's source.

    Parameters
    ----------
    source : str
    pairs : sequence of (str, str)
        Delimiters: a line that contains the first begins a region, the second ends it.
    placeholder : str
        The line that stands for a region.

    Returns
    -------
    str
        When a beginning lacks its end, the rest of the cell is hidden; when an end lacks its
        beginning, all before it.
    """
    for begin, end in pairs:
        source = without(source, begin, end, placeholder)
    return source


def without(source, begin, end, placeholder):
    """Remove the regions of one kind."""
    kept, depth = [], 0
    for line in source.splitlines():
        # Both delimiters in one line make a region of one line.
        opens, closes = begin in line, end in line
        if opens and not closes:
            if not depth:
                kept.append(placeholder)
            depth += 1
        elif opens:
            kept += [placeholder] if not depth else []
        elif closes and not depth:
            kept = [placeholder]
        elif closes:
            depth -= 1
        elif not depth:
            kept.append(line)
    return "\n".join(kept)


def visible(source, delimiters):
    """Return the code outside of hidden tests."""
    return without(source, *delimiters, placeholder="").strip()


def delimiters(config):
    """Return the delimiters of hidden tests, as nbgrader is configured.

    Parameters
    ----------
    config : traitlets.config.Config

    Returns
    -------
    tuple of (str, str)
    """
    tests = ClearHiddenTests(config=config)
    return tests.begin_test_delimeter, tests.end_test_delimeter
