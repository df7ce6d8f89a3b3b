"""The LSTM as on paper, in numpy alone: one step at a time, forward and backward.

The oracle of the tests, and what the benchmark calls the plain loop. Shapes: ``B`` texts side by
side, ``n_x`` inputs, ``n_h`` units; kernels hold the gates side by side in Keras's order: input,
forget, candidate, output.
"""

import numpy as np


def sigmoid(z):
    """A number between 0 and 1."""
    return 1 / (1 + np.exp(-z))


def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    """One step: x ``(B, n_x)``, h and c ``(B, n_h)``, kernels ``(n_x or n_h, 4 n_h)``."""
    i, f, candidate, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    c_next = sigmoid(f) * c + sigmoid(i) * np.tanh(candidate)
    return sigmoid(o) * np.tanh(c_next), c_next


def sample_with_temperature(scores, temperature, u):
    """The index in whose piece u lies, when softmax(scores / temperature) fills 0 to 1."""
    scores = np.asarray(scores) / temperature
    ends = np.cumsum(np.exp(scores - scores.max()))
    return int(np.searchsorted(ends / ends[-1], u, side="right"))


def layer_forward(xs, kernel, recurrent_kernel, bias):
    """All steps of one layer from the zero state: xs ``(T, B, n_x)`` to hs ``(T, B, n_h)``."""
    steps, batch, _ = xs.shape
    units = len(recurrent_kernel)
    h, c = np.zeros((batch, units)), np.zeros((batch, units))
    hs, cache = np.zeros((steps, batch, units)), []
    for t in range(steps):
        z = xs[t] @ kernel + h @ recurrent_kernel + bias
        i, f, candidate, o = np.split(z, 4, axis=-1)
        i, f, candidate, o = sigmoid(i), sigmoid(f), np.tanh(candidate), sigmoid(o)
        before = h, c
        c = f * c + i * candidate
        h = o * np.tanh(c)
        cache.append((*before, i, f, candidate, o, np.tanh(c)))
        hs[t] = h
    return hs, cache


def layer_backward(dhs, xs, cache, kernel, recurrent_kernel):
    """Gradients of the inputs and of the three arrays, given those of all outputs."""
    dxs, dkernel = np.zeros_like(xs), np.zeros_like(kernel)
    drecurrent, dbias = np.zeros_like(recurrent_kernel), np.zeros(kernel.shape[1])
    dh_next, dc = np.zeros_like(dhs[0]), np.zeros_like(dhs[0])
    for t in reversed(range(len(xs))):
        h, c, i, f, candidate, o, tanh_c = cache[t]
        dh = dhs[t] + dh_next
        dc = dc + dh * o * (1 - tanh_c**2)
        dz = np.concatenate(
            [
                dc * candidate * i * (1 - i),
                dc * c * f * (1 - f),
                dc * i * (1 - candidate**2),
                dh * tanh_c * o * (1 - o),
            ],
            axis=-1,
        )
        dkernel += xs[t].T @ dz
        drecurrent += h.T @ dz
        dbias += dz.sum(axis=0)
        dxs[t], dh_next, dc = dz @ kernel.T, dz @ recurrent_kernel.T, dc * f
    return dxs, dkernel, drecurrent, dbias


def loss_and_gradients(letters, targets, weights):
    """Mean loss and the gradients of all arrays of a stack of layers, in the order of `weights`.

    Letters and targets are indices ``(B, T)``; weights are those of a Keras model: three arrays a
    layer, then kernel and bias of the scores.
    """
    *layers, out_kernel, out_bias = weights
    layers = [layers[start : start + 3] for start in range(0, len(layers), 3)]
    x = np.eye(len(out_bias))[letters.T]
    inputs, caches = [], []
    for layer in layers:
        inputs.append(x)
        x, cache = layer_forward(x, *layer)
        caches.append(cache)
    z = x @ out_kernel + out_bias
    z -= z.max(axis=-1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
    steps, batch = np.indices(targets.T.shape)
    loss = -np.log(p[steps, batch, targets.T]).mean()
    p[steps, batch, targets.T] -= 1
    dz = p / targets.size
    gradients = [np.tensordot(x, dz, ([0, 1], [0, 1])), dz.sum(axis=(0, 1))]
    dx = dz @ out_kernel.T
    for layer, layer_input, cache in reversed(list(zip(layers, inputs, caches, strict=True))):
        dx, *own = layer_backward(dx, layer_input, cache, layer[0], layer[1])
        gradients = own + gradients
    return loss, gradients
