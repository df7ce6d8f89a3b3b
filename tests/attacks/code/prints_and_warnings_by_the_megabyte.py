# Tries: floods the streams, the warnings and the random state that go back to the test runner.
# Kind: harm
# Stock: no

# %% first
import sys
import warnings

for name, recording in list(sys.modules.items()):
    if name.endswith("inside.recording"):
        recording.LONGEST_TEXT = recording.MOST_WARNINGS = recording.MOST_FILE_BYTES = 2**40
        recording.get_random_states = lambda: ((3, (2**40,) * 625, "x"), (b"x", -1, 1, "y"))
        recording.read_changed_files = lambda before: {"../../x": b"y" * 2**20, "/etc/passwd": b""}


# %% clip
def clip(gradients, maxValue):
    for _ in range(1000):
        print("x" * 2**20)
        warnings.warn("y" * 2**20)
    return gradients
