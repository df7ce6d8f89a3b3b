"""Execute and check the source notebook, the instructor's version of an assignment."""

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

# The call with which a notebook loads a list of names.
LOADED = re.compile(r"load_data\((['\"])(.*?)\1\)")
SANITIZER = Path(__file__).with_name("nbval_sanitize.cfg")


def execute_notebook(path):
    """Run a notebook from top to bottom and store its outputs, in place.

    Then the text blocks of Markdown cells with the metadata ``expected_output`` are replaced by
    the outputs that they describe, see `refresh_expected_outputs`.

    Parameters
    ----------
    path : Path
        The notebook. It runs in its own folder.

    Raises
    ------
    UserError
        If a cell raises an error. Nothing is written in this case.
    """
    notebook = read_notebook(path)
    client = NotebookClient(
        notebook,
        timeout=None,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        extra_arguments=KERNEL_ARGUMENTS,
        record_timing=False,
        # The stored notebook does not depend on how the kernel splits printed text.
        coalesce_streams=True,
        # nbclient would skip the cells that grading skips.
        skip_cells_with_tag="",
    )
    try:
        # Cells with live displays print text instead, which nbval can compare.
        client.execute(env={**os.environ, "NBGRADER_EXECUTION": "release"})
    except CellExecutionError as error:
        raise UserError(
            f"{path.name} stops with {error.ename}: {error.evalue}. "
            "Run it in JupyterLab, correct the cell, and try again."
        ) from None
    # The other entries depend on the Python of this machine.
    notebook.metadata.language_info = {"name": "python"}
    refresh_expected_outputs(notebook)
    write_atomically(path, nbformat.writes(notebook) + "\n")


def get_printed_text(cell):
    """Return the text that a code cell printed to stdout."""
    return "".join(
        output.text
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stdout"
    )


def refresh_expected_outputs(notebook):
    """Replace the text block of each ``expected_output`` cell by the printed output of its cell.

    The metadata is ``{"of": cell id}``; ``"until": n`` cuts a training log before iteration n.

    Parameters
    ----------
    notebook : NotebookNode
        Changed in place.
    """
    by_id = {cell.id: cell for cell in notebook.cells}
    for cell in notebook.cells:
        expected = cell.metadata.get("expected_output")
        if expected:
            text = get_printed_text(by_id[expected["of"]])
            if "until" in expected:
                text = text.split(f"Iteration: {expected['until']},")[0]
            block = "```text\n" + text.strip() + "\n```"
            # A function, because re.sub interprets backslashes in a replacement string.
            cell.source = re.sub(
                r"```text\n.*?```", lambda _, block=block: block, cell.source, flags=re.DOTALL
            )


def read_solutions(notebook):
    """Return the sources of the solution cells of a notebook by grade id.

    Parameters
    ----------
    notebook : NotebookNode

    Returns
    -------
    dict of str to str
    """
    return {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }


def read_notebook(path):
    """Return the notebook in a file.

    Parameters
    ----------
    path : Path

    Returns
    -------
    NotebookNode

    Raises
    ------
    UserError
        If the file is not a notebook.
    """
    try:
        return nbformat.read(path, as_version=4)
    # The errors that nbformat raises for invalid files.
    except (OSError, ValueError, LookupError, TypeError, AttributeError, nbformat.ValidationError):
        raise UserError(
            f"{path.name} cannot be read as a notebook: open it in JupyterLab, or restore the last "
            "version that opens there."
        ) from None


def find_loaded_lists(notebook):
    """Return the file names of the lists that a notebook loads, each once."""
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return list(dict.fromkeys(name for source in code for _, name in LOADED.findall(source)))


def replace_name_list(notebook, filename):
    """Change a notebook so that it loads another list of names.

    Parameters
    ----------
    notebook : NotebookNode
        Changed in place.
    filename : str
        File name of the list in the folder ``data``.

    Raises
    ------
    UserError
        If the notebook does not load a list.
    """
    if not find_loaded_lists(notebook):
        raise UserError(
            "No cell of the notebook calls load_data, so --names cannot replace its list of names."
        )
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = LOADED.sub(lambda _: f"load_data({filename!r})", cell.source)


def check_outputs(path, environment=None):
    """Run a notebook with nbval and compare its outputs with the stored ones.

    Parameters
    ----------
    path : Path
        A notebook with outputs.
    environment : dict of str to str, optional
        Additional environment variables of the kernel.

    Returns
    -------
    str
        The report of nbval.

    Raises
    ------
    UserError
        If an output differs or a cell fails; the text contains the report of nbval.
    """
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "--color=no"]
    command += ["--nbval-sanitize-with", str(SANITIZER), "-p", "no:cacheprovider", "-q"]
    # An empty configuration: the notebook may be in a project with its own settings of pytest.
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
            f"The outputs of {path.name} differ from a new run. If the change is intended, run "
            f"autograder execute; otherwise correct the notebook. Report of nbval:\n\n{report}"
        )
    return report
