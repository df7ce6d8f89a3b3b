"""Tables of results, as HTML with headers and as text with aligned columns."""

import html


class Table:
    """A small table that Jupyter shows at the end of a cell.

    Parameters
    ----------
    columns : list of str
        Headers, one for each column.
    rows : list of tuple
        Text or numbers; the first entry of each is the header of the row. A float is shown with
        two decimals.
    caption : str
        What the table shows.
    """

    def __init__(self, columns, rows, caption):
        self.columns, self.caption = list(columns), caption
        self.rows = [[_shown(entry) for entry in row] for row in rows]

    def _repr_mimebundle_(self, include=None, exclude=None):
        """Return what Jupyter shows: HTML, or text where there is no HTML."""
        return {"text/html": self.to_html(), "text/plain": repr(self)}

    def __repr__(self):
        lines = [self.columns, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        padded = (map(str.ljust, line, widths) for line in lines)
        return "\n".join([self.caption, *("  ".join(line).rstrip() for line in padded)])

    def to_html(self):
        """Return the table as HTML in which all text is escaped.

        Returns
        -------
        str
        """
        head = "".join(_cell("th", text, ' scope="col"') for text in self.columns)
        body = ""
        for first, *rest in self.rows:
            cells = _cell("th", first, ' scope="row"') + "".join(_cell("td", t) for t in rest)
            body += f"<tr>{cells}</tr>"
        return (
            f"<table><caption>{html.escape(self.caption)}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )


def _shown(entry):
    """Return an entry as text."""
    return f"{entry:.2f}" if isinstance(entry, float) else str(entry)


def _cell(tag, text, scope=""):
    """Return a cell as HTML."""
    # A drawn name can have fifty letters, which may be broken; short entries stay on one line.
    wrap = "overflow-wrap: anywhere" if max(map(len, text.split()), default=0) > 20 else ""
    return f'<{tag}{scope} style="text-align: left; {wrap}">{html.escape(text)}</{tag}>'
