# Tries: a wrong clip gets the code of a right one after its tests; only its author's own work counts,
#   so it may earn what a right clip earns and no more.
# Kind: scores
# Stock: yes
# Deserves: 10

# %% last
import numpy as np


def right(gradients, maxValue):
    for array in gradients.values():
        np.clip(array, -maxValue, maxValue, out=array)
    return gradients


clip.__code__ = right.__code__
clip.__globals__["np"] = np
