"""An import that is killed at any moment and run again ends as if it had not been killed."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from autograder.collect.importer import import_downloads
from autograder.collect.roster import Person
from tests.autograder.collect.builders import NAME, canvas, inbound, notebook, tree
from tests.instructor import ROOT

PEOPLE = [Person("ada", "Ada Lovelace", "", "101"), Person("jan", "", "", "102")]
CRASHING = Path(__file__).with_name("crashing.py")


def test_killed_before_each_change(tmp_path):
    def download(name, first, text):
        return canvas(tmp_path / name, [
            {"name": name, "user": user, "number": first + user, "content": notebook(text + name)}
            for name, user in (("Lovelace, Ada", 101), ("Jan", 102), ("Mallory", 9))
        ])  # fmt: skip

    early, late = download("early.zip", 500, "early "), download("late.zip", 700, "late ")
    inbound(tmp_path / "exchange", "jan", 1_577_836_800, notebook("much earlier"))
    paths = [late, tmp_path / "exchange"]
    before, expected, work = (tmp_path / name for name in ("before", "expected", "course"))
    import_downloads(before, [early], NAME, PEOPLE)
    shutil.copytree(before, expected)
    import_downloads(expected, paths, NAME, PEOPLE)

    killed = 0
    while True:
        shutil.copytree(before, work)
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); "
             f"import runpy; runpy.run_path({str(CRASHING)!r}, run_name='__main__')",
             str(work), str(killed + 1), *map(str, paths)],
            env={**os.environ}, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        killed += 1
        # Nobody's newest file is lost meanwhile, wherever it lies.
        now = {content for content in tree(work).values() if content}
        assert {notebook("early Lovelace, Ada"), notebook("early Jan")} <= now
        import_downloads(work, paths, NAME, PEOPLE)
        assert tree(work) == tree(expected), f"killed before change {killed}"
        shutil.rmtree(work)
    assert tree(work) == tree(expected)
    assert killed >= 40
