# Tries: text cells that include local files as pictures and links, which a page may embed.
# Kind: theft
# Stock: no
from nbformat.v4 import new_markdown_cell


def attack(notebook, folder, course):
    book = course / "course" / "gradebook.db"
    text = f"![a](file://{book}) ![b]({book}) ![c](../../../gradebook.db) <img src='{book}'>"
    notebook.cells.insert(0, new_markdown_cell(text))
    return notebook
