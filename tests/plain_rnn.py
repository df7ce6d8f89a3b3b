"""The network as on paper: one step at a time, one-hot columns in dictionaries.

The oracle of the tests, and what the benchmark calls the plain helper. Its functions take and give
what those of the same name in ``rnn_utils`` do, but for the cache, and import nothing of it.
"""

import numpy as np

# What @ does. The benchmark tries np.dot as well, which is quicker with columns this short.
product = np.matmul


def softmax(z):
    """Probabilities of one column of scores."""
    exponentials = np.exp(z - np.max(z))
    return exponentials / exponentials.sum(axis=0)


def rnn_step_forward(parameters, a_prev, x):
    """Equations (1) to (3)."""
    Waa, Wax, Wya = parameters["Waa"], parameters["Wax"], parameters["Wya"]
    a_next = np.tanh(product(Wax, x) + product(Waa, a_prev) + parameters["b"])
    return a_next, softmax(product(Wya, a_next) + parameters["by"])


def rnn_step_backward(dy, gradients, parameters, x, a, a_prev):
    """The chain rule through one step."""
    gradients["dWya"] += product(dy, a.T)
    gradients["dby"] += dy
    da = product(parameters["Wya"].T, dy) + gradients["da_next"]
    dz = (1 - a * a) * da
    gradients["db"] += dz
    gradients["dWax"] += product(dz, x.T)
    gradients["dWaa"] += product(dz, a_prev.T)
    gradients["da_next"] = product(parameters["Waa"].T, dz)
    return gradients


def rnn_forward(X, Y, a_prev, parameters):
    """Loss and cache of one name."""
    x, a, y_hat = {}, {-1: np.copy(a_prev)}, {}
    loss = 0.0
    for t in range(len(X)):
        x[t] = np.zeros((parameters["Wax"].shape[1], 1))
        if X[t] is not None:
            x[t][X[t]] = 1
        a[t], y_hat[t] = rnn_step_forward(parameters, a[t - 1], x[t])
        loss -= np.log(y_hat[t][Y[t], 0])
    return loss, (y_hat, a, x)


def rnn_backward(X, Y, parameters, cache):
    """Gradients and hidden states of one name."""
    y_hat, a, x = cache
    gradients = {"d" + name: np.zeros_like(array) for name, array in parameters.items()}
    gradients["da_next"] = np.zeros_like(a[0])
    for t in reversed(range(len(X))):
        dy = np.copy(y_hat[t])
        dy[Y[t]] -= 1
        gradients = rnn_step_backward(dy, gradients, parameters, x[t], a[t], a[t - 1])
    del gradients["da_next"]
    return gradients, a


def update_parameters(parameters, gradients, learning_rate):
    """One step downhill, in place."""
    for name, array in parameters.items():
        array -= learning_rate * gradients["d" + name]
    return parameters
