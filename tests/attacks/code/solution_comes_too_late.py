# Tries: leaves clip open, and defines it rightly only after its tests.
# Kind: scores
# Stock: yes

# %% before test-sample-form
import numpy as np


def clip(gradients, maxValue):
    for array in gradients.values():
        np.clip(array, -maxValue, maxValue, out=array)
    return gradients
