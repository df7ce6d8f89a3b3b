"""The hook for notebooks keeps what nbgrader, nbval and the release rely on."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbformat.v4 import writes as to_text

KEPT = {
    "nbgrader": {"grade": True, "grade_id": "clip", "points": 2, "schema_version": 3},
    "tags": ["skip-execution"],
    "expected_output": {"of": "clip"},
}


@pytest.fixture
def clean(root, tmp_path):
    """Run the hook over a notebook; its text afterwards."""
    config = yaml.safe_load((root / ".pre-commit-config.yaml").read_text("utf-8"))
    hooks = {hook["id"]: hook for hook in config["repos"][0]["hooks"]}
    command = shlex.split(hooks["notebooks"]["entry"])
    command[0] = Path(sys.executable).with_name(Path(command[0]).name)

    def run(text):
        path = tmp_path / "a.ipynb"
        path.write_text(text, "utf-8")
        subprocess.run([*command, path], check=True, timeout=60)
        return path.read_text("utf-8")

    return run


def notebook(**metadata):
    outputs = [
        new_output("stream", text="a\u00e9\n"),
        new_output("execute_result", data={"text/plain": "2"}, execution_count=7),
    ]
    cell = new_code_cell("1+1", id="clip", outputs=outputs, execution_count=7, metadata=metadata)
    language = {"name": "python", "version": "3.11.2"}
    return to_text(new_notebook(cells=[cell], metadata={"language_info": language})) + "\n"


def test_a_run_leaves_its_outputs_and_nothing_of_the_machine(clean):
    text = clean(notebook(**KEPT, execution={"iopub.execute_input": "2026"}, collapsed=True))
    [cell] = json.loads(text)["cells"]
    assert cell["id"] == "clip"
    assert cell["metadata"] == KEPT
    assert [output.get("text") for output in cell["outputs"]] == [["a\u00e9\n"], None]
    assert "3.11.2" not in text


def test_a_clean_notebook_stays_as_it_is(clean):
    once = clean(notebook(**KEPT))
    assert clean(once) == once
