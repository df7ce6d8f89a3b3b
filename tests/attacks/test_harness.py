"""The judge sees what it is there to see: leaks, harm, live pages, what outlives a run."""

import os
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.attacks import canaries, corpus, course, ours, page, sandbox

POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'


@pytest.mark.parametrize(
    "markup",
    [
        "<script>1</script>",
        "<p onclick=x>",
        "<iframe src=x></iframe>",
        '<a href="java\nscript:x">x</a>',
        '<img src="https://127.0.0.1/x">',
        '<p style="background: url(x)">',
        '<meta http-equiv="refresh" content="0">',
        "<p>\x1b[2J</p>",
        "<p>\u202e</p>",
        "x" * page.LARGEST,
    ],
    ids=lambda markup: markup[:12],
)
def test_a_live_page_is_seen(markup):
    assert page.problems((POLICY + markup).encode())


def test_a_dead_page_passes_and_needs_a_policy():
    text = '<p class="a">5 &lt; 6</p><a href="https://127.0.0.1/">x</a><img src="data:image/png;a">'
    assert page.problems((POLICY + text).encode()) == set()
    assert page.problems(text.encode())


def test_leaks_and_boasts_are_seen_in_outputs_and_files_only(tmp_path):
    secrets = canaries.draw()
    folder = tmp_path / "course" / "autograded" / "eve"
    folder.mkdir(parents=True)
    (folder / "note.txt").write_text(f"found {secrets['home']}")
    output = new_output("stream", text=f"HARM: mount was allowed\nbook {secrets['gradebook']}")
    test = new_code_cell(f"# {secrets['tests']}", metadata={"nbgrader": {"grade": True}})
    shown = new_code_cell("print('HARM: no')", outputs=[output])
    notebook = new_notebook(cells=[test, shown, new_markdown_cell("x")])
    nbformat.write(notebook, folder / corpus.FILE)
    test_result = ours.look_at(tmp_path, "eve", {"test-more": (1000.0, 1000.0)}, secrets)
    assert test_result.leaks == {"home", "gradebook"}
    assert "HARM: mount was allowed" in test_result.harm
    assert len(test_result.harm) == 2, "and that there are other graded cells"
    assert test_result.total == 1000


def test_harm_to_the_whole_is_seen(tmp_path):
    (tmp_path / "left").touch()
    report = sandbox.Report(None, ("sleep 60",), "log", 1)
    harm = list(
        ours.harm_to_the_whole(report, {"a": 1, "b": 2}, {"a": 3}, tmp_path, {"loopback": [b""]})
    )
    assert len(harm) == 6


def test_listeners_give_their_secret_and_remember(tmp_path):
    import socket

    secrets = canaries.draw()
    with canaries.listening(tmp_path, secrets) as (listeners, places):
        with socket.create_connection(("127.0.0.1", int(places["port"])), timeout=5) as client:
            client.sendall(b"hello")
            assert client.recv(100).decode() == secrets["loopback"]
        assert listeners["loopback"].heard
        assert not listeners["socket"].heard


def test_secrets_are_planted_beside_each_hidden_test_and_solution():
    secrets = canaries.draw()
    from tests import instructor

    notebook = instructor.read()
    canaries.plant_in_source(notebook, secrets)
    sources = [cell.source for cell in notebook.cells]
    assert sum(source.count(secrets["tests"]) for source in sources) == 2 * len(course.POINTS)
    assert sum(secrets["source"] in source for source in sources) == len(instructor.EXERCISES)


def test_cells_of_a_code_attack_come_to_their_places():
    from tests import instructor

    notebook = instructor.read()
    corpus.put_cells(
        notebook,
        "# %% first\n1\n# %% before clip\n2\n# %% clip\n3\n# %% [markdown] after clip\n# *4*\n"
        "# %% last\n5\n",
    )
    sources = [cell.source for cell in notebook.cells]
    assert sources[0] == "1"
    assert sources[-1] == "5"
    at = sources.index("2")
    assert sources[at : at + 3] == ["2", "3", "*4*"]


def test_sandbox_tells_how_a_command_ends_and_what_it_leaves(tmp_path):
    program = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(60)\nprint('x')"
    report = sandbox.run([sys.executable, "-c", program], tmp_path, os.environ, 30)
    assert report.code == 0
    assert report.log == "x\n"
    assert len(report.left_over) == 1


def test_sandbox_ends_what_does_not_end(tmp_path):
    program = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(60)"
    report = sandbox.run([sys.executable, "-c", program], tmp_path, os.environ, 1)
    assert report.code is None
    assert report.seconds < 40
