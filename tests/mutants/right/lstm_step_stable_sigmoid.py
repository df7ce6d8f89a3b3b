# Has a sigmoid of its own that never overflows, and works in place on its own array.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    def gate(v):
        e = np.exp(-np.abs(v))
        return np.where(v >= 0, 1 / (1 + e), e / (1 + e))

    z = x @ kernel
    z += h @ recurrent_kernel
    z += bias
    n = z.shape[1] // 4
    new = gate(z[:, n : 2 * n]) * c
    new += gate(z[:, :n]) * np.tanh(z[:, 2 * n : 3 * n])
    return gate(z[:, 3 * n :]) * np.tanh(new), new
