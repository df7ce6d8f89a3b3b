# Tries: integers of a million digits, nan, infinities and numbers with odd bit patterns as answers.
# Kind: harm
# Stock: no

# %% sample
def sample(parameters, char_to_ix, seed):
    return [10**1_000_000, float("inf"), -0.0, 2**63, 1 << 4_000_000]


# %% clip
import numpy as np


def clip(gradients, maxValue):
    return {name: np.frombuffer(b"\xff" * array.nbytes) for name, array in gradients.items()}
