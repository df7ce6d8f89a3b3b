"""Convert the outputs of a student's cells to HTML that is safe to show."""

import html
import json

from autograder.feedback.pictures import Allowance, InvalidPictureError, drawing, picture
from autograder.feedback.sanitize_html import (
    LONGEST_HTML,
    bare,
    clean_html,
    escaped,
    markdown_html,
    plain,
)

# More output than this is not readable.
MOST_OUTPUTS = 50
LONGEST_CELL = 250_000
LONGEST_MESSAGE = 2_000
PICTURES = {"image/svg+xml": drawing}
PICTURES.update(dict.fromkeys(("image/png", "image/jpeg", "image/gif"), picture))


def message(output):
    """Return ``ename: evalue`` of an error as plain text, without the traceback of the test.

    Parameters
    ----------
    output : dict
        An output of type ``error``.

    Returns
    -------
    str
    """
    parts = [plain(output.get(name), LONGEST_MESSAGE) for name in ("ename", "evalue")]
    if parts[0] == "KeyboardInterrupt":
        return "It ran too long and was stopped: an endless loop?"
    return ": ".join(part for part in parts if part)


def outputs_html(outputs, where, allowance=None, tracebacks=False):
    """Return a cell's outputs as HTML.

    Parameters
    ----------
    outputs : list of dict
        Outputs in nbformat's form, but not necessarily valid.
    where : str
        Name of the cell for the alternative text of a picture, such as "cell 7".
    allowance : Allowance, optional
        Remaining size of the page.
    tracebacks : bool
        Whether to show tracebacks, which quote tests; for instructors only.

    Returns
    -------
    str
        One ``<div>`` or ``<pre>`` for each output.
    """
    allowance = allowance or Allowance()
    parts, text = [], LONGEST_CELL
    shown = outputs if isinstance(outputs, list) else []
    for number, output in enumerate(shown[:MOST_OUTPUTS], start=1):
        if not isinstance(output, dict):
            continue
        try:
            part = output_html(output, f"{number} of {where}", allowance, tracebacks)
        except InvalidPictureError as reason:
            parts.append(note(f"An output is left out: {reason}."))
            continue
        # Pictures have limits of their own.
        text -= 0 if "<img" in part else len(part)
        if text < 0:
            parts.append(note("This cell has too much output: the rest of its output is left out."))
            break
        parts.append(part)
    if len(shown) > MOST_OUTPUTS:
        parts.append(note(f"{len(shown) - MOST_OUTPUTS} more outputs are left out."))
    return "\n".join(part for part in parts if part)


def note(sentence):
    """Return a sentence as HTML that replaces an output."""
    return f"<p><em>{html.escape(sentence)}</em></p>"


def output_html(output, where, allowance, tracebacks):
    """Return one output as HTML; empty for an unknown type."""
    kind = output.get("output_type")
    if kind == "stream":
        return preformatted(output.get("text"))
    if kind == "error":
        lines = output.get("traceback")
        if tracebacks and isinstance(lines, list) and lines:
            return preformatted("\n".join(str(line) for line in lines))
        return preformatted(message(output))
    data = output.get("data")
    if kind not in ("display_data", "execute_result") or not isinstance(data, dict):
        return ""
    return data_html(data, where, allowance)


def data_html(data, where, allowance):
    """Return the best form of an output that can be shown safely."""
    reason = None
    markup = data.get("text/html")
    if isinstance(markup, str) and markup.strip():
        allowance.take("markup", min(len(bare(markup)), LONGEST_HTML))
        cleaned = clean_html(markup, allowance)
        # Empty HTML is usually filled by a script, so another form is shown.
        if cleaned.strip() and ("<img" in cleaned or has_text(cleaned)):
            return f"<div>{cleaned}</div>"
    if isinstance(data.get("text/markdown"), str):
        return f"<div>{markdown_html(data['text/markdown'], None, allowance)}</div>"
    for kind, check in PICTURES.items():
        if kind in data:
            try:
                uri, pixels = check(data[kind])
                allowance.take("pixels", pixels)
            except InvalidPictureError as why:
                reason = why
                continue
            alt = html.escape(f"Picture: output {where}")
            return f'<div><img src="{uri}" alt="{alt}"></div>'
    if reason:
        return note(f"A picture is left out: {reason}.")
    for kind in ("text/latex", "text/plain"):
        if isinstance(data.get(kind), str):
            return preformatted(data[kind])
    if "application/json" in data:
        return preformatted(json.dumps(data["application/json"], ensure_ascii=False))
    return ""


def has_text(cleaned):
    """Return whether HTML shows anything except white space."""
    inside = False
    for character in cleaned:
        if character in "<>":
            inside = character == "<"
        elif not inside and not character.isspace():
            return True
    return False


def preformatted(text):
    """Return text as preformatted HTML; empty for an empty text."""
    shown = escaped(text)
    return f"<pre>{shown}</pre>" if shown.strip() else ""
