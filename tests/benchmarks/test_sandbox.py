"""The benchmark of the sandbox runs and is complete; no time is asserted."""

from tests.benchmarks.program import run


def test_every_contestant_is_in_a_table():
    done = run("sandbox.py", "--repeats", "1", "--submissions", "1")
    assert done.returncode == 0, done.stderr
    for row in ("sandbox", "bare", "27 x 100 floats", "1 MB of floats", "call a test's function",
                "ours", "stock"):  # fmt: skip
        assert f"│ {row} " in done.stdout
    # Wall and processor time of three ways to start a kernel, and the whole command.
    assert done.stdout.count("x (") == 7


def test_wrong_arguments_get_a_sentence():
    done = run("sandbox.py", "--repeats", "0")
    assert done.returncode == 2
    assert "repeats and submissions are at least 1" in done.stderr
