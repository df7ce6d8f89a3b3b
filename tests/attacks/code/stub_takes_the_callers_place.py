# Tries: puts functions named like the tests, the test runner's parts and the checks into builtins and
#   the user's names, in case names are looked up where students can write.
# Kind: scores
# Stock: yes

# %% first
import builtins


def fine(*args, **kwargs):
    return True


for name in ("hidden_test", "examine", "grade", "score", "check", "run_tests", "points", "result"):
    setattr(builtins, name, fine)
    globals()[name] = fine
__name__ = "test_runner"
__file__ = "test_runner.py"
__builtins__ = {"__import__": __import__, "AssertionError": StopIteration}
