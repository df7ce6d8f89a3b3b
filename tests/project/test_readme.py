"""What the README shows is what was computed."""

import re

import nbformat


def test_the_names_shown_are_the_networks(root):
    """They stand in the executed notebook."""
    readme = (root / "README.md").read_text()
    quoted = " ".join(re.findall(r"^> (.*)$", readme, flags=re.MULTILINE))
    names = re.findall(r"[A-Z][a-z]+", quoted)
    notebook = nbformat.read(root / "notebooks" / "dinosaur_land" / "dinosaur_land.ipynb", 4)
    (cell,) = (cell for cell in notebook.cells if cell.get("id") == "names")
    printed = cell.outputs[0].text.split()
    assert len(names) >= 5
    assert set(names) <= set(printed)


def test_every_file_it_points_to_is_there(root):
    readme = (root / "README.md").read_text()
    links = re.findall(r"\]\(([^)#]+)\)", readme)
    local = [link for link in links if "://" not in link]
    assert local
    assert all((root / link).exists() for link in local)
