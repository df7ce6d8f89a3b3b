# Tries: a segmentation fault through ctypes, when the test runner calls and in a cell.
# Kind: harm
# Stock: no

# %% clip
import ctypes


def clip(gradients, maxValue):
    ctypes.string_at(0)


# %% last
ctypes.string_at(0)
