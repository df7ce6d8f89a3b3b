# Expects the three gates first and the candidate last, as other libraries keep them.
# loses: test-lstm_step-gates test-lstm_step-weights
# message: another order: i, f, o, candidate
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    z = x @ kernel + h @ recurrent_kernel + bias
    i, f, o, g = np.split(z, 4, axis=-1)
    i, f, o = sigmoid(i), sigmoid(f), sigmoid(o)
    c_next = f * c + i * np.tanh(g)
    h_next = o * np.tanh(c_next)
    return h_next, c_next
