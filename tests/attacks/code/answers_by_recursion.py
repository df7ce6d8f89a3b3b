# Tries: recursion without end, in Python and in C (repr of nested lists, nested json, regular
#   expressions), with the limit set up.
# Kind: harm
# Stock: no

# %% clip
import sys

sys.setrecursionlimit(1_000_000)


def clip(gradients, maxValue):
    return clip(gradients, maxValue)


# %% sample
def sample(parameters, char_to_ix, seed):
    deep = []
    for _ in range(1_000_000):
        deep = [deep]
    return repr(deep)
