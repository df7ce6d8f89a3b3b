# Tries: answers of 1 GB: one array, one text, one list; and arrays whose shape promises far more than
#   their bytes hold.
# Kind: harm
# Stock: no

# %% clip
import numpy as np


def clip(gradients, maxValue):
    return {name: np.zeros(200_000_000) for name in gradients}


# %% sample
def sample(parameters, char_to_ix, seed):
    return [0] * 100_000_000


# %% optimize
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    large = np.lib.stride_tricks.as_strided(np.zeros(1), (1 << 40,), (0,))
    return "x" * 500_000_000, {"dWax": large}, large


# %% model
def model(*args, **kwargs):
    return {"Wax": np.broadcast_to(np.zeros(1), (1 << 20, 1 << 20))}
