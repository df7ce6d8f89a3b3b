# Writes as much as it forgets, so that the input gate is not used.
# loses: test-lstm_step-gates test-lstm_step-weights
# message: writes 1 - f
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    z = x @ kernel + h @ recurrent_kernel + bias
    i, f, g, o = np.split(z, 4, axis=-1)
    i, f, o = sigmoid(i), sigmoid(f), sigmoid(o)
    g = np.tanh(g)
    c_next = f * c + (1 - f) * g
    h_next = o * np.tanh(c_next)
    return h_next, c_next
