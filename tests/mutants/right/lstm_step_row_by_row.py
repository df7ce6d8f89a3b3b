# Goes through the texts and through the numbers in loops, with the math module.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    import math

    h_next, c_next = np.zeros(h.shape), np.zeros(c.shape)
    n = h.shape[1]
    for row in range(len(x)):
        z = kernel.T @ x[row] + recurrent_kernel.T @ h[row] + bias
        for k in range(n):
            i, f, o = (1 / (1 + math.exp(-z[part * n + k])) for part in (0, 1, 3))
            c_next[row, k] = f * c[row, k] + i * math.tanh(z[2 * n + k])
            h_next[row, k] = o * math.tanh(c_next[row, k])
    return h_next, c_next
