"""The instructor's notebook: run it, keep what it promises up to date, hold it to its promises."""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from autograder.config import KERNEL_ARGUMENTS
from autograder.errors import UserError
from autograder.files import write_atomically

# How a notebook says which list of names it reads, in one line.
LOADED = re.compile(r"load_data\((['\"])(.*?)\1\)")
SANITIZER = Path(__file__).with_name("nbval_sanitize.cfg")


def execute(path):
    """Run a notebook from top to bottom and store its outputs, in place.

    Markdown cells with the metadata ``expected_output`` get their block of text from the outputs
    of the cell that they name, so that what students are told to expect is what came out.

    Parameters
    ----------
    path : Path
        The notebook; it runs in its own folder.

    Raises
    ------
    UserError
        If a cell raises; nothing is written then.
    """
    notebook = read(path)
    client = NotebookClient(
        notebook,
        timeout=None,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        extra_arguments=KERNEL_ARGUMENTS,
        record_timing=False,
        # However the prints happened to arrive, the stored notebook is the same.
        coalesce_streams=True,
        # Otherwise cells that grading leaves out would be left out here too.
        skip_cells_with_tag="",
    )
    try:
        # Nobody watches: loops print what they show, which nbval can then compare.
        client.execute(env={**os.environ, "NBGRADER_EXECUTION": "release"})
    except CellExecutionError as error:
        raise UserError(
            f"{path.name} stops with {error.ename}: {error.evalue}. "
            "Run it in JupyterLab, mend the cell, and try again."
        ) from None
    # The rest names the machine's Python.
    notebook.metadata.language_info = {"name": "python"}
    refresh_expected_outputs(notebook)
    write_atomically(path, nbformat.writes(notebook) + "\n")


def printed(cell):
    """What a code cell has printed, as one text."""
    return "".join(
        output.text
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stdout"
    )


def refresh_expected_outputs(notebook):
    """Fill each ``expected_output`` cell with what the cell that it names has printed.

    The metadata is ``{"of": cell id}``, and ``"until": n`` cuts a training log before iteration n.

    Parameters
    ----------
    notebook : NotebookNode
        Changed in place.
    """
    by_id = {cell.id: cell for cell in notebook.cells}
    for cell in notebook.cells:
        wanted = cell.metadata.get("expected_output")
        if wanted:
            text = printed(by_id[wanted["of"]])
            if "until" in wanted:
                text = text.split(f"Iteration: {wanted['until']},")[0]
            block = "```text\n" + text.strip() + "\n```"
            # A function, because a string's backslashes would be read as group references.
            cell.source = re.sub(
                r"```text\n.*?```", lambda _, block=block: block, cell.source, flags=re.DOTALL
            )


def solution_cells(notebook):
    """Source of each solution cell by its grade id."""
    return {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }


def read(path):
    """The instructor's notebook as it lies there.

    Parameters
    ----------
    path : Path

    Returns
    -------
    NotebookNode

    Raises
    ------
    UserError
        If it is none.
    """
    try:
        return nbformat.read(path, as_version=4)
    # Whatever nbformat stumbles over.
    except (OSError, ValueError, LookupError, TypeError, AttributeError, nbformat.ValidationError):
        raise UserError(
            f"{path.name} cannot be read as a notebook: open it in JupyterLab, or take the last "
            "version that could be opened there."
        ) from None


def lists_of(notebook):
    """Names of the lists that a notebook loads, each once."""
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return list(dict.fromkeys(name for text in code for _, name in LOADED.findall(text)))


def use_names(notebook, filename):
    """Make a notebook read another list of names.

    Parameters
    ----------
    notebook : NotebookNode
        Changed in place.
    filename : str
        Name of the file in the folder ``data``.

    Raises
    ------
    UserError
        If the notebook does not load a list.
    """
    if not lists_of(notebook):
        raise UserError(
            "No cell of the notebook calls load_data, so it cannot use another list of names."
        )
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = LOADED.sub(lambda _: f"load_data({filename!r})", cell.source)


def check_outputs(path, environment=None):
    """Re-run a notebook with nbval and compare every promised output.

    Parameters
    ----------
    path : Path
        The notebook, executed.
    environment : dict of str to str, optional
        Variables to add for the kernel.

    Returns
    -------
    str
        What nbval said.

    Raises
    ------
    UserError
        If an output changed or a cell failed; the text holds nbval's report.
    """
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "--color=no"]
    command += ["--nbval-sanitize-with", str(SANITIZER), "-p", "no:cacheprovider", "-q"]
    # An empty configuration: whatever project the notebook lies in has its own ideas about tests.
    command += ["-c", os.devnull, "--rootdir", str(path.parent), str(path)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=path.parent,
        env={**os.environ, **(environment or {})},
    )
    report = done.stdout + done.stderr
    if done.returncode != 0:
        raise UserError(
            f"{path.name} does not keep its promises; run it anew (autograder execute) if the "
            f"change is meant, else mend it. nbval's report:\n\n{report}"
        )
    return report
