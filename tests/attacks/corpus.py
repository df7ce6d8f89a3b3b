"""The hostile submissions, and how each becomes a folder that was submitted.

A file in `code` is what a student writes: cells headed by ``# %% place``, where a place is the
grade id of a solution cell, ``first``, ``last``, ``before ID`` or ``after ID``; a cell of text is
headed by ``# %% [markdown] place``, its lines are comments. A file in `notebooks` is ours: its
``attack(notebook, folder, course)`` changes the released notebook and returns it, or writes files
itself and returns None.

Both begin with a header: ``# Tries:`` what, and why it could work; ``# Kind:`` scores, theft, harm
or feedback; ``# Stock:`` yes if stock nbgrader may run it (never for harm); ``# Quick:`` yes if it
belongs to every run of the tests, as the first of its sort; ``# Deserves:`` the points of honest
work in it, 0 by default.
"""

import importlib.util
import json
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from tests.instructor import NOTEBOOK, nbgrader

HERE = Path(__file__).parent
KINDS = ("scores", "theft", "harm", "feedback")
FIELD = re.compile(r"^# (Tries|Kind|Stock|Quick|Deserves): (.*(?:\n#   .*)*)", re.MULTILINE)
CELL = re.compile(r"^# %% (\[markdown\] )?(.+)\n", re.MULTILINE)
FILE = NOTEBOOK.name
SETUP = "setup"  # id of the cell with the imports


@dataclass(frozen=True)
class Attack:
    """One hostile submission.

    Attributes
    ----------
    name, kind, tries : str
    stock, quick : bool
        Whether stock nbgrader may run it; whether every run of the tests includes it.
    deserves : float
        The most points that it may get.
    path : Path
    """

    name: str
    kind: str
    tries: str
    stock: bool
    quick: bool
    deserves: float
    path: Path

    def submit(self, released, folder, course, places):
        """Write the submission.

        Parameters
        ----------
        released : NotebookNode
            The students' notebook; it is left alone.
        folder : Path
            The submission's folder, empty.
        course : Path
            The course's root.
        places : dict of str to str
            What to put for ``@port@`` and the like: a student who knows this machine.
        """
        notebook = nbformat.from_dict(released)
        # Examples and figures take time and have nothing to do with an attack.
        notebook.cells = [cell for cell in notebook.cells if cell.id == SETUP or nbgrader(cell)]
        if self.path.parent.name == "code":
            source = self.path.read_text("utf-8")
            for place, text in places.items():
                source = source.replace(f"@{place}@", text)
            put_cells(notebook, source)
        else:
            notebook = load(self.path).attack(notebook, folder, course)
        if notebook is not None:
            # Not through nbformat, which would mend some of it.
            (folder / FILE).write_text(json.dumps(notebook), "utf-8")


def read(path):
    """Read an attack's header.

    Raises
    ------
    ValueError
        If a field is missing or a harmful attack is said to suit stock nbgrader.
    """
    fields = {
        name: re.sub(r"\n#\s*", " ", text).strip()
        for name, text in FIELD.findall(path.read_text("utf-8"))
    }
    if fields.keys() < {"Tries", "Kind", "Stock"} or fields["Kind"] not in KINDS:
        raise ValueError(f"{path.name}: the header should say Tries, Kind and Stock")
    stock = fields["Stock"] == "yes"
    if stock and fields["Kind"] == "harm":
        raise ValueError(f"{path.name}: what does harm is not for stock nbgrader")
    quick, deserves = fields.get("Quick") == "yes", float(fields.get("Deserves", 0))
    return Attack(path.stem, fields["Kind"], fields["Tries"], stock, quick, deserves, path)


def attacks(names=()):
    """All attacks, or those of the given names, by kind."""
    found = [read(path) for form in ("code", "notebooks") for path in (HERE / form).glob("*.py")]
    unknown = set(names) - {attack.name for attack in found}
    if unknown:
        raise ValueError(f"there is no attack {', '.join(sorted(unknown))}")
    chosen = [attack for attack in found if not names or attack.name in names]
    return sorted(chosen, key=lambda attack: (KINDS.index(attack.kind), attack.name))


def load(path):
    """The module in a file, without making it importable for others."""
    spec = importlib.util.spec_from_file_location(f"attack_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def put_cells(notebook, source):
    """Put the cells of a code attack into a notebook, each at its place."""
    _, *parts = CELL.split(source)
    for markdown, place, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        ids = [nbgrader(cell).get("grade_id") for cell in notebook.cells]
        if markdown:
            text = re.sub("^# ", "", text, flags=re.MULTILINE)
        new = (new_markdown_cell if markdown else new_code_cell)(text.strip())
        where, _, grade_id = place.rpartition(" ")
        if place == "first":
            notebook.cells.insert(0, new)
        elif place == "last":
            notebook.cells.append(new)
        elif where in ("before", "after"):
            notebook.cells.insert(ids.index(grade_id) + (where == "after"), new)
        else:
            notebook.cells[ids.index(place)].source = text.strip()
