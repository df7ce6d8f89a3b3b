# Tries: attachments of a text cell whose types and names break out of an attribute, and SVG ones.
# Kind: feedback
# Stock: no
# Quick: yes
from nbformat.v4 import new_markdown_cell


def attack(notebook, folder, course):
    text = "![x](attachment:a.svg) ![y](attachment:b.png) ![z](attachment:c.html)"
    cell = new_markdown_cell(text)
    cell.attachments = {
        "a.svg": {"image/svg+xml": "PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+PC9zdmc+"},
        "b.png": {'image/png" onerror="alert(1)': "AAAA"},
        "c.html": {"text/html": "PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="},
        '"><script>alert(1)</script>': {"image/png": '"><script>alert(1)</script>'},
    }
    notebook.cells.insert(0, cell)
    return notebook
