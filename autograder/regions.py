"""Hidden tests and mark schemes, cut out of whatever shows a cell's source."""

PLACEHOLDER = "# (not shown)"
PAIRS = (
    ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS"),
    ("BEGIN MARK SCHEME", "END MARK SCHEME"),
)


def without_regions(source, pairs=PAIRS, placeholder=PLACEHOLDER):
    """Cut hidden regions out of a cell's source.

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
    """Cut the regions of one kind out."""
    kept, depth = [], 0
    for line in source.splitlines():
        # Both in one line is a region of one line.
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


def within(source, begin, end):
    """The lines of the regions of one kind; with a beginning that lacks its end, all after it."""
    kept, depth = [], 0
    for line in source.splitlines():
        opens, closes = begin in line, end in line
        if opens != closes:
            depth = max(depth + (1 if opens else -1), 0)
        elif depth and not opens:
            kept.append(line)
    return "\n".join(kept)
