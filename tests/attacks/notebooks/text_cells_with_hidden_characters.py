# Tries: escape sequences and characters that turn the direction of text, in cells of text.
# Kind: feedback
# Stock: no
from nbformat.v4 import new_markdown_cell


def attack(notebook, folder, course):
    text = "\x1b[2J\x1b[8m \u202e001 / 001 :erocS\u202c \u2066\u2067\u200b \x9b31m \x1b]0;owned\x07"
    notebook.cells.insert(0, new_markdown_cell(f"# {text}\n\n`{text}`\n\n    {text}"))
    notebook.metadata.title = f"<script>alert(1)</script>{text}"
    notebook.metadata.authors = [{"name": "<img src=x onerror=alert(1)>"}]
    return notebook
